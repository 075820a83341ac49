"""Bring applicants in, row by row: each in its own savepoint, so that a refused row leaves nothing and stops nobody.

The same row again adds nothing: its keyed digest stands with the case it made. The workflow is handed in as ``start``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kit.crypto import blind_index
from kit.db import Session, savepoint
from kit.errors import AppError, FieldErrors, NotAllowed
from kit.i18n import Text
from relief.households.errors import NameDiffers
from relief.households.masking import mask_name
from relief.intake import queries
from relief.intake.errors import GrassrootsFirst, HouseholdTaken, HouseholdTakenElsewhere
from relief.intake.imports.errors import NoSuchUnion, TwiceInFile
from relief.intake.imports.reading import ApplicantRow, CellFault, SheetRow
from relief.intake.permissions import can_see_case, check_can_register
from relief.intake.registration import Channel, Registration, from_values
from unions import queries as unions
from unions.errors import UnitNotFound
from unions.records import Actor, UnitRecord

Start = Callable[[Session, Registration, Actor], uuid.UUID]
"""Registers an application and starts its process; returns the case's id."""


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> Text:
        """The outcome's name for readers."""
        return Text(_LABELS[self])


_LABELS = {
    Outcome.ADDED: "Case opened",
    Outcome.UNCHANGED: "Already there",
    Outcome.REFUSED: "Refused",
}


@dataclass(frozen=True)
class RowResult:
    """What became of one row: the case's number, or the faults with their cells."""

    sheet: Text
    row: int
    applicant: str
    outcome: Outcome
    case_no: str = ""
    faults: tuple[CellFault, ...] = ()


@dataclass
class Progress:
    """What one run over a file remembers: in which row each person stood, and the unions looked up."""

    rows: dict[bytes, int] = field(default_factory=dict, repr=False)
    units: dict[str, UnitRecord | None] = field(default_factory=dict)


class _Refused(Exception):
    def __init__(self, *faults: CellFault) -> None:
        super().__init__()
        self.faults = faults


def import_rows(
    session: Session, rows: Iterable[ApplicantRow | SheetRow], actor: Actor, start: Start, progress: Progress, on: date
) -> Iterator[RowResult]:
    """Import rows inside the caller's transaction and yield what became of each; ``on`` is the day of the import.

    The caller commits in batches: after a crash the same file goes on where the last batch ended.
    """
    for row in rows:
        if isinstance(row, SheetRow):
            yield RowResult(row.sheet, row.number, _masked(row), Outcome.REFUSED, faults=row.faults)
            continue
        applicant = _masked(row.row)
        try:
            outcome, case_no = _import_row(session, row, actor, start, progress, on)
        except _Refused as refused:
            yield RowResult(row.row.sheet, row.row.number, applicant, Outcome.REFUSED, faults=refused.faults)
        else:
            yield RowResult(row.row.sheet, row.row.number, applicant, outcome, case_no)


def _import_row(
    session: Session, row: ApplicantRow, actor: Actor, start: Start, progress: Progress, on: date
) -> tuple[Outcome, str]:
    if row.faults:
        raise _Refused(*_all_faults(row, on))
    unit = _unit(session, row, actor, progress)
    registration = _registration(row, unit, on)
    _refuse_twice(row, registration, progress)
    assert registration.import_key is not None
    known = queries.case_by_import_key(session, registration.import_key)
    if known is not None:
        _remember(row, registration, progress)
        return Outcome.UNCHANGED, known.case_no
    _refuse_taken(session, row, registration, actor)
    try:
        with savepoint(session):
            case_id = start(session, registration, actor)
    except NameDiffers as error:
        raise _Refused(_of_person(row, registration, error.params["person"], error.text, "name")) from error
    except AppError as error:
        raise _Refused(*_faults(row, error)) from error
    _remember(row, registration, progress)
    return Outcome.ADDED, queries.case(session, case_id).case_no


def _all_faults(row: ApplicantRow, on: date) -> tuple[CellFault, ...]:
    # What the cells hold is wrong somewhere; the other fields are checked too, so that one look shows everything.
    faults = {(fault.sheet.msgid, fault.cell): fault for fault in row.faults}
    try:
        from_values(row.form_values(), unit_id=uuid.UUID(int=0), applied_on=row.row.values.get("applied_on") or on)
    except FieldErrors as error:
        for fault in _faults(row, error):
            faults.setdefault((fault.sheet.msgid, fault.cell), fault)
    return tuple(faults.values())


def _unit(session: Session, row: ApplicantRow, actor: Actor, progress: Progress) -> UnitRecord:
    code = str(row.row.values["unit_code"])
    if code not in progress.units:
        try:
            progress.units[code] = unions.unit_by_code(session, code)
        except UnitNotFound:
            progress.units[code] = None
    unit = progress.units[code]
    if unit is None:
        raise _Refused(row.fault("unit_code", NoSuchUnion().text))
    try:
        check_can_register(actor, unit, str(row.row.values.get("centre_reason") or ""))
    except GrassrootsFirst as error:
        raise _Refused(row.fault("centre_reason", error.text)) from error
    except NotAllowed as error:
        raise _Refused(row.fault("unit_code", error.text)) from error
    return unit


def _registration(row: ApplicantRow, unit: UnitRecord, on: date) -> Registration:
    try:
        return from_values(
            row.form_values(), unit_id=unit.id, channel=Channel.IMPORT,
            applied_on=row.row.values.get("applied_on") or on, import_key=content_key(row),
        )  # fmt: skip
    except FieldErrors as error:
        raise _Refused(*_faults(row, error)) from error


def content_key(row: ApplicantRow) -> bytes:
    """Return the keyed digest of everything that a row says; equal rows have equal keys wherever they stand."""
    said = [
        {name: value for name, value in each.values.items() if value not in (None, "", ())}
        for each in (row.row, *sorted(row.members, key=lambda member: str(member.values.get("id_number"))))
    ]
    return blind_index(json.dumps(said, default=str, ensure_ascii=False, sort_keys=True), "applicant-row")


def _refuse_twice(row: ApplicantRow, registration: Registration, progress: Progress) -> None:
    for position, member in enumerate(registration.household.members):
        earlier = progress.rows.get(member.id_number.index)
        if earlier is not None and earlier != row.row.number:
            text = TwiceInFile(who=mask_name(member.name), row=earlier).text
            raise _Refused(row.fault(_field(position, "id_number"), text))


def _remember(row: ApplicantRow, registration: Registration, progress: Progress) -> None:
    for member in registration.household.members:
        progress.rows[member.id_number.index] = row.row.number


def _refuse_taken(session: Session, row: ApplicantRow, registration: Registration, actor: Actor) -> None:
    indexes = [member.id_number.index for member in registration.household.members]
    faults = []
    for overlap in queries.files_elsewhere(session, indexes):
        error: AppError
        if can_see_case(session, actor, overlap.case):
            error = HouseholdTaken(who=overlap.name_masked, case_no=overlap.case.case_no)
        else:
            error = HouseholdTakenElsewhere(who=overlap.name_masked)
        faults.append(_of_person(row, registration, overlap.index, error.text, "id_number"))
    if faults:
        raise _Refused(*faults)


def _of_person(row: ApplicantRow, registration: Registration, index: bytes, text: Text, name: str) -> CellFault:
    numbers = [member.id_number.index for member in registration.household.members]
    return row.fault(_field(numbers.index(index), name), text)


def _field(position: int, name: str) -> str:
    return name if position == 0 else f"members.{position - 1}.{name}"


def _faults(row: ApplicantRow, error: AppError) -> tuple[CellFault, ...]:
    if isinstance(error, FieldErrors):
        return tuple(row.fault(key, text) for key, text in error.errors.items())
    return (row.fault("id_number", error.text),)


def _masked(row: SheetRow) -> str:
    return mask_name(str(row.values.get("name") or "").strip())

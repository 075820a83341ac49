"""An application as entered: by the web form or a sheet's row, checked field by field, every fault at once.

``from_values`` takes the values of the form ``application`` (money in fen, dates as dates) whichever way they came.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from kit import clock
from kit.errors import AppError, FieldErrors
from kit.i18n import Text
from kit.money import yuan_text
from relief.households import codes
from relief.households.entries import HouseholdEntry, MemberEntry, parse_card, parse_name, parse_phone
from relief.households.errors import PersonTwice
from relief.households.idnumber import IdNumber, age_on, parse_id_number
from relief.intake import errors

EARLIEST = date(2000, 1, 1)
WORKING_AGE = 16
MAX_MEMBERS = 20
MAX_FEN = 100_000_000_00
MAX_MONTHS = 720
ADDRESS_LIMIT = 200
EMPLOYER_LIMIT = 120
CAUSE_LIMIT = 2000
NOTE_LIMIT = 200
_T = TypeVar("_T")


class Channel(StrEnum):
    """How an application came in."""

    WEB = "WEB"
    IMPORT = "IMPORT"


@dataclass(frozen=True)
class DeclaredLine:
    """One line of income or expense as declared: ``amount`` in fen per ``period`` (month, quarter, year)."""

    direction: str
    kind: str
    amount: int
    period: str
    source: str = "declared"
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Registration:
    """A checked application, ready to be registered.

    ``employer_has_union`` is None when it was not asked: then the union that takes the application tells.
    ``centre_reason`` says why no grassroots union takes it. ``import_key`` is a sheet row's keyed digest.
    """

    unit_id: uuid.UUID
    household: HouseholdEntry
    applied_on: date
    consent_on: date
    causes: tuple[str, ...]
    lines: tuple[DeclaredLine, ...]
    channel: Channel = Channel.WEB
    origin: str = "APPLIED"
    migrant: bool = False
    retired: bool = False
    restructured: bool = False
    single_parent: bool = False
    on_dibao: bool = False
    employer_has_union: bool | None = None
    contract_months: int | None = None
    assets: tuple[str, ...] = ()
    cause_text: str = field(default="", repr=False)
    centre_reason: str = ""
    import_key: bytes | None = None


class _Reader:
    """Reads values one by one and keeps every fault under its field's name."""

    def __init__(self, values: Mapping[str, Any], prefix: str, faults: dict[str, Text]) -> None:
        self.values, self.prefix, self.faults = values, prefix, faults

    def take(self, name: str, parse: Callable[[Any], _T], default: _T) -> _T:
        """Return the parsed value, or ``default`` with the fault kept."""
        try:
            return parse(self.values.get(name))
        except AppError as error:
            self.faults.setdefault(self.prefix + name, error.text)
            return default

    def text(self, name: str, limit: int, *, required: bool = False) -> str:
        return self.take(name, lambda raw: _text(raw, limit, required=required), "")

    def code(self, name: str, listed: str, *, required: bool = False) -> str:
        return self.take(name, lambda raw: _code(raw, listed, required=required), "")

    def codes(self, name: str, listed: str) -> tuple[str, ...]:
        return self.take(name, lambda raw: tuple(_code(each, listed, required=True) for each in raw or ()), ())

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name))


def from_values(
    values: Mapping[str, Any],
    *,
    unit_id: uuid.UUID,
    channel: Channel = Channel.WEB,
    applied_on: date | None = None,
    import_key: bytes | None = None,
) -> Registration:
    """Check the values of the application form and return the registration; ``applied_on`` is today when omitted.

    Raises:
        FieldErrors: a sentence per fault, keyed as the form's fields are (``members.0.id_number`` within lines).
    """
    faults: dict[str, Text] = {}
    read = _Reader(values, "", faults)
    applied = read.take("applied_on", lambda _: _past_day(applied_on or clock.today()), clock.today())
    members = (_applicant(read, applied), *_members(values.get("members") or (), faults))
    _each_once(members, faults)
    lines = (*_lines(values, "income", faults), *_lines(values, "expense", faults))
    if not any(line.direction == "income" for line in lines):
        faults.setdefault("income", errors.NoIncomeLine().text)
    causes = read.codes("causes", "cause")
    if not causes:
        faults.setdefault("causes", errors.NoCause().text)
    if not read.flag("consent"):
        faults.setdefault("consent", errors.ConsentMissing().text)
    state = read.code("work_state", "identity", required=True)
    registration = Registration(
        unit_id=unit_id, applied_on=applied, channel=channel, import_key=import_key, causes=causes, lines=lines,
        household=HouseholdEntry(
            members=members, address=read.text("address", ADDRESS_LIMIT, required=True),
            housing=read.code("housing", "housing", required=True),
        ),
        consent_on=read.take("consent_on", _past_day, applied),
        origin=read.code("origin", "origin") or "APPLIED",
        migrant=read.flag("migrant") or state == "MIGRANT",
        retired=read.flag("retired") or state == "RETIRED",
        restructured=read.flag("restructured"), single_parent=read.flag("single_parent"),
        on_dibao=read.flag("on_dibao"), employer_has_union=values.get("employer_has_union"),
        contract_months=read.take("contract_months", _months, None),
        assets=read.codes("assets", "asset"), cause_text=read.text("cause_text", CAUSE_LIMIT),
        centre_reason=read.text("centre_reason", NOTE_LIMIT),
    )  # fmt: skip
    if faults:
        raise FieldErrors(faults)
    return registration


# Stands in for a number that was refused, so that the other fields can still be checked; it never leaves this file.
_NOBODY = IdNumber("", EARLIEST, "male", "")


def _applicant(read: _Reader, on: date) -> MemberEntry:
    return MemberEntry(
        name=read.take("name", lambda raw: parse_name(_required(raw)), ""),
        id_number=read.take("id_number", lambda raw: _worker(parse_id_number(str(raw or "")), on), _NOBODY),
        relation="SELF",
        phone=read.take("phone", lambda raw: parse_phone(_required(raw)), ""),
        bank_name=read.text("bank_name", NOTE_LIMIT),
        bank_card=read.take("bank_card", lambda raw: parse_card(str(raw)) if raw else "", ""),
        identity=read.code("work_state", "identity", required=True),
        health=read.code("health", "health", required=True),
        hukou=read.code("hukou", "hukou", required=True),
        employer=read.text("employer", EMPLOYER_LIMIT),
        union_member=read.flag("union_member"),
        ethnicity=read.code("ethnicity", "ethnicity"),
        political=read.code("political", "political"),
        marital=read.code("marital", "marital"),
        medical_insurance=read.code("medical_insurance", "medical_insurance"),
        model_worker=read.code("model_worker", "model_worker"),
        disability_class=read.code("disability_class", "disability_class"),
        disability_level=read.code("disability_level", "disability_level"),
    )


def _members(rows: Sequence[Mapping[str, Any]], faults: dict[str, Text]) -> tuple[MemberEntry, ...]:
    if len(rows) > MAX_MEMBERS:
        faults["members"] = errors.TooManyMembers(limit=MAX_MEMBERS, count=len(rows)).text
        return ()
    return tuple(_member(_Reader(row, f"members.{number}.", faults)) for number, row in enumerate(rows))


def _member(read: _Reader) -> MemberEntry:
    return MemberEntry(
        name=read.take("name", lambda raw: parse_name(_required(raw)), ""),
        id_number=read.take("id_number", lambda raw: parse_id_number(str(raw or "")), _NOBODY),
        relation=read.take("relation", _relation, ""),
        identity=read.code("work_state", "identity", required=True),
        health=read.code("health", "health", required=True),
        phone=read.take("phone", lambda raw: parse_phone(str(raw)) if raw else "", ""),
        employer=read.text("employer", EMPLOYER_LIMIT),
        union_member=read.flag("union_member"),
        study_stage=read.code("study_stage", "study_stage"),
        medical_insurance=read.code("medical_insurance", "medical_insurance"),
        disability_class=read.code("disability_class", "disability_class"),
        disability_level=read.code("disability_level", "disability_level"),
    )


def _each_once(members: tuple[MemberEntry, ...], faults: dict[str, Text]) -> None:
    seen: set[bytes] = set()
    for number, member in enumerate(members):
        if member.id_number is _NOBODY:
            continue
        if member.id_number.index in seen:
            faults.setdefault(f"members.{number - 1}.id_number", PersonTwice().text)
        seen.add(member.id_number.index)


def _lines(values: Mapping[str, Any], direction: str, faults: dict[str, Text]) -> tuple[DeclaredLine, ...]:
    lines = []
    for number, row in enumerate(values.get(direction) or ()):
        read = _Reader(row, f"{direction}.{number}.", faults)
        lines.append(
            DeclaredLine(
                direction=direction, kind=read.code("kind", f"{direction}_kind", required=True),
                amount=read.take("amount", _amount, 0), period=read.code("period", "period", required=True),
                source=read.code("source", "source") or "declared", note=read.text("note", NOTE_LIMIT),
            )
        )  # fmt: skip
    return tuple(lines)


def _required(raw: object) -> str:
    text = str(raw or "").strip()
    if not text:
        raise errors.TextMissing
    return text


def _text(raw: object, limit: int, *, required: bool) -> str:
    text = _required(raw) if required else str(raw or "").strip()
    if len(text) > limit:
        raise errors.TextTooLong(limit=limit, length=len(text))
    return text


def _code(raw: object, listed: str, *, required: bool) -> str:
    if not raw and not required:
        return ""
    code = _required(raw)
    if not codes.is_code(listed, code):
        raise codes.unknown(listed)
    return code


def _relation(raw: object) -> str:
    relation = _code(raw, "relation", required=True)
    if relation == "SELF":
        raise errors.NotARelation
    return relation


def _worker(number: IdNumber, on: date) -> IdNumber:
    if age_on(number.birth, on) < WORKING_AGE:
        raise errors.ApplicantTooYoung(least=WORKING_AGE)
    return number


def _past_day(raw: object) -> date:
    if not isinstance(raw, date):
        raise errors.TextMissing
    if raw > clock.today():
        raise errors.DateInFuture(value=raw.isoformat())
    if raw < EARLIEST:
        raise errors.DateTooOld(least=EARLIEST.isoformat(), value=raw.isoformat())
    return raw


def _amount(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise errors.TextMissing
    if not 0 <= raw <= MAX_FEN:
        raise errors.AmountOutOfRange(limit=yuan_text(MAX_FEN), value=yuan_text(raw))
    return raw


def _months(raw: object) -> int | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, int) or not 0 <= raw <= MAX_MONTHS:
        raise errors.MonthsOutOfRange(limit=MAX_MONTHS, value=str(raw)[:20])
    return raw

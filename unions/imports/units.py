"""Import of units.

Columns, in any order, by their Chinese, English or short names:

| 列 | English | short | |
|---|---|---|---|
| 组织代码 | Unit code | code | required; the unit's identity: the same code is the same unit |
| 组织名称 | Unit's full name | name | required |
| 组织类型 | Kind of unit | kind | required: 地方总工会 乡镇街道工会 产业工会 产业工委 企业工会 帮扶中心 帮扶站点 |
| 层级 | Union level | level | required: 基层 县区 市州 省 |
| 上级代码 | Parent's code | parent | required but at the top; the parent may stand further down in the file |
| 区划代码 | Division code | division | the Ministry of Civil Affairs' code, 6 to 12 digits |
| 启用日期 | Valid from | valid_from | required: the first day of this state |
| 停用日期 | Valid to | valid_to | the last day of a unit that is closed |

A row whose code is new creates a unit. A row that says what is recorded on its first day changes nothing, so that a
file may be imported again. A row that differs and has a later first day than what is recorded is a change from that
day on: a new name, a move.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kit import audit
from kit.db import Session, new_id, savepoint
from kit.errors import AppError, Conflict, Invalid
from kit.i18n import Text
from unions import errors, facts, policies, queries
from unions.commands import NewUnit, UnitChange
from unions.imports.columns import Cells, Column, RowRefused
from unions.imports.receipts import Outcome, Receipt, ReceiptLine
from unions.imports.sheets import SheetRow, read_table
from unions.levels import Level, UnitKind
from unions.records import UnitRecord
from unions.shapes import CODE_LIMIT, NAME_LIMIT, UNIT_CODE, UNIT_NAME, unit_shape
from unions.territory import insert_units

COLUMNS = (
    Column(
        "code", Text("Unit code"), Text("The unit's identity: the same code is the same unit."), "621002-Q01", required=True
    ),
    Column("name", Text("Unit's full name"), Text("As on its seal."), Text("Sample Factory Union"), required=True),
    Column(
        "kind", Text("Kind of unit"), Text("One of the choices."), UnitKind.ENTERPRISE.label, required=True,
        choices=tuple(kind.label for kind in UnitKind),
    ),
    Column(
        "level", Text("Union level"), Text("One of the choices."), Level.GRASSROOTS.label, required=True,
        choices=tuple(level.label for level in Level),
    ),
    Column("parent", Text("Parent's code"), Text("The unit above; empty only at the top."), "621002"),
    Column("division", Text("Division code"), Text("The Ministry of Civil Affairs' code, 6, 9 or 12 digits."), "621002"),
    Column("valid_from", Text("Valid from"), Text("The first day of what this row says."), "2018-01-01", required=True),
    Column("valid_to", Text("Valid to"), Text("The last day of a unit that is closed, otherwise empty.")),
)  # fmt: skip
_BY_NAME = {column.name: column for column in COLUMNS}
_DIVISION = re.compile(r"\d{6}|\d{9}|\d{12}")
_COLUMN_OF: Mapping[type[AppError], str] = {
    errors.TextTooLong: "name", errors.LevelDoesNotFit: "level", errors.ParentDoesNotFit: "parent",
    errors.ParentMissing: "parent", errors.ParentEnds: "parent", errors.UnitMovesUnderItself: "parent",
    errors.UnitHasService: "kind", errors.UnitNotFound: "parent", errors.PeriodBackwards: "valid_to",
    errors.DateImpossible: "valid_from", errors.UnitChangedLater: "valid_from", errors.UnitHasChildren: "valid_to",
    errors.UnitHasPosts: "valid_to",
}  # fmt: skip


class DivisionMalformed(Invalid):
    """Expected a division code of 6, 9 or 12 digits, but it is "{value}". Correct it or leave it empty."""


class ParentUnknown(Invalid):
    """Expected the parent's code {code} to be recorded or to stand in this file, but it is not, or its own row is refused. Correct it or add the parent."""


class FirstRowRefused(Conflict):
    """Expected unit {code} to be created by an earlier row of this file, but that row is refused. Correct that one first."""


class ParentNotYet(Invalid):
    """Expected parent {parent} to exist on {on}, but it exists from {since} on. Give a later first day, or an earlier one to the parent."""


class StateDiffers(Conflict):
    """Expected what is recorded for {unit} from {since} on, but this differs: there it is "{recorded}". If it changed later, give the first day of the change."""


class UnitBeginsLater(Conflict):
    """Expected {unit} to exist on {on}, but it is recorded only from {since} on. Give a first day from then on."""


class UnitClosedAlready(Conflict):
    """Expected {unit} to be open, but it is closed after {last_day}. Correct the date, or use a new code for a new unit."""


@dataclass(frozen=True)
class _Wanted:
    row: SheetRow
    code: str
    name: str
    kind: UnitKind
    level: Level
    parent: str
    division: str
    valid_from: date
    valid_to: date | None


class _Tree:
    """What is recorded, by code, kept up to date while rows are applied."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.states: dict[str, list[UnitRecord]] = {}
        self.codes: dict[uuid.UUID, str] = {}
        self.reload()

    def reload(self) -> None:
        self.states.clear()
        for unit in queries.all_units(self.session):
            self.add(unit)

    def add(self, unit: UnitRecord) -> None:
        self.states.setdefault(unit.code, []).append(unit)
        self.codes[unit.id] = unit.code

    def state_on(self, code: str, on: date) -> UnitRecord | None:
        states = self.states.get(code, ())
        return next((s for s in states if s.valid_from <= on and (s.valid_to is None or on <= s.valid_to)), None)


def import_units(session: Session, path: Path, *, by: str) -> Receipt:
    """Bring the tree to what the file says, row by row; one refused row stops no other.

    Raises:
        FileMissing, FileKindUnknown, FileUnreadable, FileTooLarge, ColumnsMissing, ColumnTwice: it is no such table.
    """
    lines: dict[int, list[ReceiptLine]] = {}
    wanted: list[_Wanted] = []
    for row in read_table(path, COLUMNS):
        try:
            wanted.append(_parse(row))
        except RowRefused as refused:
            lines[row.number] = _refusals(row, refused.faults)
    tree = _Tree(session)
    fresh, others = _split(wanted, tree)
    lines |= _create(fresh, tree)
    for each in others:
        lines[each.row.number] = _apply(each, tree, by=by)
    receipt = Receipt(path.name, tuple(line for number in sorted(lines) for line in lines[number]))
    audit.append(
        session, actor=by, action="units_imported", subject=f"units:{path.name}"[:80],
        payload={outcome.value: count for outcome, count in receipt.counts.items()},
    )  # fmt: skip
    return receipt


def _parse(row: SheetRow) -> _Wanted:
    cells = Cells(_BY_NAME, row.values)
    code, name, parent, division = (cells.text(each) for each in ("code", "name", "parent", "division"))
    kind, level = cells.choice("kind", UnitKind), cells.choice("level", Level)
    valid_from, valid_to = cells.day("valid_from"), cells.day("valid_to")
    cells.refuse_faulty()
    assert kind is not None
    assert level is not None
    assert valid_from is not None
    if division and not _DIVISION.fullmatch(division):
        raise RowRefused([("division", DivisionMalformed(value=division[:40]))])
    try:
        code = policies.check_text(UNIT_CODE, code, CODE_LIMIT)
    except AppError as fault:
        raise RowRefused([("code", fault)]) from fault
    try:
        name = policies.check_text(UNIT_NAME, name, NAME_LIMIT)
        policies.check_period(valid_from, valid_to)
        policies.check_kind_fits(kind, level)
    except AppError as fault:
        raise RowRefused([(_COLUMN_OF[type(fault)], fault)]) from fault
    return _Wanted(row, code, name, kind, level, parent, division, valid_from, valid_to)


def _split(wanted: Sequence[_Wanted], tree: _Tree) -> tuple[dict[str, _Wanted], list[_Wanted]]:
    """Part the earliest row of each new code from the rows that say something of a unit that is there by then."""
    first: dict[str, _Wanted] = {}
    for each in wanted:
        if each.code not in tree.states and (each.code not in first or each.valid_from < first[each.code].valid_from):
            first[each.code] = each
    creating = {each.row.number for each in first.values()}
    others = [each for each in wanted if each.row.number not in creating]
    # Closings come last and from below: a union is closed after what hangs under it.
    return first, sorted(
        others, key=lambda e: (e.valid_to is not None, e.level.rank if e.valid_to else 0, e.valid_from, e.row.number)
    )


def _create(fresh: Mapping[str, _Wanted], tree: _Tree) -> dict[int, list[ReceiptLine]]:
    """Create new units in bulk, parents before children wherever they stand in the file."""
    lines: dict[int, list[ReceiptLine]] = {}
    made: list[UnitRecord] = []
    settled: set[str] = set()
    waiting = list(fresh.values())
    while waiting:
        ready = [each for each in waiting if each.parent not in fresh or each.parent in settled]
        # Nobody is ready when the rest hangs in a circle: the parents are then missing.
        for each in ready or waiting:
            settled.add(each.code)
            try:
                unit = _shape(each, tree)
            except AppError as fault:
                lines[each.row.number] = _refusals(each.row, [(_column(fault), fault)])
            else:
                tree.add(unit)
                made.append(unit)
                lines[each.row.number] = [_done(each, Outcome.ADDED)]
        waiting = [each for each in waiting if each.code not in settled]
    insert_units(tree.session, made)
    return lines


def _shape(each: _Wanted, tree: _Tree) -> UnitRecord:
    parent = _parent(each, tree)
    policies.check_parent_fits(each.name, each.kind, each.level, parent)
    policies.check_parent_lasts(each.name, parent, each.valid_from, each.valid_to)
    new = NewUnit(each.code, each.name, each.kind, each.level, None, each.valid_from, each.division or None)
    return replace(unit_shape(new_id(), new, parent), valid_to=each.valid_to)


def _parent(each: _Wanted, tree: _Tree) -> UnitRecord | None:
    if not each.parent:
        return None
    states = tree.states.get(each.parent)
    if states is None:
        raise ParentUnknown(code=each.parent)
    state = tree.state_on(each.parent, each.valid_from)
    if state is not None:
        return state
    if each.valid_from < states[0].valid_from:
        raise ParentNotYet(parent=states[0].name, on=each.valid_from, since=states[0].valid_from)
    raise errors.UnitNotFound(unit=each.parent, on=each.valid_from)


def _apply(each: _Wanted, tree: _Tree, *, by: str) -> list[ReceiptLine]:
    try:
        return [_done(each, _change(each, tree, by=by))]
    except RowRefused as refused:
        return _refusals(each.row, refused.faults)
    except AppError as fault:
        return _refusals(each.row, [(_column(fault), fault)])


def _change(each: _Wanted, tree: _Tree, *, by: str) -> Outcome:
    states = tree.states.get(each.code)
    if states is None:
        raise RowRefused([("code", FirstRowRefused(code=each.code))])
    state = tree.state_on(each.code, each.valid_from)
    if state is None and each.valid_from < states[0].valid_from:
        fault: AppError = UnitBeginsLater(unit=each.name, on=each.valid_from, since=states[0].valid_from)
        raise RowRefused([("valid_from", fault)])
    if state is None:
        raise RowRefused([("valid_from", UnitClosedAlready(unit=each.name, last_day=states[-1].valid_to))])
    difference = _difference(each, state, tree)
    if difference is not None and each.valid_from == state.valid_from:
        column, value = difference
        raise RowRefused([(column, StateDiffers(unit=state.name, since=state.valid_from, recorded=value))])
    ends = states[-1].valid_to
    closes = each.valid_to is not None and ends != each.valid_to
    if closes and ends is not None:
        raise RowRefused([("valid_to", UnitClosedAlready(unit=each.name, last_day=ends))])
    if difference is None and not closes:
        return Outcome.UNCHANGED
    parent = _parent(each, tree)
    with savepoint(tree.session):
        if difference is not None:
            change = UnitChange(
                each.name, each.kind, each.level, None if parent is None else parent.id, each.division or None
            )
            facts.change_unit(tree.session, state.id, change, each.valid_from, by=by)
        if closes and each.valid_to is not None:
            facts.close_unit(tree.session, state.id, each.valid_to, by=by)
    if any(state.id in other.ancestor_ids for others in tree.states.values() for other in others):
        tree.reload()  # what hangs under it may have moved with it
    else:
        tree.states[each.code] = list(queries.states(tree.session, state.id))
    return Outcome.CHANGED


def _difference(each: _Wanted, state: UnitRecord, tree: _Tree) -> tuple[str, object] | None:
    recorded_parent = tree.codes[state.parent_id] if state.parent_id else ""
    pairs: tuple[tuple[str, object, object, object], ...] = (
        ("name", each.name, state.name, state.name),
        ("kind", each.kind, state.kind, state.kind.label),
        ("level", each.level, state.level, state.level.label),
        # Cells left empty say nothing.
        ("division", each.division or state.division, state.division, state.division or ""),
        ("parent", each.parent or recorded_parent, recorded_parent, recorded_parent),
    )
    return next(((column, shown) for column, new, old, shown in pairs if new != old), None)


def _column(fault: AppError) -> str:
    return _COLUMN_OF.get(type(fault), "parent")


def _done(each: _Wanted, outcome: Outcome) -> ReceiptLine:
    return ReceiptLine(each.row.number, each.code, outcome)


def _refusals(row: SheetRow, faults: Sequence[tuple[str, AppError]]) -> list[ReceiptLine]:
    return [
        ReceiptLine(
            row.number, row.values.get("code", ""), Outcome.REFUSED, _BY_NAME[column].label,
            row.values.get(column, ""), fault.text,
        )
        for column, fault in faults
    ]  # fmt: skip

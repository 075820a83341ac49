"""Import of officers and their posts: one row is one post; an officer with two posts has two rows.

Columns, in any order, by their Chinese, English or short names:

| 列 | English | short | |
|---|---|---|---|
| 登录名 | Officer's log-in name | login | required; the officer's identity |
| 姓名 | Officer's name | name | required |
| 邮箱 | Officer's e-mail | email | where notices go |
| 组织代码 | Unit code | unit | required: the unit, help centre or station where the officer sits |
| 岗位 | Role in the unit | role | required: 经办人 走访人员 集体研究成员 主席 审核员 审批人 检查督查员 管理者 流程管理员 系统管理员 经审人员 |
| 任职日期 | Post from | starts_on | required: the first day |
| 离任日期 | Post to | ends_on | the last day, empty while it is open; a stand-in must have one |
| 被代理人登录名 | Stands in for | principal | only for a stand-in: whose post in this unit and role he or she acts in |
| 授权书文号 | Letter number | letter | only for a stand-in: the letter of authority |

The same officer, unit, role and first day are the same post: a file may be imported again. A new name, e-mail or last
day is a change; an empty cell changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kit import audit
from kit.db import Session, new_id, savepoint
from kit.errors import AppError, Conflict
from kit.i18n import Text
from unions import errors, facts, policies
from unions.commands import NewOfficer
from unions.imports import stand_ins
from unions.imports.book import Book, Held, Person, UnitLife, Wanted, read_book, write
from unions.imports.columns import Cells, Column, RowRefused
from unions.imports.receipts import Outcome, Receipt, ReceiptLine
from unions.imports.sheets import SheetRow, read_table
from unions.models import Officer
from unions.policies import HeldPeriod
from unions.roles import Role
from unions.shapes import officer_row

COLUMNS = (
    Column(
        "login", Text("Officer's log-in name"),
        Text("The officer's identity: small letters, digits, dots, hyphens, underscores."), "xf-clerk", required=True,
    ),
    Column("name", Text("Officer's name"), Text("As on the identity card."), Text("Sample Officer"), required=True),
    Column("email", Text("Officer's e-mail"), Text("Where notices go."), "clerk@example.org"),
    Column("unit", Text("Unit code"), Text("The unit, help centre or station where the officer sits."), "621002-Q01", required=True),
    Column(
        "role", Text("Role in the unit"), Text("One of the choices."), Role.CLERK.label, required=True,
        choices=tuple(role.label for role in Role),
    ),
    Column("starts_on", Text("Post from"), Text("The first day in this post."), "2018-01-01", required=True),
    Column("ends_on", Text("Post to"), Text("The last day in this post; empty while it is open. A stand-in must have one.")),
    Column("principal", Text("Stands in for"), Text("Only for a stand-in: the log-in name of the post's holder.")),
    Column("letter", Text("Letter number"), Text("Only for a stand-in: the number of the letter of authority.")),
)  # fmt: skip
_BY_NAME = {column.name: column for column in COLUMNS}
_AUDITED_AT_ONCE = 200
_COLUMN_OF: Mapping[type[AppError], str] = {
    errors.LoginMalformed: "login", errors.TextMissing: "name", errors.TextTooLong: "name",
    errors.EmailMalformed: "email", errors.PeriodBackwards: "ends_on", errors.DateImpossible: "starts_on",
    errors.PostOutsideUnit: "starts_on", errors.PostOverlaps: "starts_on", errors.ChairHeld: "starts_on",
    errors.StandInOutsidePost: "ends_on",
}  # fmt: skip


class UnitUnknown(Conflict):
    """Expected a recorded unit's code, but "{code}" is none. Correct it, or import the unit first."""


class NamesDiffer(Conflict):
    """Expected one name for log-in name {login} in this file, but row {row} says "{name}". Correct one of the rows, or give the other officer a log-in name of his or her own."""


class EmailsDiffer(Conflict):
    """Expected one e-mail address for log-in name {login} in this file, but row {row} says "{email}". Correct one of the rows."""


class PostTwice(Conflict):
    """Expected this post once in the file, but row {row} has it with another last day. Remove one of the rows."""


def import_officers(session: Session, path: Path, *, by: str) -> Receipt:
    """Register the officers and give them the posts that the file says, row by row; one refused row stops no other.

    Raises:
        FileMissing, FileKindUnknown, FileUnreadable, FileTooLarge, ColumnsMissing, ColumnTwice: it is no such table.
    """
    rows = read_table(path, COLUMNS)
    book = read_book(session)
    lines: list[ReceiptLine] = []
    for row in rows:
        try:
            wanted = _parse(row)
            lines.append(ReceiptLine(row.number, wanted.login, _apply(session, wanted, book, by=by)))
        except RowRefused as refused:
            lines += _refusals(row, refused.faults)
    write(session, book)
    receipt = Receipt(path.name, tuple(lines))
    subject = f"officers:{path.name}"[:80]
    counts = {outcome.value: count for outcome, count in receipt.counts.items()}
    audit.append(session, actor=by, action="officers_imported", subject=subject, payload=counts)
    for start in range(0, len(book.appointed), _AUDITED_AT_ONCE):
        payload = {"posts": book.appointed[start : start + _AUDITED_AT_ONCE]}
        audit.append(session, actor=by, action="officers_appointed", subject=subject, payload=payload)
    return receipt


def _parse(row: SheetRow) -> Wanted:
    cells = Cells(_BY_NAME, row.values)
    login, name, email, unit = (cells.text(each) for each in ("login", "name", "email", "unit"))
    role, starts_on, ends_on = cells.choice("role", Role), cells.day("starts_on"), cells.day("ends_on")
    principal, letter_no = cells.text("principal").casefold(), " ".join(cells.text("letter").split())
    cells.refuse_faulty()
    assert role is not None
    assert starts_on is not None
    try:
        checked = officer_row(NewOfficer(login, name, email))
        policies.check_period(starts_on, ends_on)
    except AppError as fault:
        raise RowRefused([(_COLUMN_OF[type(fault)], fault)]) from fault
    return Wanted(row, checked.login, checked.name, checked.email, unit, role, starts_on, ends_on, principal, letter_no)


def _apply(session: Session, wanted: Wanted, book: Book, *, by: str) -> Outcome:
    unit = book.units.get(wanted.unit)
    if unit is None:
        raise RowRefused([("unit", UnitUnknown(code=wanted.unit[:40]))])
    person = book.people.get(wanted.login)
    if person is not None and person.named_in is not None and person.name != wanted.name:
        raise RowRefused([("name", NamesDiffer(login=wanted.login, row=person.named_in, name=person.name))])
    if person is not None and person.email_in is not None and wanted.email not in (None, person.email):
        fault = EmailsDiffer(login=wanted.login, row=person.email_in, email=person.email)
        raise RowRefused([("email", fault)])
    if wanted.principal:
        return _stand_in(session, wanted, unit, book, by=by)
    held = book.posts.setdefault((unit.id, wanted.role), [])
    same = next((h for h in held if person and h.officer_id == person.id and h.starts_on == wanted.starts_on), None)
    ends_on = wanted.ends_on if same is None or wanted.ends_on is not None else same.ends_on
    if same is not None and same.said_in is not None and ends_on != same.ends_on:
        raise RowRefused([("ends_on", PostTwice(row=same.said_in))])
    officer_id = person.id if person is not None else new_id()
    periods = [_period(h, book) for h in held if h is not same]
    try:
        policies.check_post_in_unit(unit.name, unit.valid_from, unit.valid_to, wanted.starts_on, ends_on)
        policies.check_post_free(
            unit.name, officer_id, wanted.role, starts_on=wanted.starts_on, ends_on=ends_on, held=periods
        )
        moved = same is not None and ends_on != same.ends_on
        if same is not None and moved:
            _move_end(session, same, ends_on, by=by)
    except AppError as fault:
        raise RowRefused([(_COLUMN_OF[type(fault)], fault)]) from fault
    corrected = _note_person(session, wanted, officer_id, book)
    if same is None:
        _note_post(wanted, officer_id, unit, held, book)
        return Outcome.ADDED
    same.said_in = wanted.row.number
    return Outcome.CHANGED if moved or corrected else Outcome.UNCHANGED


def _stand_in(session: Session, wanted: Wanted, unit: UnitLife, book: Book, *, by: str) -> Outcome:
    person = book.people.get(wanted.login)
    officer_id = new_id() if person is None else person.id
    principal, post = stand_ins.find_post(wanted, unit, book)
    if principal.id == officer_id:
        raise RowRefused([("principal", errors.StandInForOneself(officer=principal.name))])
    outcome = stand_ins.check(session, wanted, post, officer_id)
    corrected = _note_person(session, wanted, officer_id, book)
    if outcome is Outcome.UNCHANGED:
        return Outcome.CHANGED if corrected else outcome
    write(session, book)  # the post or the officer may stand in this file only
    stand_ins.record(session, wanted, post, officer_id, by=by)
    return outcome


def _period(held: Held, book: Book) -> HeldPeriod:
    return HeldPeriod(held.officer_id, book.names[held.officer_id], held.starts_on, held.ends_on)


def _move_end(session: Session, held: Held, ends_on: date | None, *, by: str) -> None:
    assert ends_on is not None  # an empty cell changes nothing
    with savepoint(session):
        facts.end_post(session, held.post_id, ends_on, by=by)
    held.ends_on = ends_on


def _note_person(session: Session, wanted: Wanted, officer_id: uuid.UUID, book: Book) -> bool:
    """Note the officer as the row describes him or her; True when that changes what is recorded."""
    person = book.people.get(wanted.login)
    if person is None:
        row = officer_row(NewOfficer(wanted.login, wanted.name, wanted.email))
        row.id = officer_id
        book.new_people.append(row)
        book.people[wanted.login] = Person(
            officer_id, wanted.name, wanted.email, wanted.row.number, wanted.row.number if wanted.email else None
        )
        book.names[officer_id] = wanted.name
        return False
    if person.named_in is None:
        person.named_in = wanted.row.number
    if wanted.email and person.email_in is None:
        person.email_in = wanted.row.number
    email = wanted.email or person.email
    if (wanted.name, email) == (person.name, person.email):
        return False
    person.name, person.email = wanted.name, email
    book.names[officer_id] = wanted.name
    write(session, book)
    officer = session.get_one(Officer, officer_id)
    officer.name, officer.email = wanted.name, email
    return True


def _note_post(wanted: Wanted, officer_id: uuid.UUID, unit: UnitLife, held: list[Held], book: Book) -> None:
    post_id = new_id()
    held.append(Held(post_id, officer_id, wanted.starts_on, wanted.ends_on, wanted.row.number))
    book.new_posts.append(
        {"id": post_id, "officer_id": officer_id, "unit_id": unit.id, "role": wanted.role.value,
         "starts_on": wanted.starts_on, "ends_on": wanted.ends_on}
    )  # fmt: skip
    book.appointed.append(
        [wanted.login, wanted.unit, wanted.role.value, str(wanted.starts_on), str(wanted.ends_on or "")]
    )


def _refusals(row: SheetRow, faults: Sequence[tuple[str, AppError]]) -> list[ReceiptLine]:
    return [
        ReceiptLine(
            row.number, row.values.get("login", ""), Outcome.REFUSED, _BY_NAME[column].label,
            row.values.get(column, ""), fault.text,
        )
        for column, fault in faults
    ]  # fmt: skip

"""Importing units and officers: what the file says, row by row, and what the receipt says."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from kit import audit, db
from kit.errors import AppError
from tests.unit.unions import world
from tests.unit.unions.world import BY, ON
from unions import queries
from unions.imports import officers, receipts, sheets, units
from unions.imports.columns import Column
from unions.imports.receipts import Outcome, Receipt
from unions.imports.templates import write_template
from unions.levels import Level
from unions.models import Officer, Post, Unit, UnitVersion
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")

UNITS = ["组织代码", "组织名称", "组织类型", "层级", "上级代码", "区划代码", "启用日期", "停用日期"]
OFFICERS = ["登录名", "姓名", "邮箱", "组织代码", "岗位", "任职日期", "离任日期"]
PROVINCE = ["620000", "甘肃省总工会", "地方总工会", "省", "", "620000", "2018-01-01", ""]
CITY = ["621000", "庆阳市总工会", "地方总工会", "市州", "620000", "621000", "2018-01-01", ""]
COUNTY = ["621002", "西峰区总工会", "地方总工会", "县区", "621000", "621002", "2018-01-01", ""]
FACTORY = ["621002-Q01", "西峰制药厂工会", "企业工会", "基层", "621002", "", "2018-01-01", ""]
CLERK = ["xf-clerk", "马晓燕", "ma@example.org", "621002-E1", "经办人", "2018-01-01", ""]


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def _units(path: Path) -> Receipt:
    with db.transaction() as session:
        return units.import_units(session, path, by=BY)


def _officers(path: Path) -> Receipt:
    with db.transaction() as session:
        return officers.import_officers(session, path, by=BY)


def _outcomes(receipt: Receipt) -> list[str]:
    return [line.outcome.value for line in receipt.lines]


def _faults(receipt: Receipt) -> list[tuple[int, str, str, str]]:
    return [
        (line.row, line.column.render("zh") if line.column else "", line.value, line.text.render("zh") if line.text else "")
        for line in receipt.refused
    ]  # fmt: skip


def _counts() -> list[int]:
    with db.reading() as session:
        return [session.scalar(select(func.count()).select_from(t)) or 0 for t in (Unit, UnitVersion, Officer, Post)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_units_come_in_whatever_saved_the_file_and_wherever_the_parent_stands(tmp_path: Path, encoding: str) -> None:
    path = _csv(tmp_path / "units.csv", UNITS, [FACTORY, COUNTY, CITY, PROVINCE], encoding)
    assert _outcomes(_units(path)) == ["added"] * 4
    with db.reading() as session:
        factory = queries.unit_by_code(session, "621002-Q01", ON)
        assert factory.name == "西峰制药厂工会"
        line = [queries.ancestor_at(session, factory.id, level, ON).code for level in Level]
    assert line == ["621002-Q01", "621002", "621000", "620000"]


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "units.xlsx", UNITS, [PROVINCE, CITY, COUNTY, FACTORY])
    people = _xlsx(
        tmp_path / "officers.xlsx", OFFICERS,
        [["one", "甲", "", "621002", "主席", "2018-01-01", ""], ["one", "甲", "", "621002", "审核员", "2018-01-01", "2018-06-30"]],
    )  # fmt: skip
    assert _units(path).counts[Outcome.ADDED] == 4
    assert _officers(people).counts[Outcome.ADDED] == 2
    before = _counts()
    assert _outcomes(_units(path)) == ["unchanged"] * 4
    assert _outcomes(_officers(people)) == ["unchanged"] * 2
    assert _counts() == before


def test_excel_cells_and_english_headers_are_understood(tmp_path: Path) -> None:
    header = [
        "Unit code *",
        "NAME",
        "Kind of unit",
        "Union level",
        "parent",
        "Division code",
        "Valid from (day)",
        "remarks",
    ]
    rows: list[list[str | int | float | date | None]] = [
        [620000, "甘肃省总工会", "Territorial union", "province", None, 620000.0, date(2018, 1, 1), "x"],
        [None, None, None, None, None, None, None, None],
        ["621000", "庆阳市总工会", "territorial", "City", 620000, None, "2018年1月1日", None],
        ["620200", "嘉峪关市总工会", "地方总工会", "市州", "620000", None, "2018/1/1", None],
        ["620300", "金昌市总工会", "地方总工会", "市州", "620000", None, "20180101", None],
    ]
    path = tmp_path / "units.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2018 年组织名册"])
    sheet.append(header)
    for row in rows:
        sheet.append(tuple(row))
    book.save(path)
    receipt = _units(path)
    assert [(line.row, line.outcome.value) for line in receipt.lines] == [
        (3, "added"),
        (5, "added"),
        (6, "added"),
        (7, "added"),
    ]
    with db.reading() as session:
        assert queries.unit_by_code(session, "620300", date(2018, 1, 1)).valid_from == date(2018, 1, 1)


def test_one_bad_row_stops_no_other_and_every_fault_names_row_column_value_and_remedy(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "units.csv", UNITS,
        [
            PROVINCE,
            ["621000", "", "地方工会联合会", "市州", "620000", "", "2018-13-01", ""],
            ["621002", "西峰区总工会", "地方总工会", "县区", "621000", "", "2018-01-01", ""],
            ["620200", "嘉峪关市总工会", "地方总工会", "市州", "620000", "62", "2018-01-01", ""],
            ["620300", "金昌市总工会", "企业工会", "市州", "620000", "", "2018-01-01", ""],
            ["620400", "白银市总工会", "地方总工会", "市州", "620000", "", "2018-01-01", "2017-01-01"],
            ["A", "甲", "企业工会", "基层", "B", "", "2018-01-01", ""],
            ["B", "乙", "企业工会", "基层", "A", "", "2018-01-01", ""],
            ["620500", "天水市总工会", "地方总工会", "市州", "620000", "", "2017-01-01", ""],
            ["620600", "武威市总工会", "地方总工会", "市州", "620000", "", "2018-01-01", ""],
        ],
    )  # fmt: skip
    receipt = _units(path)
    assert receipt.counts == {Outcome.ADDED: 2, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.REFUSED: 8}
    assert _faults(receipt) == [
        (3, "组织名称", "", "组织名称为空。请填写。"),
        (3, "组织类型", "地方工会联合会",
         "组织类型应为其中之一：地方总工会 / 乡镇街道工会 / 产业工会 / 产业工委 / 企业工会 / 帮扶中心 / 帮扶站点，现为“地方工会联合会”。请选择其一。"),
        (3, "启用日期", "2018-13-01", "启用日期应为日期，现为“2018-13-01”。请写成 2018-11-05 的样子。"),
        (4, "上级代码", "621000", "上级代码 621000 既无记录，也不在本文件中（或其所在行未能导入）。请改正或补上该上级。"),
        (5, "区划代码", "62", "区划代码“62”不是 6、9 或 12 位数字。请改正或留空。"),
        (6, "层级", "市州", "“企业工会”只能设在这些层级：基层，现填为市州。请修改类型或层级。"),
        (7, "停用日期", "2017-01-01", "起止日期有误：起于 2018-01-01，止于 2017-01-01，止日早于起日。请改正其中一个。"),
        (8, "上级代码", "B", "上级代码 B 既无记录，也不在本文件中（或其所在行未能导入）。请改正或补上该上级。"),
        (9, "上级代码", "A", "上级代码 A 既无记录，也不在本文件中（或其所在行未能导入）。请改正或补上该上级。"),
        (10, "上级代码", "620000", "上级 甘肃省总工会 在 2017-01-01 尚不存在，自 2018-01-01 起才有。请改用更晚的启用日期，或提前上级的启用日期。"),
    ]  # fmt: skip


def test_a_later_first_day_is_a_change_from_that_day_and_a_closing_closes_from_below(tmp_path: Path) -> None:
    _units(_csv(tmp_path / "old.csv", UNITS, [PROVINCE, CITY, COUNTY, FACTORY]))
    path = _csv(
        tmp_path / "new.csv", UNITS,
        [
            ["621002", "西峰市总工会", "地方总工会", "县区", "621000", "", "2019-01-01", "2020-12-31"],
            ["621002-Q01", "西峰制药厂工会", "企业工会", "基层", "621002", "", "2018-01-01", "2020-06-30"],
            ["621000", "庆阳总工会", "地方总工会", "市州", "620000", "", "2018-01-01", ""],
            ["620000", "甘肃省总工会", "地方总工会", "省", "", "", "2010-01-01", ""],
        ],
    )  # fmt: skip
    receipt = _units(path)
    assert _outcomes(receipt) == ["changed", "changed", "refused", "refused"]
    assert _faults(receipt) == [
        (4, "组织名称", "庆阳总工会", "庆阳市总工会 自 2018-01-01 起的记录与此不同，原为“庆阳市总工会”。如属后来变更，请填写变更生效的日期。"),
        (5, "启用日期", "2010-01-01", "甘肃省总工会 自 2018-01-01 起才有记录，早于该日的 2010-01-01 不可用。请填写该日或之后的日期。"),
    ]  # fmt: skip
    with db.reading() as session:
        states = [
            (u.name, u.valid_from, u.valid_to)
            for u in queries.states(session, queries.unit_by_code(session, "621002").id)
        ]
    assert states == [
        ("西峰区总工会", date(2018, 1, 1), date(2018, 12, 31)),
        ("西峰市总工会", date(2019, 1, 1), date(2020, 12, 31)),
    ]
    before = _counts()
    assert _outcomes(_units(path)) == ["unchanged", "unchanged", "refused", "refused"]
    assert _outcomes(_units(tmp_path / "old.csv")) == ["unchanged"] * 4
    assert _counts() == before


def test_officers_and_posts_come_in_and_act(tmp_path: Path) -> None:
    with db.transaction() as session:
        tree = world.plant(session)
    path = _csv(
        tmp_path / "officers.csv", OFFICERS,
        [CLERK, ["XF-Clerk", "马晓燕", "", "621002-H", "Reviewer", "2018-03-01", ""], ["xf-chair", "陈国栋", "", "621002-E1", "主席", "2018-01-01", ""]],
    )  # fmt: skip
    assert _outcomes(_officers(path)) == ["added"] * 3
    with db.reading() as session:
        actor = queries.actor_for(session, queries.officer_by_login(session, "xf-clerk").officer_id, ON)
        report = audit.verify(session)
        appointed = [
            row.payload["posts"] for row in audit.history(session, "officers:officers.csv") if "posts" in row.payload
        ]
    assert {(post.role, post.unit_id) for post in actor.posts} == {
        (Role.CLERK, tree.factory.id), (Role.REVIEWER, tree.xifeng.id),
    }  # fmt: skip
    assert report.damages == ()
    assert appointed[0][0] == ["xf-clerk", "621002-E1", "clerk", "2018-01-01", ""]


def test_faulty_posts_are_refused_one_by_one(tmp_path: Path) -> None:
    with db.transaction() as session:
        world.plant(session)
    path = _csv(
        tmp_path / "officers.csv", OFFICERS,
        [
            ["one", "甲", "", "621002", "主席", "2018-01-01", ""],
            ["two", "乙", "", "621002", "主席", "2018-06-01", ""],
            ["one", "甲乙", "", "621002", "经办人", "2018-01-01", ""],
            ["three", "丙", "at home", "621002", "经办人", "2018-01-01", ""],
            ["four", "丁", "", "999999", "经办人", "2018-01-01", ""],
            ["five", "戊", "", "621002", "厨师", "2018-01-01", "2018"],
            ["six", "己", "", "621002", "经办人", "2017-01-01", ""],
            ["one", "甲", "", "621002", "主席", "2018-01-01", "2018-12-31"],
            ["seven", "庚", "", "621002", "经办人", "2018-01-01", ""],
        ],
    )  # fmt: skip
    receipt = _officers(path)
    assert receipt.counts == {Outcome.ADDED: 2, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.REFUSED: 7}
    assert [(row, column, value) for row, column, value, _ in _faults(receipt)] == [
        (3, "任职日期", "2018-06-01"), (4, "姓名", "甲乙"), (5, "邮箱", "at home"), (6, "组织代码", "999999"),
        (7, "岗位", "厨师"), (7, "离任日期", "2018"), (8, "任职日期", "2017-01-01"), (9, "离任日期", "2018-12-31"),
    ]  # fmt: skip
    assert all(text and "{" not in text for *_, text in _faults(receipt))
    # Of a refused row nothing is kept, not even its officer.
    assert _counts()[2:] == [2, 2]


def test_a_new_name_email_or_last_day_changes_what_is_recorded(tmp_path: Path) -> None:
    with db.transaction() as session:
        world.plant(session)
    _officers(_csv(tmp_path / "a.csv", OFFICERS, [CLERK]))
    changed = ["xf-clerk", "马小燕", "new@example.org", "621002-E1", "经办人", "2018-01-01", "2018-12-31"]
    successor = ["two", "乙", "", "621002-E1", "经办人", "2019-01-01", ""]
    path = _csv(tmp_path / "b.csv", OFFICERS, [changed, successor])
    assert _outcomes(_officers(path)) == ["changed", "added"]
    assert _outcomes(_officers(path)) == ["unchanged", "unchanged"]
    with db.reading() as session:
        officer = queries.officer_by_login(session, "xf-clerk")
        assert (officer.name, officer.email) == ("马小燕", "new@example.org")
        assert not queries.actor_for(session, officer.officer_id, date(2019, 1, 1)).posts


def test_stand_ins_come_in_with_their_letters(tmp_path: Path) -> None:
    with db.transaction() as session:
        tree = world.plant(session)
    header = [*OFFICERS, "被代理人登录名", "授权书文号"]
    chair = ["chair", "王主席", "", "621002", "主席", "2018-01-01", "", "", ""]

    def letter(starts: str, ends: str, principal: str = "chair", number: str = "西工函〔2018〕7号") -> list[str]:
        return ["deputy", "李副主席", "", "621002", "主席", starts, ends, principal, number]

    rows = [
        chair, letter("2018-11-01", "2018-11-30"), letter("2018-11-15", "2018-12-15"), letter("2018-12-01", ""),
        letter("2018-12-01", "2018-12-31", "nobody"), letter("2018-12-01", "2018-12-31", number=""),
        letter("2017-12-01", "2017-12-31"), letter("2018-11-01", "2018-11-10"),
        ["chair", "王主席", "", "621002", "主席", "2018-12-01", "2018-12-31", "chair", "8号"],
    ]  # fmt: skip
    path = _csv(tmp_path / "officers.csv", header, rows)
    receipt = _officers(path)
    assert _outcomes(receipt) == ["added", "added"] + ["refused"] * 7
    assert [(row, column) for row, column, _, _ in _faults(receipt)] == [
        (4, "任职日期"), (5, "离任日期"), (6, "被代理人登录名"), (7, "授权书文号"), (8, "被代理人登录名"), (9, "离任日期"),
        (10, "被代理人登录名"),
    ]  # fmt: skip
    assert _outcomes(_officers(path)) == ["unchanged", "unchanged"] + ["refused"] * 7
    with db.reading() as session:
        acting = [
            [(o.login, o.via and o.via.letter_no) for o in queries.holders(session, tree.xifeng.id, Role.CHAIR, day)]
            for day in (date(2018, 11, 30), date(2018, 12, 1))
        ]
    assert acting == [[("chair", None), ("deputy", "西工函〔2018〕7号")], [("chair", None)]]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_receipt_shows_formulas_as_text(tmp_path: Path, suffix: str) -> None:
    evil = '=HYPERLINK("http://evil.example","click")'
    source = _csv(tmp_path / "units.csv", UNITS, [[evil, "甲", "+1", "@x", "-1", "", "2018-01-01", ""]])
    path = tmp_path / f"receipt{suffix}"
    receipts.write_receipt(_units(source), path)
    if suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    else:
        sheet = load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["表格行号", "对象", "结果", "列", "原值", "问题与处理办法"]
    assert {row[1] for row in rows[1:]} == {"'" + evil}
    assert [row[4] for row in rows[1:]] == ["'+1", "'@x"]
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)


@pytest.mark.parametrize("columns", [units.COLUMNS, officers.COLUMNS], ids=["units", "officers"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_template_can_be_imported(tmp_path: Path, columns: Sequence[Column], suffix: str) -> None:
    path = tmp_path / f"template{suffix}"
    write_template(columns, path)
    assert sheets.read_table(path, columns) == []


def test_files_that_are_no_such_table_are_refused_with_a_sentence(tmp_path: Path) -> None:
    broken, text, locked = tmp_path / "a.xlsx", tmp_path / "a.txt", tmp_path / "b.csv"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    text.write_text("x")
    locked.write_bytes(b"\xff\xff\xfe\x00\x81")
    twice = _csv(tmp_path / "c.csv", [*UNITS, "code"], [])
    few = _csv(tmp_path / "d.csv", UNITS[1:], [PROVINCE[1:]])
    empty = tmp_path / "e.csv"
    empty.write_text("")
    cases: list[tuple[Path, type[AppError]]] = [
        (tmp_path / "none.csv", sheets.FileMissing), (broken, sheets.FileUnreadable), (text, sheets.FileKindUnknown),
        (locked, sheets.FileUnreadable), (twice, sheets.ColumnTwice), (few, sheets.ColumnsMissing),
        (empty, sheets.ColumnsMissing),
    ]  # fmt: skip
    for path, error in cases:
        with pytest.raises(error) as refused:
            _units(path)
        assert "{" not in refused.value.message("zh")
    assert _counts() == [0, 0, 0, 0]


def test_a_province_comes_in_with_few_statements(tmp_path: Path) -> None:
    from sqlalchemy import event

    from unions.divisions import read

    kinds = {Level.PROVINCE: "省", Level.CITY: "市州", Level.COUNTY: "县区", Level.GRASSROOTS: "基层"}
    rows = [
        [d.code, f"{d.name}总工会", "乡镇街道工会" if d.level is Level.GRASSROOTS else "地方总工会", kinds[d.level],
         d.parent_code or "", d.code, "2018-01-01", ""]
        for d in read("620000")
    ]  # fmt: skip
    people = [[f"u{row[0]}", "某人", "", row[0], "主席", "2018-01-01", ""] for row in rows]
    statements: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    added = _units(_xlsx(tmp_path / "units.xlsx", UNITS, rows)).counts[Outcome.ADDED]
    assert added == _officers(_xlsx(tmp_path / "officers.xlsx", OFFICERS, people)).counts[Outcome.ADDED] == 1457
    _units(tmp_path / "units.xlsx")
    _officers(tmp_path / "officers.xlsx")
    # Reading, checking and writing 2,914 rows twice: no query a row.
    assert len(statements) < 150

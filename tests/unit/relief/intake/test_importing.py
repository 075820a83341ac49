"""The import of applicants: once and only once, every refusal with its cell, receipts, and going on after a crash."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cli import imports_applicants
from kit import clock, db
from kit.db import Session
from kit.i18n import using_language
from relief.intake import facts, queries
from relief.intake.imports import importing, receipts
from relief.intake.imports.importing import Outcome, RowResult
from relief.intake.imports.reading import ApplicantsFile
from relief.intake.registration import Registration
from relief.intake.status import CaseOutcome
from tests.unit.relief.households.samples import id_text
from tests.unit.relief.intake.samples import AT, Office, open_office, register
from tests.unit.relief.intake.sheets import applicant, cell_of, family, workbook
from unions.records import Actor

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def office(database: str) -> Office:
    assert database
    return open_office()


def _start(session: Session, registration: Registration, actor: Actor) -> uuid.UUID:
    return facts.register(session, registration, actor, clock.now())


def _import(path: Path, actor: Actor) -> list[RowResult]:
    with db.transaction() as session:
        rows = ApplicantsFile(path).rows()
        return list(importing.import_rows(session, rows, actor, _start, importing.Progress(), clock.today()))


def _faults(results: Sequence[RowResult]) -> list[tuple[str, str]]:
    return [(fault.cell, fault.text.render("en")) for result in results for fault in result.faults]


def _count() -> int:
    with db.reading() as session:
        return len(queries.cases(session, _all_seeing(session), limit=200).items)


def _all_seeing(session: Session) -> Actor:
    from unions import queries as unions

    return unions.actor_for(session, unions.officer_by_login(session, "gs-manager").officer_id, clock.today())


def test_rows_become_cases_with_their_households(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant(), applicant(10)], [*family(), *family(10)])
    results = _import(path, office.clerk)
    assert [(r.row, r.outcome, r.case_no, r.applicant) for r in results] == [
        (2, Outcome.ADDED, "SL-621002-2018-000001", "赵*"), (3, Outcome.ADDED, "SL-621002-2018-000002", "赵*"),
    ]  # fmt: skip
    with db.reading() as session:
        case = queries.case_by_no(session, "SL-621002-2018-000001")
        profile = queries.profile(session, case.id)
    assert (case.channel, profile.n, profile.declared_yearly_income) == ("IMPORT", 3, 2_400_000)
    assert profile.causes == ("R09", "R03")


def test_the_same_file_twice_adds_nothing(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant(), applicant(10)], [*family(), *family(10)])
    first = _import(path, office.clerk)
    second = _import(path, office.clerk)
    assert [r.outcome for r in second] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [r.case_no for r in second] == [r.case_no for r in first]
    assert _count() == 2
    with db.transaction() as session:
        case = queries.case_by_no(session, first[0].case_no)
        facts.close_case(session, case.id, CaseOutcome.WITHDRAWN, AT)
    # Rows in another order, other widths of digits: still the same content.
    moved = workbook(tmp_path / "b.xlsx", [applicant(10), applicant()], [*reversed(family()), *family(10)])
    assert [r.outcome for r in _import(moved, office.clerk)] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert _count() == 2


def test_one_household_twice_in_the_file_is_named_by_row(office: Office, tmp_path: Path) -> None:
    husband = applicant(name="孙建国", id_number=id_text("19660930", 311), health="良好")
    path = workbook(tmp_path / "a.xlsx", [applicant(), husband], family())
    results = _import(path, office.clerk)
    assert [r.outcome for r in results] == [Outcome.ADDED, Outcome.REFUSED]
    ((cell, sentence),) = _faults(results)
    assert cell == cell_of("id_number", 3)
    assert "孙* is already in row 2" in sentence
    assert _count() == 1


def test_a_household_in_the_register_is_named_by_case(office: Office, tmp_path: Path) -> None:
    with db.transaction() as session:
        register(session, office)
    path = workbook(tmp_path / "a.xlsx", [applicant(10)], [dict(family()[0], applicant=id_text("19680412", 232))])
    results = _import(path, office.clerk)
    ((cell, sentence),) = _faults(results)
    assert cell == "D2"
    assert "SL-621002-2018-000001" in sentence


def test_a_household_of_another_union_is_refused_without_its_number(office: Office, tmp_path: Path) -> None:
    with db.transaction() as session:
        register(session, office)
    changed = applicant(unit_code="T-other", centre_reason="所在街道尚未建会", income=1)
    results = _import(workbook(tmp_path / "a.xlsx", [changed]), office.stranger)
    ((cell, sentence),) = _faults(results)
    assert cell == cell_of("id_number")
    assert "another union" in sentence
    assert "SL-" not in sentence


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"unit_code": "T-none"}, "unit_code", "no union has this one"),
        ({"unit_code": "T-other"}, "unit_code", "only a clerk of it"),
        ({"id_number": "621002196804122221"}, "id_number", "a digit is mistyped"),
        ({"id_number": "=A1"}, "id_number", "formula"),
        ({"phone": "12345"}, "phone", "11 digits"),
        ({"income": "-5"}, "income", "between 0 and"),
        ({"rent": "-5"}, "rent", "between 0 and"),
        ({"causes": "懒"}, "causes", "children at school"),
        ({"consent_on": "2018-11-06"}, "consent_on", "in the future"),
        ({"address": "长" * 201}, "address", "at most 200 characters"),
        ({"contract_months": 9999}, "contract_months", "from 0 to 720"),
        ({"applied_on": "1918-11-05"}, "applied_on", "2000-01-01"),
    ],
)
def test_a_refused_row_names_cell_fault_and_remedy(
    office: Office, tmp_path: Path, changes: dict[str, Any], column: str, words: str
) -> None:
    results = _import(workbook(tmp_path / "a.xlsx", [applicant(**changes), applicant(10)]), office.clerk)
    assert [r.outcome for r in results] == [Outcome.REFUSED, Outcome.ADDED]
    ((cell, sentence),) = _faults(results)
    assert cell == cell_of(column)
    assert words in sentence
    assert receipts.split(sentence)[1]


def test_another_name_for_a_known_number_is_named_by_its_cell(office: Office, tmp_path: Path) -> None:
    with db.transaction() as session:
        facts.close_case(session, register(session, office), CaseOutcome.WITHDRAWN, AT)
    path = workbook(tmp_path / "a.xlsx", [applicant(10)], [
        dict(family()[0], applicant=id_text("19680412", 232), name="孙建军")])  # fmt: skip
    ((cell, sentence),) = _faults(_import(path, office.clerk))
    assert cell == "B2"
    assert "孙*" in sentence


def test_a_row_that_fails_late_leaves_nothing(office: Office, tmp_path: Path) -> None:
    def refuse(session: Session, registration: Registration, actor: Actor) -> uuid.UUID:
        _start(session, registration, actor)
        return facts.register(session, registration, actor, clock.now())

    path = workbook(tmp_path / "a.xlsx", [applicant()], family())
    with db.transaction() as session:
        rows = ApplicantsFile(path).rows()
        results = list(importing.import_rows(session, rows, office.clerk, refuse, importing.Progress(), clock.today()))
    assert results[0].outcome is Outcome.REFUSED
    with db.reading() as session:
        assert queries.files_elsewhere(session, [row_index()]) == ()
    assert _count() == 0


def row_index() -> bytes:
    from relief.households.idnumber import parse_id_number

    return parse_id_number(id_text("19680412", 222)).index


def test_the_command_writes_a_receipt_and_tells_by_its_status(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant(), applicant(10, phone="1", hukou="城镇"), applicant(20)], family())
    receipt = receipts.receipt_path(path)
    assert imports_applicants.run(path, office.clerk.login, receipt, _start) == 1
    sheet = load_workbook(receipt)["回执"]
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:2] == ["文件", "a.xlsx"]
    assert rows[4][1] == "已立案 2, 已存在 0, 未导入 1"
    assert rows[5] == ["工作表", "行", "申请人", "结果", "受理号", "单元格", "列", "问题", "处理办法"]
    assert rows[6][:5] == ["申请人", "2", "赵*", "已立案", "SL-621002-2018-000001"]
    assert rows[7][5] == cell_of("hukou", 3)
    assert rows[8][:7] == ["申请人", "3", "赵*", "未导入", "", cell_of("phone", 3), "手机号码"]
    assert rows[8][7].endswith("。")
    assert rows[8][8].startswith("请写成")
    assert rows[9][4] == "SL-621002-2018-000002"
    everything = receipt.read_bytes() + "".join("".join(row) for row in rows).encode()
    assert id_text("19680412", 222).encode() not in everything
    assert "赵彩虹".encode() not in everything
    fixed = workbook(tmp_path / "b.xlsx", [applicant(), applicant(10), applicant(20)], family())
    assert imports_applicants.run(fixed, office.clerk.login, tmp_path / "r.xlsx", _start) == 0
    assert _count() == 3


def test_a_killed_import_goes_on_where_it_was(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports_applicants, "BATCH", 4)
    path = workbook(tmp_path / "a.xlsx", [applicant(serial * 2) for serial in range(10)])
    calls = 0

    def dies(session: Session, registration: Registration, actor: Actor) -> uuid.UUID:
        nonlocal calls
        calls += 1
        if calls == 7:
            raise KeyboardInterrupt
        return _start(session, registration, actor)

    with pytest.raises(KeyboardInterrupt):
        imports_applicants.run(path, office.clerk.login, tmp_path / "r.xlsx", dies)
    assert _count() == 4
    assert load_workbook(tmp_path / "r.xlsx")["回执"].max_row == 6 + 4
    assert imports_applicants.run(path, office.clerk.login, tmp_path / "r.xlsx", _start) == 0
    assert _count() == 10
    numbers = [row[4] for row in load_workbook(tmp_path / "r.xlsx")["回执"].iter_rows(min_row=7, values_only=True)]
    assert numbers == [f"SL-621002-2018-{number:06d}" for number in range(1, 11)]


def test_a_receipt_holds_no_formula(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "=cmd.xlsx", [applicant(name="+1", employer="x")])
    imports_applicants.run(path, office.clerk.login, tmp_path / "r.xlsx", _start)
    for row in load_workbook(tmp_path / "r.xlsx")["回执"].iter_rows():
        assert all(cell.data_type != "f" for cell in row)
        assert all(not str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in row)


def test_sentences_split_into_fault_and_remedy() -> None:
    assert receipts.split("Expected 6,800.50, but got x. Correct it.") == (
        "Expected 6,800.50, but got x.", "Correct it.",
    )  # fmt: skip
    assert receipts.split("应为日期，但不是。请写成 2018-11-05。") == ("应为日期，但不是。", "请写成 2018-11-05。")
    assert receipts.split("None") == ("None", "")
    with using_language("en"):
        assert str(Outcome.ADDED.label) == "Case opened"

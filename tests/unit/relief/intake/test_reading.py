"""Workbooks that people and programs hand in: opened safely, read cell by cell, every fault with its cell."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from kit.errors import AppError
from kit.i18n import using_language
from kit.settings import ROOT
from relief.households.codes import code_list
from relief.intake.imports import errors
from relief.intake.imports.cells import read_cell
from relief.intake.imports.columns import COLUMNS, MEMBER_COLUMNS
from relief.intake.imports.reading import ApplicantRow, ApplicantsFile, SheetRow
from relief.intake.imports.template import example_members, example_row, write_template
from tests.unit.relief.intake.sheets import applicant, cell_of, family, workbook

BY_NAME = {column.name: column for column in COLUMNS}


def _rows(path: Path) -> list[ApplicantRow | SheetRow]:
    return list(ApplicantsFile(path).rows())


def test_a_filled_template_reads_back(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant(), applicant(10)], [*family(10), *family()])
    source = ApplicantsFile(path)
    first, second = source.rows()
    assert source.total == 2
    assert isinstance(first, ApplicantRow)
    assert isinstance(second, ApplicantRow)
    assert (first.row.number, first.faults, second.faults) == (2, (), ())
    values = first.form_values()
    assert [m["name"] for m in values["members"]] == ["孙建国", "孙小雨"]
    assert values["causes"] == ("R09", "R03")
    assert values["consent_on"] == date(2018, 11, 2)
    assert [(line["kind"], line["amount"]) for line in values["income"]] == [("other", 2_400_000)]
    assert [(line["kind"], line["amount"]) for line in values["expense"]] == [("rent", 80_000), ("living", 1_200_050)]


def test_the_sheet_asks_what_the_web_form_asks() -> None:
    form = json.loads((ROOT / "bpmn" / "intake" / "forms" / "application.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in form["fields"]}
    # Consent is a date in the sheet, members a sheet of their own, and sums are a column each.
    assert set(fields) - set(BY_NAME) == {"members", "consent", "expense"}
    assert {c["name"] for c in fields["members"]["columns"]} == {c.name for c in MEMBER_COLUMNS} - {"applicant"}
    for name, field in fields.items():
        if "options" in field:
            assert [o["value"] for o in field["options"]] == [c.code for c in code_list(BY_NAME[name].listed)], name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_the_template_can_be_imported(tmp_path: Path, language: str) -> None:
    path = tmp_path / "a.xlsx"
    with using_language(language):
        write_template(path)
        book = load_workbook(path)
        main, members = book.worksheets[:2]
        for at, column in enumerate(COLUMNS, start=1):
            main.cell(2, at).value = example_row(column)
        for number, member in enumerate(example_members(), start=2):
            for at, value in enumerate(member, start=1):
                members.cell(number, at).value = value
        book.save(path)
    (row,) = _rows(path)
    assert isinstance(row, ApplicantRow)
    assert row.faults == ()
    assert len(row.members) == 2


def test_the_template_offers_lists_an_example_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with using_language("zh"):
        write_template(path)
    book = load_workbook(path)
    assert book.sheetnames == ["申请人", "家庭成员", "示例", "填写说明", "列表"]
    offered = {str(v.sqref).split(":")[0]: v.formula1 for v in book["申请人"].data_validations.dataValidation}
    assert set(offered) >= {cell_of("work_state"), cell_of("hukou"), cell_of("union_member")}
    assert book["申请人"].cell(1, 1).value == "工会组织代码 *"
    assert book["申请人"][cell_of("id_number", 5)].number_format == "@"
    assert book["示例"].cell(3, 2).value == "李四"
    assert book["填写说明"].max_row == len(COLUMNS) + len(MEMBER_COLUMNS) + 1
    assert ApplicantsFile(path).total == 0


def test_every_fault_names_its_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [applicant(name="=CONCAT(1)", phone=None, hukou="城镇", consent_on="2018-13-01", income="很少",
                   address="长" * 2001, union_member="也许", bank_card=6228480402564890018)],
    )  # fmt: skip
    (row,) = _rows(path)
    faults = {fault.cell: fault.text.render("en") for fault in row.faults}
    assert set(faults) == {
        cell_of(name) for name in
        ("name", "phone", "hukou", "consent_on", "income", "address", "union_member", "bank_card")
    }  # fmt: skip
    assert "formula" in faults[cell_of("name")]
    assert "2,001" in faults[cell_of("address")] or "2001" in faults[cell_of("address")]
    assert "last digits are lost" in faults[cell_of("bank_card")]


def test_a_member_without_an_applicant_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant()], [*family(), *family(10)])
    rows = _rows(path)
    orphans = [row for row in rows if isinstance(row, SheetRow)]
    assert [(row.number, row.faults[0].cell) for row in orphans] == [(4, "A4"), (5, "A5")]
    assert "there is none" in orphans[0].faults[0].text.render("en")


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [applicant(), {}, {"name": "  "}, applicant(10)])
    numbers = [row.row.number for row in ApplicantsFile(path).rows() if isinstance(row, ApplicantRow)]
    assert numbers == [2, 5]


@pytest.mark.parametrize(
    ("name", "value", "data_type", "expected"),
    [
        ("consent_on", datetime(2018, 11, 2, 8), "d", date(2018, 11, 2)),  # noqa: DTZ001 - as the library hands it out
        ("consent_on", "2018年11月2日", "s", date(2018, 11, 2)),
        ("consent_on", "20181102", "s", date(2018, 11, 2)),
        ("income", 24000, "n", 2_400_000),
        ("income", 0.1, "n", 10),
        ("income", "２４，０００．５", "s", 2_400_050),
        ("contract_months", 24.0, "n", 24),
        ("phone", 13893400017, "n", "13893400017"),
        ("union_member", True, "b", True),
        ("union_member", "no", "s", False),
        ("id_number", 622821680412222, "n", "622821680412222"),
        ("employer", None, "n", None),
    ],
)
def test_cells_become_exact_values(name: str, value: Any, data_type: str, expected: Any) -> None:
    assert read_cell(BY_NAME[name], value, data_type) == expected


@pytest.mark.parametrize(
    ("name", "value", "data_type"),
    [("income", "#REF!", "e"), ("income", 0.001, "n"), ("consent_on", "昨天", "s"), ("consent_on", "2018-02-30", "s"),
     ("contract_months", "两年", "s"), ("employer", " =HYPERLINK(1)", "s"), ("income", "-", "s"),
     ("id_number", 621002196804122221, "n"), ("name", "", "s"), ("causes", "子女上学,懒", "s")],
)  # fmt: skip
def test_cells_that_are_wrong_are_refused(name: str, value: Any, data_type: str) -> None:
    with pytest.raises(AppError) as caught:
        read_cell(BY_NAME[name], value, data_type)
    assert str(caught.value).startswith("Expected ")
    assert caught.value.message("zh") != caught.value.message("en")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.xlsx"
    text.write_text("name,id\n")
    program = tmp_path / "b.xlsx"
    program.write_bytes(b"MZ" + b"\0" * 100)
    empty = tmp_path / "c.xlsx"
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("x.txt", "x")
    for path in (text, program, empty, tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(errors.FileNotReadable):
            ApplicantsFile(path)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(5):
            packed.writestr(f"xl/part{part}.xml", b"\0" * (100 * 1024 * 1024))
    with pytest.raises(errors.FileTooBig):
        ApplicantsFile(bomb)


def test_entities_are_refused(tmp_path: Path) -> None:
    good, bad = workbook(tmp_path / "good.xlsx", [applicant()]), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]>' + content
            target.writestr(part.filename, content)
    with pytest.raises(errors.FileNotReadable):
        ApplicantsFile(bad)


def test_other_tables_are_refused_with_the_columns_that_are_missing(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(errors.HeadersMissing) as caught:
        ApplicantsFile(path)
    assert "工会组织代码" in caught.value.message("zh")
    book.worksheets[0].title = "申请人"
    book.save(path)
    with pytest.raises(errors.HeadersMissing):
        ApplicantsFile(path)
    twice = load_workbook(workbook(path, [applicant()]))
    twice["申请人"].cell(1, len(COLUMNS) + 1).value = "申请人姓名"
    twice.save(path)
    with pytest.raises(errors.HeaderTwice):
        ApplicantsFile(path)

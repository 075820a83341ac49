"""Filled-in workbooks for tests, made from the real template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from kit.i18n import using_language
from relief.intake.imports.columns import COLUMNS, MEMBER_COLUMNS
from relief.intake.imports.template import write_template
from tests.unit.relief.households.samples import id_text

APPLICANTS, MEMBERS = "申请人", "家庭成员"
Row = Mapping[str, Any]


def applicant(serial: int = 0, **changes: Any) -> dict[str, Any]:
    """Return an applicant's row as a clerk types it; another ``serial``, another person."""
    made: dict[str, Any] = {
        "unit_code": "T-base", "name": "赵彩虹", "id_number": id_text("19680412", 222 + serial),
        "phone": "138 9340 0017", "address": "甘肃省庆阳市西峰区南大街12号", "work_state": "下（待）岗",
        "employer": "西峰制药厂", "union_member": "是", "hukou": "非农业", "health": "高血压病", "housing": "政府廉租房",
        "causes": "子女上学，下岗失业", "income": "24,000", "rent": 800, "living": 12000.5, "consent_on": "2018/11/2",
    }  # fmt: skip
    return made | changes


def family(serial: int = 0) -> list[dict[str, Any]]:
    """Return the members' rows that belong to the applicant of the same ``serial``."""
    main = id_text("19680412", 222 + serial)
    return [
        {"applicant": main, "name": "孙建国", "relation": "配偶", "id_number": id_text("19660930", 311 + serial),
         "work_state": "灵活就业", "health": "良好"},
        {"applicant": main.lower(), "name": "孙小雨", "relation": "子女",
         "id_number": id_text("20001120", 428 + serial), "work_state": "学生", "health": "良好", "study_stage": "本科"},
    ]  # fmt: skip


def workbook(path: Path, applicants: Sequence[Row], members: Sequence[Row] = ()) -> Path:
    """Fill in the template and save it at ``path``."""
    with using_language("zh"):
        write_template(path)
    book = load_workbook(path)
    _fill(book, APPLICANTS, [column.name for column in COLUMNS], applicants)
    _fill(book, MEMBERS, [column.name for column in MEMBER_COLUMNS], members)
    book.save(path)
    return path


def cell_of(column: str, row: int = 2) -> str:
    """Return the cell of an applicant's column."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter([each.name for each in COLUMNS].index(column) + 1)}{row}"


def _fill(book: Workbook, title: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    sheet = book[title]
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            sheet.cell(number, names.index(name) + 1).value = value

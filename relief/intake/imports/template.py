"""The workbook to be filled in: two sheets with lists to choose from, an example, notes, all in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kit.i18n import Text, gettext
from relief.households import codes
from relief.households.idnumber import check_character
from relief.intake.imports.columns import (
    APPLICANTS,
    COLUMNS,
    EXAMPLE,
    LISTS,
    MEMBER_COLUMNS,
    MEMBERS,
    NOTES,
    Column,
    Kind,
)

FILLABLE = 5000
_NOTE_HEADERS = (Text("Sheet"), Text("Column"), Text("Required"), Text("What it means"), Text("Example"),
                 Text("Choices"))  # fmt: skip
_WIDTHS = {Kind.TEXT: 22, Kind.DIGITS: 24, Kind.CODE: 16, Kind.CODES: 26, Kind.DATE: 14}
_NARROW = 12
_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MONEY: "#,##0.00", Kind.INTEGER: "0"}
_REQUIRED = PatternFill("solid", fgColor="FFF2CC")
# Made-up people: the numbers hold by GB 11643, and the serials are those of nobody in particular.
_APPLICANT_NUMBER = "62100219680412222"
_MEMBER_NUMBERS = ("62100219660930311", "62100220001120428")
_EXAMPLE_TEXTS: Mapping[str, Text] = {
    "name": Text("Li Si"),
    "address": Text("Room 501, Block 3, 12 South Street, Xifeng District"),
    "employer": Text("Xifeng Pharmaceutical Works"),
    "cause_text": Text("Laid off; one child at university"),
    "bank_name": Text("Agricultural Bank of China, Xifeng branch"),
}
_EXAMPLE_MEMBERS: tuple[Mapping[str, Text | str], ...] = (
    {"name": Text("Wang Wu"), "relation": "SPOUSE", "work_state": "FLEXIBLE", "health": "GOOD"},
    {"name": Text("Li Xiaoyu"), "relation": "CHILD", "work_state": "STUDENT", "health": "GOOD",
     "study_stage": "BACHELOR"},
)  # fmt: skip


def write_template(path: Path) -> None:
    """Write the empty workbook to ``path``, in the current language."""
    book = Workbook()
    main = book.worksheets[0]
    main.title = str(APPLICANTS)
    members = book.create_sheet(str(MEMBERS))
    example = book.create_sheet(str(EXAMPLE))
    notes = book.create_sheet(str(NOTES))
    lists = book.create_sheet(str(LISTS))
    ranges = _fill_lists(lists)
    lists.sheet_state = "hidden"
    _prepare(main, COLUMNS, ranges)
    _prepare(members, MEMBER_COLUMNS, ranges)
    _fill_example(example)
    _fill_notes(notes)
    book.save(path)


def _fill_lists(sheet: Worksheet) -> dict[str, str]:
    names = dict.fromkeys(["yes_no", *(column.listed for column in (*COLUMNS, *MEMBER_COLUMNS) if column.listed)])
    ranges = {}
    for at, name in enumerate(names, start=1):
        entries = codes.code_list(name)
        if name == "relation":
            entries = tuple(entry for entry in entries if entry.code != "SELF")
        for row, entry in enumerate(entries, start=1):
            sheet.cell(row, at, entry.label())
        letter = get_column_letter(at)
        ranges[name] = f"{quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(entries)}"
    return ranges


def _prepare(sheet: Worksheet, columns: Sequence[Column], ranges: Mapping[str, str]) -> None:
    sheet.freeze_panes = "C2"
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        _head(sheet, 1, at, column)
        shape = sheet.column_dimensions[letter]
        shape.width = _WIDTHS.get(column.kind, _NARROW)
        # Numbers of people stay as they are typed: a text cell loses no digit.
        shape.number_format = _FORMATS.get(column.kind, "@")
        listed = "yes_no" if column.kind is Kind.YES_NO else column.listed if column.kind is Kind.CODE else ""
        if listed:
            offered = DataValidation(type="list", formula1=ranges[listed], allow_blank=True)
            offered.error = gettext("Choose an entry of the list.")
            offered.add(f"{letter}2:{letter}{FILLABLE}")
            sheet.add_data_validation(offered)
        elif column.kind is Kind.DIGITS:
            # Whole columns keep the format only where cells exist; empty text cells make typing safe.
            for row in range(2, 202):
                sheet.cell(row, at).number_format = "@"


def _head(sheet: Worksheet, row: int, at: int, column: Column) -> None:
    cell = sheet.cell(row, at, f"{column.header}{' *' if column.required else ''}")
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.required:
        cell.fill = _REQUIRED


def example_row(column: Column) -> str:
    """Return what the example shows for an applicant's column, as it would be typed."""
    if column.name == "id_number":
        return _APPLICANT_NUMBER + check_character(_APPLICANT_NUMBER)
    if column.name == "bank_card":
        return "6228480000000000018"
    if column.name in _EXAMPLE_TEXTS:
        return str(_EXAMPLE_TEXTS[column.name])
    return _shown(column, column.example)


def example_members() -> list[list[str]]:
    """Return the rows of the example's members."""
    rows = []
    for member, number in zip(_EXAMPLE_MEMBERS, _MEMBER_NUMBERS, strict=True):
        given: dict[str, Text | str] = {
            **member,
            "applicant": _APPLICANT_NUMBER + check_character(_APPLICANT_NUMBER),
            "id_number": number + check_character(number),
        }
        rows.append([_shown(column, str(given.get(column.name, ""))) for column in MEMBER_COLUMNS])
    return rows


def _shown(column: Column, value: str) -> str:
    listed = "yes_no" if column.kind is Kind.YES_NO else column.listed
    if not listed:
        return value
    return ", ".join(codes.label(listed, code) for code in value.split(",") if code)


def _fill_example(sheet: Worksheet) -> None:
    sheet.cell(1, 1, gettext("An example of the sheet {sheet}. Nothing on this page is imported.", sheet=APPLICANTS))
    for at, column in enumerate(COLUMNS, start=1):
        _head(sheet, 2, at, column)
        sheet.cell(3, at, example_row(column)).number_format = "@"
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.kind, _NARROW)
    sheet.cell(5, 1, gettext("An example of the sheet {sheet}. Nothing on this page is imported.", sheet=MEMBERS))
    for at, column in enumerate(MEMBER_COLUMNS, start=1):
        _head(sheet, 6, at, column)
    for row, member in enumerate(example_members(), start=7):
        for at, value in enumerate(member, start=1):
            sheet.cell(row, at, value).number_format = "@"


def _fill_notes(sheet: Worksheet) -> None:
    sheet.append([str(header) for header in _NOTE_HEADERS])
    for title, columns in ((APPLICANTS, COLUMNS), (MEMBERS, MEMBER_COLUMNS)):
        for column in columns:
            choices = [entry.label() for entry in codes.code_list(column.listed)] if column.listed else []
            needed = codes.label("yes_no", "YES" if column.required else "NO")
            shown = example_row(column) if title is APPLICANTS else _shown(column, column.example)
            sheet.append([str(title), str(column.header), needed, str(column.note), shown, " / ".join(choices)])
    for at, width in enumerate((14, 24, 12, 60, 24, 60), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"

"""Empty tables to be filled in and imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kit.i18n import Text, gettext
from unions.imports.columns import Column
from unions.imports.receipts import write_table

_FILLABLE = 5000
_NOTE_HEADERS = (Text("Column"), Text("Must be filled in"), Text("Meaning"), Text("Example"), Text("Choices"))


def write_template(columns: Sequence[Column], path: Path) -> None:
    """Write the table with its headers in the reader's language; as XLSX with lists to choose from and a page of notes."""
    headers = [str(column.label) for column in columns]
    if path.suffix.lower() == ".csv":
        write_table(path, headers, ())
        return
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(headers)
    sheet.freeze_panes = "A2"
    notes = book.create_sheet(gettext("Notes on columns"))
    notes.append([str(header) for header in _NOTE_HEADERS])
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 24
        # Codes and dates stay as they are typed: a text cell loses no leading zero.
        sheet.column_dimensions[letter].number_format = "@"
        choices = [str(choice) for choice in column.choices]
        if choices:
            offered = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
            offered.add(f"{letter}2:{letter}{_FILLABLE}")
            sheet.add_data_validation(offered)
        needed = gettext("Yes") if column.required else gettext("No")
        notes.append([headers[at - 1], needed, str(column.meaning), str(column.example), " / ".join(choices)])
    _dress(sheet, [24] * len(headers))
    _dress(notes, [24, 12, 48, 24, 60])
    book.save(path)


def _dress(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")

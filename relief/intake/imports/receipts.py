"""The receipt of an import: every row with its case number, or with each fault, its cell and the remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kit.i18n import Text, gettext
from relief.intake.imports.importing import Outcome, RowResult
from unions.imports.receipts import harmless

_HEADERS = (
    Text("Sheet"), Text("Row"), Text("Applicant"), Text("Result"), Text("Case number"), Text("Cell"), Text("Column"),
    Text("What is wrong"), Text("What to do"),
)  # fmt: skip
_WIDTHS = (14, 8, 12, 12, 26, 8, 22, 60, 60)
# Our sentences say first what was expected and found, then what to do.
_FIRST_SENTENCE = re.compile(r"(.+?(?:\.(?= )|。))\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """What the receipt says of the whole run."""

    file: str
    digest: str
    officer: str
    at: str


def receipt_path(path: Path) -> Path:
    """Return where the receipt goes unless told otherwise: ``a.xlsx`` → ``a.receipt.xlsx`` beside it."""
    return path.with_name(f"{path.stem}.receipt.xlsx")


def counts(results: Iterable[RowResult]) -> dict[Outcome, int]:
    """Return how many rows had each outcome."""
    found = Counter(result.outcome for result in results)
    return {outcome: found[outcome] for outcome in Outcome}


def split(sentence: str) -> tuple[str, str]:
    """Return a sentence's fault and its remedy; all of it is the fault when there is only one sentence."""
    match = _FIRST_SENTENCE.fullmatch(sentence)
    return (match[1], match[2]) if match else (sentence, "")


def write_receipt(path: Path, heading: Heading, results: Sequence[RowResult]) -> None:
    """Write the receipt as XLSX in the current language; names are masked, nothing in it can be a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Receipt"))
    sheet.freeze_panes = "A7"
    for at, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    numbers = counts(results)
    tally = ", ".join(f"{outcome.label} {number}" for outcome, number in numbers.items())
    for name, value in (
        (gettext("File"), heading.file),
        (gettext("SHA-256"), heading.digest),
        (gettext("Imported by"), heading.officer),
        (gettext("Imported at"), heading.at),
        (gettext("Rows"), tally),
    ):
        sheet.append([_cell(sheet, name, bold=True), _cell(sheet, value)])
    sheet.append([_cell(sheet, str(header), bold=True) for header in _HEADERS])
    for result in results:
        for line in _lines(result):
            sheet.append([_cell(sheet, value) for value in line])
    book.save(path)


def _lines(result: RowResult) -> list[tuple[str, ...]]:
    first = (str(result.sheet), str(result.row), result.applicant, str(result.outcome.label), result.case_no)
    if not result.faults:
        return [(*first, "", "", "", "")]
    lines: list[tuple[str, ...]] = []
    for fault in result.faults:
        wrong, remedy = split(str(fault.text))
        row = re.sub(r"\D", "", fault.cell)
        lines.append((str(fault.sheet), row, *first[2:], fault.cell, str(fault.header), wrong, remedy))
    return lines


def _cell(sheet: Any, value: str, *, bold: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=harmless(value))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell

"""The receipt of an import: what became of every row, and what to do about a refused one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kit.i18n import Text

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_VALUE_SHOWN = 200


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> Text:
        """The outcome's name for readers."""
        return Text(_OUTCOME_LABELS[self])


_OUTCOME_LABELS = {
    Outcome.ADDED: "Row added",
    Outcome.CHANGED: "Row changed",
    Outcome.UNCHANGED: "Row unchanged",
    Outcome.REFUSED: "Row refused",
}
_HEADERS = (
    Text("Sheet row"), Text("Row's subject"), Text("Row's outcome"), Text("Column"), Text("Value found"),
    Text("What is wrong and what to do"),
)  # fmt: skip


@dataclass(frozen=True)
class ReceiptLine:
    """One row of the file, or one of several faults in it; ``row`` is the number that the sheet shows."""

    row: int
    subject: str
    outcome: Outcome
    column: Text | None = None
    value: str = ""
    text: Text | None = None


@dataclass(frozen=True)
class Receipt:
    """All lines, in the order of the sheet."""

    file: str
    lines: tuple[ReceiptLine, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows had each outcome; a row with two faults counts once."""
        found = Counter({line.row: line.outcome for line in self.lines}.values())
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def refused(self) -> tuple[ReceiptLine, ...]:
        """The faults only."""
        return tuple(line for line in self.lines if line.outcome is Outcome.REFUSED)


def receipt_path(path: Path) -> Path:
    """Return where a file's receipt goes unless told otherwise: ``units.xlsx`` → ``units.receipt.xlsx`` beside it."""
    return path.with_name(f"{path.stem}.receipt{path.suffix.lower()}")


def write_receipt(receipt: Receipt, path: Path) -> None:
    """Write the receipt as XLSX, or as CSV where the name ends so, in the reader's language."""
    write_table(path, [str(header) for header in _HEADERS], (_cells(line) for line in receipt.lines))


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of texts that no spreadsheet program takes for formulas."""
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that it is UTF-8
            writer = csv.writer(file)
            writer.writerow(headers)
            writer.writerows([harmless(cell) for cell in row] for row in rows)
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for at in range(len(headers)):
        sheet.column_dimensions[chr(ord("A") + at)].width = 60 if at == len(_HEADERS) - 1 else 20
    sheet.append(list(headers))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    book.save(path)


def harmless(value: str) -> str:
    """Return the text so that a spreadsheet shows it and never computes it: an apostrophe goes before = + - @."""
    cleaned = ILLEGAL_CHARACTERS_RE.sub("", value)
    return "'" + cleaned if _FORMULA.match(cleaned) else cleaned


def _cells(line: ReceiptLine) -> list[str]:
    return [
        str(line.row), line.subject, str(line.outcome.label), str(line.column or ""), line.value[:_VALUE_SHOWN],
        str(line.text or ""),
    ]  # fmt: skip

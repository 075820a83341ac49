"""Reading the table of a CSV or XLSX file, whoever saved it: Excel, WPS, in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kit.errors import Invalid
from kit.i18n import Text
from unions.imports.columns import Column, normal

HEADER_WITHIN = 10
MOST_ROWS = 200_000
MOST_BYTES = 50_000_000
# An XLSX is compressed: what it unpacks to is what fills the memory.
MOST_UNPACKED = 500_000_000


class FileMissing(Invalid):
    """Expected a file at {path}, but there is none. Check the name."""


class FileKindUnknown(Invalid):
    """Expected a file that ends in .xlsx or .csv, but it is {name}. Save it as one of these."""


class FileUnreadable(Invalid):
    """Expected {name} to be a table that opens, but it is damaged, protected by a password or of another kind. Save it again as .xlsx or .csv."""


class FileTooLarge(Invalid):
    """Expected {name} to have at most {rows} rows, but it has more. Split it."""


class ColumnsMissing(Invalid):
    """Expected {name} to have the columns {columns} in one of its first {within} rows, but they were not found. Use the template."""


class ColumnTwice(Invalid):
    """Expected column {column} once in {name}, but it is there twice. Remove one."""


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number in the sheet, counted from 1, and its cells' texts by column name."""

    number: int
    values: dict[str, str]


def read_table(path: Path, columns: Sequence[Column]) -> list[SheetRow]:
    """Return the filled rows under the header; unknown columns and empty rows are passed over.

    Raises:
        FileMissing, FileKindUnknown, FileUnreadable, FileTooLarge: the file cannot be read.
        ColumnsMissing, ColumnTwice: it is not the table that was asked for.
    """
    if not path.is_file():
        raise FileMissing(path=path)
    if path.stat().st_size > MOST_BYTES:
        raise FileTooLarge(name=path.name, rows=MOST_ROWS)
    readers = {".xlsx": _xlsx_rows, ".csv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileKindUnknown(name=path.name)
    rows = enumerate(reader(path), start=1)
    places = _find_header(path, rows, columns)
    found = []
    for number, cells in rows:
        values = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
        if any(values.values()):
            found.append(SheetRow(number, values))
        if number > MOST_ROWS:
            raise FileTooLarge(name=path.name, rows=MOST_ROWS)
    return found


def _find_header(path: Path, rows: Iterable[tuple[int, Sequence[str]]], columns: Sequence[Column]) -> dict[str, int]:
    for number, cells in rows:
        places: dict[str, int] = {}
        for at, cell in enumerate(cells):
            for column in columns:
                if normal(cell) in column.headers:
                    if column.name in places:
                        raise ColumnTwice(column=column.label, name=path.name)
                    places[column.name] = at
        if all(column.name in places for column in columns if column.required):
            return places
        if number >= HEADER_WITHIN:
            break
    required = [column for column in columns if column.required]
    names = Text(", ".join("{" + c.name + "}" for c in required), {c.name: c.label for c in required})
    raise ColumnsMissing(name=path.name, columns=names, within=HEADER_WITHIN)


def _csv_rows(path: Path) -> Iterator[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")  # what Excel and WPS save here, GBK included
        except UnicodeDecodeError as error:
            raise FileUnreadable(name=path.name) from error
    first = text[:1000]
    delimiter = max(",\t;", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_text(cell) for cell in row]
    except csv.Error as error:
        raise FileUnreadable(name=path.name) from error


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise FileTooLarge(name=path.name, rows=MOST_ROWS)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            if not book.worksheets:
                raise FileUnreadable(name=path.name)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
            for row in sheet.iter_rows(values_only=True):
                yield [_text(cell) for cell in row]
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, OSError, ValueError) as error:
        raise FileUnreadable(name=path.name) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a code typed as a number
    return str(cell).replace("\u3000", " ").strip()

"""Read the two sheets row by row: safe to open, streaming, and every fault kept with its cell."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from kit.errors import AppError
from kit.i18n import LANGUAGES, Text
from relief.households.errors import NotAnIdNumber
from relief.households.idnumber import fold, parse_id_number
from relief.intake.imports.cells import read_cell
from relief.intake.imports.columns import APPLICANTS, COLUMNS, MEMBER_COLUMNS, MEMBERS, MONEY_LINES, Column, normal
from relief.intake.imports.errors import (
    ApplicantMissing,
    FileNotReadable,
    FileTooBig,
    HeadersMissing,
    HeaderTwice,
    TooManyRows,
)

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 30
# A workbook is compressed: what it unpacks to is what fills the memory.
MOST_UNPACKED = 400 * MEGABYTE
MOST_PARTS = 2000
MOST_ROWS = 50_000
# A formatted but empty sheet goes on for a million rows.
BLANK_ROWS = 2000
_ENTITY_MARK = b"<!DOCTYPE"


@dataclass(frozen=True)
class CellFault:
    """What is wrong with one cell: the sheet, the cell (``C7``), its column's header, and the sentence."""

    sheet: Text
    cell: str
    header: Text
    text: Text


@dataclass(frozen=True)
class SheetRow:
    """One filled row: values by column, and the cell of every column."""

    sheet: Text
    number: int
    values: Mapping[str, Any] = field(repr=False)
    cells: Mapping[str, str]
    faults: tuple[CellFault, ...]


@dataclass(frozen=True)
class ApplicantRow:
    """An applicant's row with the rows of his or her household."""

    row: SheetRow
    members: tuple[SheetRow, ...]

    @property
    def faults(self) -> tuple[CellFault, ...]:
        """The faults of all its rows."""
        return (*self.row.faults, *(fault for member in self.members for fault in member.faults))

    @property
    def name(self) -> str:
        """The applicant's name as typed; empty when it could not be read."""
        return str(self.row.values.get("name") or "")

    def form_values(self) -> dict[str, Any]:
        """Return the values of the web form's fields; a consent date stands for the signed consents."""
        values = {name: value for name, value in self.row.values.items() if name not in _MONEY_COLUMNS}
        lines: dict[str, list[dict[str, Any]]] = {"income": [], "expense": []}
        for column, direction, kind in MONEY_LINES:
            amount = self.row.values.get(column)
            if amount is not None:
                lines[direction].append({"kind": kind, "amount": amount, "period": "year", "source": "declared"})
        members = tuple(dict(member.values) for member in self.members)
        return {**values, **lines, "consent": True, "members": members}

    def fault(self, key: str, text: Text) -> CellFault:
        """Return a fault of the form (``members.0.id_number``) as a fault of the cell that holds the field."""
        name, _, rest = key.partition(".")
        number, _, inner = rest.partition(".")
        if name == "members" and inner and int(number) < len(self.members):
            return _fault(self.members[int(number)], _MEMBER_COLUMN[inner], text)
        if name in ("income", "expense") and rest:
            filled = [
                column for column, way, _ in MONEY_LINES if way == name and self.row.values.get(column) is not None
            ]
            name = filled[int(number)] if int(number) < len(filled) else name
        return _fault(self.row, _COLUMN.get(_ALIASES.get(name, name), COLUMNS[0]), text)


_COLUMN = {column.name: column for column in COLUMNS}
_MEMBER_COLUMN = {column.name: column for column in MEMBER_COLUMNS}
_MONEY_COLUMNS = frozenset(column for column, _, _ in MONEY_LINES)
_ALIASES = {"consent": "consent_on", "members": "id_number", "expense": "living"}


class ApplicantsFile:
    """A readable workbook of applicants. ``rows`` streams it; ``total`` is how many applicants it has."""

    def __init__(self, path: Path) -> None:
        """Open the file and read the members' sheet.

        Raises:
            FileNotReadable, FileTooBig, HeadersMissing, HeaderTwice, TooManyRows: the file cannot be used.
        """
        self.path = path
        check_package(path)
        self._members: dict[str, list[SheetRow]] = {}
        for member in self._sheet(MEMBERS, MEMBER_COLUMNS, required=False):
            self._members.setdefault(_number_key(member.values.get("applicant")), []).append(member)
        self.total = sum(1 for _ in self._sheet(APPLICANTS, COLUMNS, required=True))

    def rows(self) -> Iterator[ApplicantRow | SheetRow]:
        """Yield every applicant with his or her household; last, the members whose applicant is nowhere."""
        used: set[str] = set()
        for row in self._sheet(APPLICANTS, COLUMNS, required=True):
            key = _number_key(row.values.get("id_number"))
            # The same household may stand in the file twice; its members go with both rows, and one is refused.
            members = self._members.get(key, []) if key else []
            used.add(key)
            yield ApplicantRow(row, tuple(members))
        for key, members in self._members.items():
            for member in members if key not in used or not key else ():
                orphan = _fault(member, MEMBER_COLUMNS[0], ApplicantMissing(sheet=APPLICANTS).text)
                faults = member.faults if any(f.header == orphan.header for f in member.faults) else (
                    orphan, *member.faults
                )  # fmt: skip
                yield SheetRow(member.sheet, member.number, member.values, member.cells, faults)

    def _sheet(self, title: Text, columns: Sequence[Column], *, required: bool) -> Iterator[SheetRow]:
        with _opened(self.path) as book:
            name = _sheet_name(book, title)
            if name is None:
                if required:
                    names = _headers(column for column in columns if column.required)
                    raise HeadersMissing(sheet=title, columns=names)
                return
            yield from _rows(self.path, book, name, title, columns)


def check_package(path: Path) -> None:
    """Refuse what is no workbook, or would fill the memory, before anything in it is parsed.

    Raises:
        FileNotReadable, FileTooBig: see there.
    """
    if not path.is_file() or path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise FileNotReadable(name=path.name)
    if path.stat().st_size > MOST_MEGABYTES * MEGABYTE:
        raise FileTooBig(name=path.name, limit=MOST_MEGABYTES)
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileTooBig(name=path.name, limit=MOST_MEGABYTES)
            for part in parts:
                with packed.open(part) as content:
                    # No spreadsheet program writes a document type; entities that grow are declared in one.
                    if _ENTITY_MARK in content.read(4096).upper():
                        raise FileNotReadable(name=path.name)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError) as error:
        raise FileNotReadable(name=path.name) from error


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    try:
        with warnings.catch_warnings():
            # The library warns about decorations that it leaves out; nobody fills in a decoration.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, OSError, ValueError, TypeError) as error:
        raise FileNotReadable(name=path.name) from error


def _sheet_name(book: Workbook, title: Text) -> str | None:
    wanted = {normal(title.render(language)) for language in LANGUAGES}
    return next((name for name in book.sheetnames if normal(name) in wanted), None)


def _rows(path: Path, book: Workbook, name: str, title: Text, columns: Sequence[Column]) -> Iterator[SheetRow]:
    sheet: Any = book[name]
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    places: dict[int, Column] | None = None
    filled = blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if places is None:
            places = _places(title, [cell.value for cell in cells], columns)
            continue
        given = {at: cell for at, cell in enumerate(cells) if at in places and not _is_blank(cell.value)}
        if not given:
            blank += 1
            if blank > BLANK_ROWS:
                return
            continue
        filled, blank = filled + 1, 0
        if filled > MOST_ROWS:
            raise TooManyRows(name=path.name, limit=MOST_ROWS)
        yield _row(title, number, given, places)
    if places is None:
        _places(title, [], columns)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _places(title: Text, headers: Sequence[object], columns: Sequence[Column]) -> dict[int, Column]:
    places: dict[int, Column] = {}
    for at, header in enumerate(headers):
        found = next((column for column in columns if normal(str(header or "")) in column.spellings), None)
        if found is None:
            continue
        if found in places.values():
            raise HeaderTwice(sheet=title, column=found.header)
        places[at] = found
    missing = [column for column in columns if column.required and column not in places.values()]
    if missing:
        raise HeadersMissing(sheet=title, columns=_headers(missing))
    return places


def _headers(columns: Iterator[Column] | Sequence[Column]) -> Text:
    named = {column.name: column.header for column in columns}
    return Text(", ".join("{" + name + "}" for name in named), named)


def _row(title: Text, number: int, given: Mapping[int, Any], places: Mapping[int, Column]) -> SheetRow:
    values: dict[str, Any] = {}
    cells = {column.name: f"{get_column_letter(at + 1)}{number}" for at, column in places.items()}
    row = SheetRow(title, number, values, cells, ())
    faults = []
    for at, column in places.items():
        cell = given.get(at)
        try:
            values[column.name] = read_cell(column, getattr(cell, "value", None), str(getattr(cell, "data_type", "n")))
        except AppError as error:
            faults.append(_fault(row, column, error.text))
    return SheetRow(title, number, values, cells, tuple(faults))


def _fault(row: SheetRow, column: Column, text: Text) -> CellFault:
    return CellFault(row.sheet, row.cells.get(column.name, f"A{row.number}"), column.header, text)


def _number_key(typed: object) -> str:
    """Return the normal form of an ID number, by which the sheets are joined; a faulty one joins as it is typed."""
    text = str(typed or "")
    try:
        return parse_id_number(text).text
    except NotAnIdNumber:
        return fold(text)

"""One cell becomes one exact value, or a fault; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kit.errors import Invalid
from kit.money import parse_yuan
from relief.households import codes
from relief.intake.errors import TextMissing, TextTooLong
from relief.intake.imports.columns import Column, Kind
from relief.intake.imports.errors import (
    DigitsLost,
    FaultInCell,
    FormulaInCell,
    NotADay,
    NotAWholeNumber,
    NotYesOrNo,
)

CELL_LIMIT = 2000
# Spreadsheet programs compute with 15 digits: a longer number in a cell is not the number that was typed.
SAFE_DIGITS = 15
_DATE = re.compile(r"([0-9]{4})(?:\D{1,2}([0-9]{1,2})\D{1,2}([0-9]{1,2})\D?|([0-9]{2})([0-9]{2}))")
_SEPARATORS = re.compile(r"[,，、;；]")


def read_cell(column: Column, raw: object, data_type: str) -> Any:
    """Return the value of a cell for the form's field; None when it is empty.

    Raises:
        Invalid: a subclass that says what is wrong with the cell.
    """
    text = _text(column, raw, data_type)
    if not text:
        if column.required:
            raise TextMissing
        return None
    return _READERS[column.kind](column, text)


def _text(column: Column, raw: object, data_type: str) -> str:
    if raw is None:
        return ""
    if data_type == "f" or (isinstance(raw, str) and raw.lstrip().startswith("=")):
        raise FormulaInCell
    if data_type == "e":
        raise FaultInCell
    text = _plain(column, raw)
    if len(text) > CELL_LIMIT:
        raise TextTooLong(limit=CELL_LIMIT, length=len(text))
    return text


def _plain(column: Column, raw: object) -> str:
    if isinstance(raw, bool):
        return "YES" if raw else "NO"
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (int, float)):
        number = format(Decimal(str(raw)), "f").removesuffix(".0")
        if column.kind is Kind.DIGITS and len(number) > SAFE_DIGITS:
            raise DigitsLost
        return number
    return str(raw).replace("\u3000", " ").strip()


def _date(_column: Column, text: str) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise NotADay
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay from None


def _yes_no(_column: Column, text: str) -> bool:
    try:
        return codes.parse("yes_no", text) == "YES"
    except Invalid:
        raise NotYesOrNo(choices=codes.labels("yes_no", ("YES", "NO"))) from None


def _integer(_column: Column, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise NotAWholeNumber
    return int(text)


_READERS: Mapping[Kind, Callable[[Column, str], Any]] = {
    Kind.TEXT: lambda _column, text: text,
    Kind.DIGITS: lambda _column, text: text,
    Kind.CODE: lambda column, text: codes.parse(column.listed, text),
    Kind.CODES: lambda column, text: tuple(
        dict.fromkeys(codes.parse(column.listed, part) for part in _SEPARATORS.split(text) if part.strip())
    ),
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.MONEY: lambda _column, text: parse_yuan(text),
    Kind.INTEGER: _integer,
}

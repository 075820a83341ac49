"""The columns of an import file, and how a cell's text becomes a value.

A header is recognised by its Chinese name, its English name or its short name, whatever blanks, stars or case it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kit.errors import AppError, Invalid
from kit.i18n import LANGUAGES, Text

# 2018-11-05, 2018/11/5, 2018.11.5, 2018年11月5日, 20181105
_DATE = re.compile(r"(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?|(\d{2})(\d{2}))")
_NOISE = re.compile(r"[\s*＊_'’-]|[(（][^)）]*[)）]")
_VALUE_SHOWN = 60


class CellEmpty(Invalid):
    """Expected {column} to be filled in, but it is empty. Enter it."""


class NotADate(Invalid):
    """Expected {column} to be a date, but it is "{value}". Write it as 2018-11-05."""


class NotAChoice(Invalid):
    """Expected {column} to be one of {choices}, but it is "{value}". Choose one of them."""


@dataclass(frozen=True)
class Column:
    """A column: its short name, its English name (the message id of the Chinese one), and what the template says."""

    name: str
    label: Text
    meaning: Text
    example: str | Text = ""
    required: bool = False
    choices: tuple[Text, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """All spellings of the header, normalised."""
        return frozenset({normal(self.name), *(normal(self.label.render(language)) for language in LANGUAGES)})


class RowRefused(Exception):
    """A row is refused for one or several faults."""

    def __init__(self, faults: Iterable[tuple[str, AppError]]) -> None:
        super().__init__()
        self.faults = tuple(faults)


_E = TypeVar("_E", bound=StrEnum)


class Cells:
    """The cells of one row, taken one by one; every fault is kept, so that one look at the receipt shows them all."""

    def __init__(self, columns: Mapping[str, Column], values: Mapping[str, str]) -> None:
        self._columns = columns
        self._values = values
        self._faults: list[tuple[str, AppError]] = []

    def text(self, name: str) -> str:
        """Return the cell's text, empty when it is empty; a required one is then a fault."""
        value = self._values.get(name, "")
        if not value and self._columns[name].required:
            self._faults.append((name, CellEmpty(column=self._columns[name].label)))
        return value

    def day(self, name: str) -> date | None:
        """Return the cell's date, None when it is empty or faulty."""
        value = self.text(name)
        if not value:
            return None
        try:
            return parse_date(value)
        except ValueError:
            self._faults.append((name, NotADate(column=self._columns[name].label, value=value[:_VALUE_SHOWN])))
            return None

    def choice(self, name: str, options: Iterable[_E]) -> _E | None:
        """Return the member whose value or name the cell shows, None when it is empty or faulty."""
        value = self.text(name)
        if not value:
            return None
        members = list(options)
        for member in members:
            if normal(value) in spellings(member):
                return member
        choices = Text(" / ".join("{" + m.value + "}" for m in members), {m.value: label_of(m) for m in members})
        self._faults.append(
            (name, NotAChoice(column=self._columns[name].label, choices=choices, value=value[:_VALUE_SHOWN]))
        )
        return None

    def refuse_faulty(self) -> None:
        """Refuse the row when any cell taken so far is faulty.

        Raises:
            RowRefused: with all faults.
        """
        if self._faults:
            raise RowRefused(self._faults)


def parse_date(text: str) -> date:
    """Return the date that a cell shows; raises ValueError for anything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, *rest = match.groups()
    month, day = (part for part in rest if part is not None)
    return date(int(year), int(month), int(day))


def spellings(member: StrEnum) -> frozenset[str]:
    """Return the ways in which a cell may write a choice, normalised."""
    label = label_of(member)
    return frozenset({normal(member.value), *(normal(label.render(language)) for language in LANGUAGES)})


def label_of(member: StrEnum) -> Text:
    """Return the readers' name of a choice."""
    label = getattr(member, "label", None)
    return label if isinstance(label, Text) else Text(member.value)


def normal(header: str) -> str:
    """Return a header or choice without blanks, stars, underscores, brackets and case."""
    return _NOISE.sub("", header).casefold()

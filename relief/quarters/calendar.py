"""Quarters as people write them: 2018Q4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from relief.quarters.errors import NotAQuarter

_TEXT = re.compile(r"(20\d\d)Q([1-4])")
MONTHS = 3


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        after = date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, MONTHS * self.number + 1, 1)  # noqa: PLR2004
        return after - timedelta(days=1)


def parse_quarter(text: str) -> Quarter:
    """Return the quarter written as ``2018Q4``.

    Raises:
        NotAQuarter: it is written otherwise.
    """
    match = _TEXT.fullmatch(text.strip().upper())
    if match is None:
        raise NotAQuarter(value=text[:20])
    return Quarter(int(match[1]), int(match[2]))


def quarter_before(day: date) -> Quarter:
    """Return the last quarter that was over before ``day``: what the scheduled run re-examines."""
    number = (day.month - 1) // MONTHS
    return Quarter(day.year - 1, 4) if number == 0 else Quarter(day.year, number)

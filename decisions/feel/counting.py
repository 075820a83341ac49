"""The whole numbers and days of a range, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from decisions.feel import limits
from decisions.feel.values import Range, kind


def counted(within: Range, *, down: bool) -> Iterator[Any]:
    """Yield the elements of ``within``; none when its ends cannot be counted; downwards only when ``down``."""
    low, high = within.low, within.high
    step: Any = 1
    if kind(low) == kind(high) == "date":
        low, high = low.toordinal(), high.toordinal()
    dates = isinstance(within.low, date) and not isinstance(within.low, datetime)
    if not isinstance(low, int) or not isinstance(high, int):
        return
    if low > high:
        if not down:
            return
        step = -1
    first = low if within.low_included else low + step
    last = high if within.high_included else high - step
    for number in islice(range(first, last + step, step), limits.LIST + 1):
        yield date.fromordinal(number) if dates else number

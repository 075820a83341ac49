"""Standard functions that make and read dates, times and durations. ``now`` and ``today`` are not among them.

A decision must give the same answer tomorrow: the day of the decision is an input, not something that a rule reads
off the clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from decisions.feel.builtins.define import define
from decisions.feel.temporal import (
    add_months,
    months_between,
    read_date,
    read_datetime,
    read_duration,
    read_time,
)  # fmt: skip
from decisions.feel.values import Function, Months

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _date(first: Any, month: Any = None, day: Any = None) -> date | None:
    if isinstance(first, int) and not isinstance(first, bool):
        whole = isinstance(month, int) and isinstance(day, int)
        return date(first, month, day) if whole else None
    if month is not None or day is not None:
        return None
    if isinstance(first, datetime):
        return first.date()
    if isinstance(first, date):
        return first
    return read_date(first) if isinstance(first, str) else None


def _time(first: Any, minute: Any = None, second: Any = None, offset: Any = None) -> time | None:
    if isinstance(first, str):
        return read_time(first)
    if isinstance(first, datetime):
        return first.timetz()
    if isinstance(first, date):
        return time(0, 0, tzinfo=UTC)
    if isinstance(first, time):
        return first
    if not isinstance(first, int) or not isinstance(minute, int) or second is None:
        return None
    whole = int(second)
    zone = timezone(offset) if isinstance(offset, timedelta) else None
    return time(first, minute, whole, int((second - whole) * 1_000_000), tzinfo=zone)


def _date_and_time(first: Any, clock: Any = None) -> datetime | None:
    if clock is None:
        if isinstance(first, datetime):
            return first
        if isinstance(first, date):
            return datetime.combine(first, time(0, 0))
        return read_datetime(first) if isinstance(first, str) else None
    if not isinstance(first, date) or not isinstance(clock, time):
        return None
    return datetime.combine(first.date() if isinstance(first, datetime) else first, clock)


def _months_between(start: date, end: date) -> Months:
    found = months_between(_day(start), _day(end))
    # A part of a day counts: from noon to the morning of the day a month later is no whole month.
    if isinstance(start, datetime) and isinstance(end, datetime) and add_months(_day(start), found.months) == _day(end):
        if start < end and start.time() > end.time():
            return Months(found.months - 1)
        if start > end and start.time() < end.time():
            return Months(found.months + 1)
    return found


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _last_of_month(value: date) -> datetime | date:
    first = _day(value).replace(day=1)
    return (
        add_months(first, 1) - timedelta(days=1) if (first.year, first.month) != (9999, 12) else first.replace(day=31)
    )


_WHEN = "date: date|date and time"
FUNCTIONS: list[Function] = [
    define("date", "from: any, month: number?, day: number?", _date),
    define("time", "from: any, minute: number?, second: number?, offset: days and time duration?", _time),
    define("date and time", "from: any, time: time?", _date_and_time),
    define("duration", "from: string", read_duration),
    define("years and months duration", "from: date|date and time, to: date|date and time", _months_between),
    define("day of year", _WHEN, lambda value: _day(value).timetuple().tm_yday),
    define("day of week", _WHEN, lambda value: _DAYS[value.weekday()]),
    define("month of year", _WHEN, lambda value: _MONTHS[value.month - 1]),
    define("week of year", _WHEN, lambda value: value.isocalendar().week),
    define("last day of month", _WHEN, _last_of_month),
]

"""Dates, times and durations: reading, writing, arithmetic.

The calendar is Python's (years 1 to 9999); a value outside it is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from decisions.feel.values import CONTEXT, Months, canonical, decimal_of, kind

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*))?"
)
_DAYS = re.compile(r"(-)?P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?")
_MONTHS = re.compile(r"(-)?P(?=\d)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?")
_MIDNIGHT = time(0, 0)


def at_literal(text: str) -> Any:
    """Return the value of ``@"text"``, or None when it is no date, time or duration."""
    readers: tuple[Callable[[str], Any], ...] = (read_date, read_datetime, read_time, read_duration)
    return next((value for reader in readers if (value := reader(text)) is not None), None)


def read_date(text: str) -> date | None:
    """Return the date written ``2018-11-05``, or None."""
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time written ``10:30:00``, with an offset or a zone if given, or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        zone = _zone(match)
        return time(int(match[1]), int(match[2]), int(match[3]), int((match[4] or "").ljust(6, "0")[:6]), tzinfo=zone)
    except (ValueError, ZoneInfoNotFoundError):
        return None


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match[5]:
        return UTC
    if match[6]:
        offset = timedelta(hours=int(match[7]), minutes=int(match[8]), seconds=int(match[9] or 0))
        return timezone(-offset if match[6] == "-" else offset)
    return ZoneInfo(match[10]) if match[10] else None


def read_datetime(text: str) -> datetime | None:
    """Return the instant or local time written ``2018-11-05T10:30:00``; a date alone is its midnight; or None."""
    day, _, clock = text.partition("T")
    read = read_date(day)
    if read is None:
        return None
    at = read_time(clock) if clock else _MIDNIGHT
    return None if at is None else datetime.combine(read, at)


def read_duration(text: str) -> timedelta | Months | None:
    """Return the duration written ``P1DT2H`` or ``P1Y2M``, or None."""
    months = _MONTHS.fullmatch(text)
    if months:
        count = int(months[2] or 0) * 12 + int(months[3] or 0)
        return Months(-count if months[1] else count)
    days = _DAYS.fullmatch(text)
    if days is None or not any(days.groups()[1:]):
        return None
    try:
        length = timedelta(
            days=int(days[2] or 0),
            hours=int(days[3] or 0),
            minutes=int(days[4] or 0),
            seconds=int(days[5] or 0),
            microseconds=int((days[6] or "").ljust(6, "0")[:6]),
        )
    except OverflowError:
        return None
    return -length if days[1] else length


def write(value: date | time | timedelta | Months) -> str:
    """Return the ISO form that the readers above accept."""
    if isinstance(value, Months):
        return _write_months(value)
    if isinstance(value, timedelta):
        return _write_days(value)
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{_write_time(value.timetz(), value)}"
    return _write_time(value, None) if isinstance(value, time) else value.isoformat()


def _write_time(value: time, moment: datetime | None) -> str:
    text = value.replace(tzinfo=None).isoformat()
    if "." in text:
        text = text.rstrip("0")
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo):
        return f"{text}@{zone.key}"
    offset = (moment or value).utcoffset()
    if offset is None:
        return text
    if not offset:
        return text + "Z"
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{text}{sign}{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _write_months(value: Months) -> str:
    years, months = divmod(abs(value.months), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (parts or "0M")


def _write_days(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"


def microseconds(length: timedelta) -> int:
    """Return the exact length, for arithmetic without floats."""
    return (length.days * 86_400 + length.seconds) * 1_000_000 + length.microseconds


def seconds_of(length: timedelta) -> int | Decimal:
    """Return the exact length in seconds."""
    found = canonical(Decimal(microseconds(length)) / Decimal(1_000_000))
    assert found is not None
    return found


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day when it is shorter.

    Raises:
        ValueError: outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = 28
    while last < day.day:
        try:
            date(year, month + 1, last + 1)
        except ValueError:
            break
        last += 1
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def months_between(start: date, end: date) -> Months:
    """Return the whole months from ``start`` to ``end``, towards zero."""
    if end < start:
        return Months(-months_between(end, start).months)
    return Months((end.year - start.year) * 12 + end.month - start.month - (1 if end.day < start.day else 0))


def add(left: Any, right: Any) -> Any:  # noqa: PLR0911  # one line per pair of kinds
    """Return the sum of a point in time or duration with a duration; None where FEEL has none."""
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months + right.months)
    if isinstance(left, timedelta | Months) and not isinstance(right, timedelta | Months):
        left, right = right, left
    try:
        if isinstance(right, Months):
            return add_months(left, right.months) if isinstance(left, date) else None
        if not isinstance(right, timedelta):
            return None
        if isinstance(left, timedelta | datetime):
            return left + right
        if isinstance(left, date):
            return (datetime.combine(left, _MIDNIGHT) + right).date()
        return _turned(left, right) if isinstance(left, time) else None
    except (OverflowError, ValueError):
        return None


def _turned(clock: time, by: timedelta) -> time:
    return (
        datetime.combine(date(2000, 1, 2), clock) + timedelta(seconds=by.seconds, microseconds=by.microseconds)
    ).timetz()


def subtract(left: Any, right: Any) -> Any:  # noqa: PLR0911  # one line per pair of kinds
    """Return the difference of two points in time (a duration), or of a point and a duration; None where FEEL has none."""
    try:
        if isinstance(right, timedelta | Months):
            if isinstance(left, time | date | timedelta | Months):
                return add(left, Months(-right.months) if isinstance(right, Months) else -right)
            return None
        if isinstance(left, time) and isinstance(right, time):
            if (left.tzinfo is None) != (right.tzinfo is None):
                return None
            return datetime.combine(date(2000, 1, 1), left) - datetime.combine(date(2000, 1, 1), right)
        if isinstance(left, date) and isinstance(right, date):
            return _moment(left, right) - _moment(right, left)
    except (OverflowError, ValueError, TypeError):
        return None
    return None


def _moment(value: date, other: date) -> datetime:
    if isinstance(value, datetime):
        return value
    # Beside an instant, a date stands for its midnight in UTC.
    aware = isinstance(other, datetime) and other.tzinfo is not None
    return datetime.combine(value, _MIDNIGHT, tzinfo=UTC if aware else None)


def scaled(length: Any, by: Any, *, divide: bool = False) -> Any:
    """Return a duration times or divided by a number, towards zero; None where FEEL has none."""
    if kind(by) != "number" or not isinstance(length, timedelta | Months) or (divide and by == 0):
        return None
    amount = Decimal(length.months if isinstance(length, Months) else microseconds(length))
    exact = CONTEXT.divide(amount, decimal_of(by)) if divide else CONTEXT.multiply(amount, decimal_of(by))
    try:
        return Months(int(exact)) if isinstance(length, Months) else timedelta(microseconds=int(exact))
    except OverflowError:
        return None


def ratio(left: Any, right: Any) -> Any:
    """Return how often one duration goes into another of its kind; None where FEEL has no answer."""
    if kind(left) != kind(right):
        return None
    pair = (left.months, right.months) if isinstance(left, Months) else (microseconds(left), microseconds(right))
    return canonical(CONTEXT.divide(Decimal(pair[0]), Decimal(pair[1]))) if pair[1] else None

"""``value.name``: entries of a context, and the parts of dates, times, durations and ranges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from decisions.feel.temporal import seconds_of
from decisions.feel.values import Months, Range


def _truncated(amount: int, unit: int) -> int:
    return -(-amount // unit) if amount < 0 else amount // unit


def _whole_seconds(length: timedelta) -> int:
    return int(seconds_of(length))


def _part(length: timedelta, unit: int, modulus: int) -> int:
    seconds = _whole_seconds(length)
    part = abs(seconds) // unit % modulus
    return -part if seconds < 0 else part


def _zone(value: datetime | time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


_CLOCK: dict[str, Callable[[Any], Any]] = {
    "hour": lambda v: v.hour,
    "minute": lambda v: v.minute,
    "second": lambda v: v.second,
    "time offset": lambda v: v.utcoffset(),
    "timezone": _zone,
}
_DAY: dict[str, Callable[[Any], Any]] = {
    "year": lambda v: v.year,
    "month": lambda v: v.month,
    "day": lambda v: v.day,
    "weekday": lambda v: v.isoweekday(),
}
_PARTS: tuple[tuple[type, dict[str, Callable[[Any], Any]]], ...] = (
    (datetime, {**_DAY, **_CLOCK}),
    (date, _DAY),
    (time, _CLOCK),
    (
        timedelta,
        {
            "days": lambda v: _truncated(_whole_seconds(v), 86_400),
            "hours": lambda v: _part(v, 3_600, 24),
            "minutes": lambda v: _part(v, 60, 60),
            "seconds": lambda v: _part(v, 1, 60),
        },
    ),
    (
        Months,
        {
            "years": lambda v: _truncated(v.months, 12),
            "months": lambda v: v.months - 12 * _truncated(v.months, 12),
        },
    ),
    (
        Range,
        {
            "start": lambda v: v.low,
            "end": lambda v: v.high,
            "start included": lambda v: v.low_included,
            "end included": lambda v: v.high_included,
        },
    ),
)


def property_of(value: Any, name: str) -> Any:
    """Return the part ``name`` of ``value``, or None where it has no such part."""
    if isinstance(value, dict):
        return value.get(name)
    for sort, parts in _PARTS:
        if isinstance(value, sort):
            part = parts.get(name)
            return part(value) if part else None
    return None

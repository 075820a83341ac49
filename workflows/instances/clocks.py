"""Due dates and the clocks of timers: what stands still keeps what is left of it.

A clock that counts in working days is due at the end of a day in Shanghai. When it is interrupted on a day, that day
is not counted as spent: the public gets the whole of it again (publicity, requirements 2 step 7a).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kit import clock
from kit.workdays import NO_NOTICES, DayNotices, DueDate, add_calendar_days, add_working_days, working_days_between


class Unit(StrEnum):
    """What a span is counted in; DATE is an instant of its own."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    DATE = "date"


@dataclass(frozen=True)
class Span:
    """A length of time as a diagram states it, settings resolved; a DATE span carries its instant."""

    unit: Unit
    amount: int
    at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """A due instant (aware UTC) and whether it rests on a year without an official notice."""

    at: datetime
    provisional: bool


def due(span: Span, start: datetime, notices: DayNotices = NO_NOTICES) -> Due:
    """Return when ``span`` that starts at ``start`` is over."""
    if span.unit == Unit.DATE:
        assert span.at is not None
        return Due(span.at, provisional=False)
    if span.unit == Unit.HOURS:
        return Due(start + timedelta(hours=span.amount), provisional=False)
    day: DueDate
    if span.unit == Unit.WORKING_DAYS:
        day = add_working_days(clock.local_date(start), span.amount, notices)
    else:
        day = add_calendar_days(clock.local_date(start), span.amount)
    return Due(clock.end_of_day(day.day), day.provisional)


def remaining(span: Span, since: datetime, until: datetime, notices: DayNotices = NO_NOTICES) -> int:
    """Return what is left of ``span`` in its unit when its clock ran from ``since`` and stops at ``until``; at least 0."""
    if span.unit == Unit.DATE:
        return 0
    if span.unit == Unit.HOURS:
        return max(0, span.amount - int((until - since) / timedelta(hours=1)))
    first, last = clock.local_date(since), clock.local_date(until)
    if last <= first:
        return span.amount
    if span.unit == Unit.CALENDAR_DAYS:
        return max(0, span.amount - ((last - first).days - 1))
    # Days before today that were worked; today itself starts anew when the clock goes on.
    spent = working_days_between(first, last - timedelta(days=1), notices)
    return max(0, span.amount - spent)

"""Working days by the State Council's calendar, make-up days included, and the lunar anchors of the year.

A maintained library holds the published notices (2004 to 2026); an administrator's notices win over it. A date in a
year without a notice is counted Monday to Friday less the statutory holidays, whose days the law fixes (元旦, 除夕 to
初三, 清明, 劳动节, 端午, 中秋, 国庆: the State Council's decree as revised for 2025), and is flagged provisional: what the
notice adds, the days moved and made up, is not known before it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar import constants
from lunar_python import Lunar

WEEKEND = 5


@dataclass(frozen=True)
class DayNotices:
    """What an administrator entered from official notices: date → is it a working day; and the years so covered."""

    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class DueDate:
    """A computed date; ``provisional`` when any day counted lies in a year without an official notice."""

    day: date
    provisional: bool


NO_NOTICES = DayNotices()


@cache
def _library_years() -> frozenset[int]:
    return frozenset(day.year for day in constants.holidays) | frozenset(day.year for day in constants.workdays)


def is_announced(year: int, notices: DayNotices = NO_NOTICES) -> bool:
    """Say whether the State Council's notice for ``year`` is known."""
    return year in notices.years or year in _library_years()


def is_working_day(day: date, notices: DayNotices = NO_NOTICES) -> bool:
    """Say whether offices work on ``day``; make-up days at weekends count, public holidays do not."""
    if day in notices.days:
        return notices.days[day]
    if day.year in notices.years:
        return day.weekday() < WEEKEND
    if day.year not in _library_years():
        return day.weekday() < WEEKEND and day not in statutory_holidays(day.year)
    return bool(chinese_calendar.is_workday(day))


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """Return the days of a year that the law makes holidays, before any day is moved by a notice."""
    spring, eve = lunar_date(year, 1, 1), timedelta(days=1)
    days = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), *(date(year, 10, day) for day in (1, 2, 3))}
    days |= {spring - eve, spring, spring + eve, spring + 2 * eve}
    days |= {lunar_date(year, 5, 5), lunar_date(year, 8, 15)}
    terms = Lunar.fromYmd(year, 2, 1).getJieQiTable()
    qingming = terms["清明"]
    days.add(date(qingming.getYear(), qingming.getMonth(), qingming.getDay()))
    return frozenset(days)


def add_working_days(start: date, days: int, notices: DayNotices = NO_NOTICES) -> DueDate:
    """Return the ``days``-th working day after ``start``; the start itself is not counted.

    A publicity posted on 2018-09-26 for 5 working days ends on 2018-10-08 (requirements, section 2).
    """
    day, provisional = start, False
    left = days
    while left > 0:
        day += timedelta(days=1)
        provisional = provisional or not is_announced(day.year, notices)
        if is_working_day(day, notices):
            left -= 1
    return DueDate(day, provisional)


def add_calendar_days(start: date, days: int) -> DueDate:
    """Return the ``days``-th calendar day after ``start``; never provisional."""
    return DueDate(start + timedelta(days=days), provisional=False)


def working_days_between(start: date, end: date, notices: DayNotices = NO_NOTICES) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, notices)
    return sum(is_working_day(start + timedelta(days=n), notices) for n in range(1, (end - start).days + 1))


def last_working_day_before(day: date, notices: DayNotices = NO_NOTICES) -> date:
    """Return the last working day before ``day``."""
    day -= timedelta(days=1)
    while not is_working_day(day, notices):
        day -= timedelta(days=1)
    return day


def lunar_new_year(year: int) -> date:
    """Return the date of 正月初一 (Spring Festival) in the solar ``year``: 2010 → 2010-02-14."""
    return lunar_date(year, 1, 1)


def lunar_date(lunar_year: int, month: int, day: int) -> date:
    """Return the solar date of a day of the lunar calendar: (2009, 12, 18) → 2010-02-01."""
    solar = Lunar.fromYmd(lunar_year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())

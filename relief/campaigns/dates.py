"""The windows of the four sends (四送): fixed dates and lunar anchors of a campaign year.

春送岗位 spring jobs, 夏送清凉 summer coolness, 金秋助学 autumn study aid, 冬送温暖 winter warmth (D33). The months are
the product's assumption (requirements 0.2); the winter window ends on the eve of the next Spring Festival (E1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from kit import clock
from kit.workdays import is_working_day, lunar_date, lunar_new_year

SENDS = ("spring", "summer", "autumn", "winter")


def _first_working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


NAMED_DAYS: Mapping[str, Callable[[int], date]] = {
    # 节后: the first working day after 正月初七, when offices are back.
    "spring_opens": lambda year: _first_working_day_from(lunar_date(year, 1, 8)),
    "spring_closes": lambda year: date(year, 3, 31),
    "summer_opens": lambda year: date(year, 6, 1),
    "summer_closes": lambda year: date(year, 8, 31),
    "autumn_opens": lambda year: date(year, 7, 1),
    "autumn_closes": lambda year: date(year, 9, 30),
    # 12 月下旬 (E1)
    "winter_opens": lambda year: date(year, 12, 21),
    # 除夕: the day before 正月初一, whether 腊月 has 29 or 30 days.
    "winter_closes": lambda year: lunar_new_year(year + 1) - timedelta(days=1),
}
"""Name → the day in a campaign year."""

NAMED_DATES: frozenset[str] = frozenset(NAMED_DAYS)


def named_day(year: int, name: str) -> date:
    """Return the day that ``name`` means in the campaign ``year``."""
    return NAMED_DAYS[name](year)


def named_instant(year: int, name: str) -> datetime:
    """Return the instant of a named date: a window opens at the start of its day and closes at the end of its."""
    day = named_day(year, name)
    return clock.start_of_day(day) if name.endswith("_opens") else clock.end_of_day(day)

"""The windows of the four sends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from relief.campaigns.dates import NAMED_DATES, SENDS, named_day, named_instant


def test_winter_of_2009_lasts_to_the_eve_of_spring_festival_2010() -> None:
    assert named_day(2009, "winter_opens") == date(2009, 12, 21)
    assert named_day(2009, "winter_closes") == date(2010, 2, 13)


def test_spring_opens_when_offices_are_back() -> None:
    # 2018-02-16 is 正月初一; 正月初八 is Friday 2018-02-23, a working day.
    assert named_day(2018, "spring_opens") == date(2018, 2, 23)


@pytest.mark.parametrize("year", range(2009, 2031))
def test_every_window_opens_before_it_closes(year: int) -> None:
    for send in SENDS:
        assert named_instant(year, f"{send}_opens") < named_instant(year, f"{send}_closes")


def test_a_window_closes_at_the_end_of_its_last_day_in_shanghai() -> None:
    assert named_instant(2018, "summer_closes") == datetime(2018, 8, 31, 16, 0, tzinfo=UTC)
    assert len(NAMED_DATES) == 8

"""Due dates and what is left of a stopped clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kit import clock
from workflows.instances.clocks import Span, Unit, due, remaining

FIVE = Span(Unit.WORKING_DAYS, 5)


def shanghai(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.SHANGHAI)


def test_five_working_days_over_the_holiday_end_with_the_eighth() -> None:
    assert due(FIVE, shanghai(2018, 9, 26)).at == datetime(2018, 10, 8, 16, 0, tzinfo=UTC)


def test_late_in_the_evening_the_shanghai_day_counts() -> None:
    # 23:30 in Shanghai is still the 5th; in UTC it would be 15:30 of the 5th, half an hour later the 6th.
    before, after = datetime(2018, 11, 5, 15, 30, tzinfo=UTC), datetime(2018, 11, 5, 16, 30, tzinfo=UTC)
    assert due(FIVE, before).at + timedelta(days=1) == due(FIVE, after).at


def test_an_objection_on_the_third_day_leaves_three_days() -> None:
    # Posted on Monday 11-05: Tuesday 1, Wednesday 2, Thursday is the third day and is given again.
    assert remaining(FIVE, shanghai(2018, 11, 5), shanghai(2018, 11, 8)) == 3


def test_a_stop_on_the_day_of_posting_costs_nothing() -> None:
    assert remaining(FIVE, shanghai(2018, 11, 5), shanghai(2018, 11, 5, 17)) == 5


def test_weekends_do_not_run_on_a_stopped_clock() -> None:
    assert remaining(FIVE, shanghai(2018, 11, 9), shanghai(2018, 11, 12)) == 5


@given(
    st.integers(0, 7 * 365 * 24).map(lambda hours: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.integers(0, 60),
    st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS]),
)
def test_stopping_and_going_on_at_once_never_shortens_a_period(start: datetime, days: int, unit: Unit) -> None:
    span = Span(unit, 10)
    until = start + timedelta(days=days)
    left = remaining(span, start, until)
    assert 0 <= left <= span.amount
    if until < due(span, start).at:
        assert due(Span(unit, left), until).at >= due(span, start).at - timedelta(hours=1 if unit == Unit.HOURS else 0)

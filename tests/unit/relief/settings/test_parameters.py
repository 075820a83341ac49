"""Settings by place and day."""

from __future__ import annotations

from datetime import date

import pytest

from kit import db
from relief.eligibility.gathering import settings
from relief.eligibility.household import Settings
from relief.settings.errors import SettingOfWrongKind, SettingPeriodOverlaps, SettingUnknown
from relief.settings.parameters import DEFAULTS, NewParameter, parameter, set_parameter

ON = date(2018, 11, 5)
pytestmark = pytest.mark.usefixtures("database")


def new(
    division: str, value: object, *, start: date = date(2018, 1, 1), end: date | None = None, name: str = "dibao_line"
) -> NewParameter:
    return NewParameter(name, division, start, value, "notice 1", end)  # type: ignore[arg-type]


def test_defaults_hold_where_nobody_set_anything_and_say_so() -> None:
    with db.reading() as session:
        line = parameter(session, "dibao_line", "621002", ON)
        assert (line.integer, line.assumed, line.division) == (51_500, True, "000000")
        assert "stand-in" in line.legal_basis
        assert parameter(session, "publicity_days", "621002", ON).integer == 5
        assert settings(session, "621002", ON) == Settings()


def test_the_nearest_division_wins() -> None:
    with db.transaction() as session:
        for division, value in (("620000", 40_000), ("621000", 41_000), ("621002", 42_000)):
            set_parameter(session, new(division, value))
    with db.reading() as session:
        found = {
            code: parameter(session, "dibao_line", code, ON).integer
            for code in ("621002001", "621002", "621024", "620102", "610000")
        }
        assert found == {"621002001": 42_000, "621002": 42_000, "621024": 41_000, "620102": 40_000, "610000": 51_500}
        assert not parameter(session, "dibao_line", "621024", ON).assumed


def test_values_change_on_their_day() -> None:
    with db.transaction() as session:
        set_parameter(session, new("621002", 42_000))
        set_parameter(session, new("621002", 45_000, start=date(2018, 7, 1), end=date(2018, 12, 31)))
    with db.reading() as session:
        found = [
            parameter(session, "dibao_line", "621002", day).integer
            for day in (
                date(2017, 12, 31),
                date(2018, 1, 1),
                date(2018, 6, 30),
                date(2018, 7, 1),
                date(2018, 12, 31),
                date(2019, 1, 1),
            )
        ]
        assert found == [51_500, 42_000, 42_000, 45_000, 45_000, 51_500]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2018, 1, 1), None),
        (date(2017, 1, 1), None),
        (date(2018, 3, 1), date(2018, 4, 1)),
        (date(2018, 12, 31), None),
    ],
)
def test_two_values_at_a_time_are_refused(start: date, end: date | None) -> None:
    with db.transaction() as session:
        set_parameter(session, new("621002", 42_000, end=date(2018, 12, 31)))
    with pytest.raises(SettingPeriodOverlaps, match="621002"), db.transaction() as session:
        set_parameter(session, new("621002", 45_000, start=start, end=end))


def test_unknown_settings_and_values_of_the_wrong_kind_are_refused() -> None:
    with db.transaction() as session:
        with pytest.raises(SettingUnknown):
            parameter(session, "nothing", "621002", ON)
        for name, value in (
            ("dibao_line", True), ("dibao_line", -1), ("dibao_line", "500"), ("retired_are_out", 1),
            ("k3_other_causes", "other"), ("k3_other_causes", [1]),
        ):  # fmt: skip
            with pytest.raises(SettingOfWrongKind, match=name):
                set_parameter(session, new("621002", value, name=name))


def test_settings_reach_the_decision() -> None:
    with db.transaction() as session:
        set_parameter(session, new("620000", ["other"], name="k3_other_causes"))
        set_parameter(session, new("620000", value=False, name="retired_are_out"))
        set_parameter(session, new("620000", 9, name="event_months"))
    with db.reading() as session:
        made = settings(session, "621002", ON)
        assert (made.k3_other_causes, made.retired_are_out, made.event_months) == (("other",), False, 9)


def test_every_setting_has_a_unit_and_a_basis() -> None:
    assert all(default.unit and default.basis for default in DEFAULTS.values())

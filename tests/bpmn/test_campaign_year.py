"""The campaign year opens one plan per level on each send's day and closes what is open on its last."""

from __future__ import annotations

import pytest

from relief.campaigns.dates import NAMED_DATES, SENDS, named_day
from tests.bpmn.walk import ROOT, Walk, known, published
from workflows.engine import publish

FOLDER = "bpmn/campaign"
LEVELS = ("province", "city", "county", "grassroots")


def year_of(level: str) -> Walk:
    return Walk(published(FOLDER), {"level": level})


def test_the_diagram_passes_every_rule() -> None:
    report = publish.check_paths([ROOT / FOLDER], known(FOLDER))
    assert [str(finding.text) for finding in report.findings] == []


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_is_planned_before_a_window_opens(level: str) -> None:
    year = year_of(level)
    assert year.open == set()
    assert set(year.timers) == {"spring_opens", "autumn_opens"}


@pytest.mark.parametrize("level", LEVELS)
def test_each_window_opens_the_plan_of_the_unions_level_and_closes_it_if_it_is_left(level: str) -> None:
    year = year_of(level)
    for send in SENDS:
        year.fire(f"{send}_opens")
        assert year.open == {f"{send}_plan_{level}"}
        assert f"{send}_closes" in year.timers
        if send == "summer":
            year.do(f"summer_plan_{level}", "planned")
            assert "summer_closes" not in year.timers
        else:
            year.fire(f"{send}_closes")
        assert year.open == set()
    assert year.last.completed
    assert f"summer_plan_{level}" in year.done
    assert {f"spring_plan_{level}", f"winter_plan_{level}"} <= set(year.cancelled)


@pytest.mark.parametrize("level", LEVELS)
def test_a_send_that_is_planned_early_waits_for_the_next_window(level: str) -> None:
    year = year_of(level)
    year.fire("spring_opens").do(f"spring_plan_{level}", "planned")
    assert year.open == set()
    assert set(year.timers) == {"summer_opens", "autumn_opens"}


def test_the_windows_of_summer_and_autumn_overlap() -> None:
    year = year_of("county")
    year.fire("spring_opens").fire("spring_closes").fire("summer_opens").fire("autumn_opens")
    assert year.open == {"summer_plan_county", "autumn_plan_county"}
    year.fire("summer_closes")
    assert year.open == {"autumn_plan_county"}
    year.fire("winter_opens").fire("winter_closes")
    assert not year.last.completed
    assert year.fire("autumn_closes").last.completed


def test_every_timer_names_a_date_that_the_calendar_knows_and_the_chain_is_in_order() -> None:
    elements = published(FOLDER).elements.values()
    named = {e.deadline.setting for e in elements if e.event == "timer" and e.deadline is not None}
    assert named == NAMED_DATES
    for now in range(2010, 2031):
        chain = [
            named_day(now, f"{send}_{what}") for send in ("spring", "summer", "winter") for what in ("opens", "closes")
        ]
        assert chain == sorted(chain), now


def test_each_plan_goes_to_its_level_and_lane() -> None:
    lanes = {"province": "省总工会", "city": "市州总工会", "county": "县区总工会", "grassroots": "基层工会"}
    tasks = [element for element in published(FOLDER).elements.values() if element.kind == "userTask"]
    assert len(tasks) == 16
    for task in tasks:
        assert task.level == task.id.rsplit("_", 1)[1]
        assert task.lane == lanes[task.level]
        assert task.form == "plan_send"

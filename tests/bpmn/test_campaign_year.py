"""The campaign year opens one plan per level on each send's day and closes what is open on its last."""

from __future__ import annotations

import pytest

from relief.campaigns.dates import NAMED_DATES, SENDS, named_day
from tests.bpmn.walk import ROOT, Walk, known, published
from workflows.engine import publish

FOLDER = "bpmn/campaign"
LEVELS = ("province", "city", "county", "grassroots")


@pytest.fixture
def year() -> Walk:
    return Walk(published(FOLDER))


def plans(send: str) -> set[str]:
    return {f"{send}_plan_{level}" for level in LEVELS}


def test_the_diagram_passes_every_rule() -> None:
    report = publish.check_paths([ROOT / FOLDER], known(FOLDER))
    assert [str(finding.text) for finding in report.findings] == []


def test_nothing_is_planned_before_a_window_opens(year: Walk) -> None:
    assert year.open == set()
    assert set(year.timers) == {"spring_opens", "autumn_opens"}


def test_each_window_opens_one_plan_per_level_and_closes_what_is_left(year: Walk) -> None:
    for send in SENDS:
        year.fire(f"{send}_opens")
        assert year.open == plans(send)
        assert f"{send}_closes" in year.timers
        year.do(f"{send}_plan_city", "planned").fire(f"{send}_closes")
        assert year.open == set()
    assert year.last.completed
    assert "winter_plan_city" in year.done
    assert {"spring_plan_county", "winter_plan_province"} <= set(year.cancelled)


def test_a_send_that_is_planned_early_waits_for_the_next_window(year: Walk) -> None:
    year.fire("spring_opens")
    for level in LEVELS:
        year.do(f"spring_plan_{level}", "planned")
    assert year.open == set()
    assert set(year.timers) == {"summer_opens", "autumn_opens"}


def test_the_windows_of_summer_and_autumn_overlap(year: Walk) -> None:
    year.fire("spring_opens").fire("spring_closes").fire("summer_opens").fire("autumn_opens")
    assert year.open == plans("summer") | plans("autumn")
    year.fire("summer_closes")
    assert year.open == plans("autumn")
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

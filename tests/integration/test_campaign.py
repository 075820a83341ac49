"""A campaign year of every union of the demonstration, started by the calendar and moved by its own timers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cli import journey
from kit import audit, clock, db, demo_clock
from kit.outbox import OutboxRow
from kit.settings import ROOT
from relief.campaigns import queries as campaigns
from relief.campaigns.dates import SENDS, named_day
from relief.campaigns.errors import PlanEndsBeforeItStarts
from relief.campaigns.models import Campaign, SendPlan
from relief.campaigns.queries import SendPlanRecord
from tasks import queries as worklist
from tasks.errors import NotYourTask
from tasks.records import WorkItemRecord
from tasks.status import LIVE, WorkItemState
from tests.support.wholeness import assert_whole, contents, count
from unions import queries as unions
from workflows.flows.campaigns import Started, start_year
from workflows.instances.models import ProcessInstance
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.services.table import SERVICES

YEAR = 2019
PLANNERS = {
    "620000": "gs-manager",
    "621000": "qy-manager",
    "621002": "qx-manager",
    "621024": "hs-manager",
    "621002-Q01": "xf-clerk",
    "621024100": "ht-clerk",
}
"""Unions of each level in which somebody plans, with the planner."""
PLAN = {
    "households": "120", "budget": "36000.50", "starts_on": "2019-02-20", "ends_on": "2019-03-20",
    "measures": "专场招聘会两场，送岗位进社区。",
}  # fmt: skip


@pytest.fixture(autouse=True)
def year(province: str) -> Iterator[None]:
    """Give a province in which the campaign year is published and the calendar has run once, on 2018-11-05."""
    assert province
    journey.publish(ROOT / "bpmn" / "campaign")
    assert start_year(YEAR) == Started(len(PLANNERS), 0, ())
    yield
    assert_whole()


def move_to(instant: datetime) -> None:
    """Set the demonstration's clock and let the worker sweep until nothing is due."""
    with db.transaction() as session:
        demo_clock.move_on(session, instant - clock.now())
    while journey.sweep():
        pass


def opens(send: str) -> datetime:
    return clock.start_of_day(named_day(YEAR, f"{send}_opens"))


def closes(send: str) -> datetime:
    return clock.end_of_day(named_day(YEAR, f"{send}_closes"))


def items(code: str) -> tuple[WorkItemRecord, ...]:
    """Return all planning tasks that a union's year ever opened."""
    with db.reading() as session:
        return worklist.for_subject(session, campaign_of(session, code))


def campaign_of(session: db.Session, code: str) -> uuid.UUID:
    unit = unions.unit_by_code(session, code)
    return session.scalars(select(Campaign.id).where(Campaign.unit_id == unit.id, Campaign.year == YEAR)).one()


def open_steps(code: str) -> list[str]:
    return sorted(item.step for item in items(code) if item.state in LIVE)


def plans(code: str) -> tuple[SendPlanRecord, ...]:
    with db.reading() as session:
        return campaigns.plans(session, campaign_of(session, code))


def plan(item: WorkItemRecord, login: str, **changed: Any) -> None:
    who = journey.actor(login)
    with db.transaction() as session:
        command = CompleteTask(item.id, who, "planned", "", {**PLAN, **changed}, uuid.uuid4().hex)
        complete_task(session, command, SERVICES)


def live(code: str) -> WorkItemRecord:
    (item,) = [item for item in items(code) if item.state in LIVE]
    return item


def test_a_second_start_adds_nothing() -> None:
    before = contents()
    assert start_year(YEAR) == Started(0, len(PLANNERS), ())
    assert contents() == before
    assert count(ProcessInstance, ProcessInstance.process == "campaign_year") == len(PLANNERS)
    assert start_year(YEAR + 1).started == len(PLANNERS), "another year is another campaign"


def test_on_its_first_day_a_send_opens_one_plan_in_every_union_at_its_level() -> None:
    move_to(opens("spring") - timedelta(seconds=1))
    assert {code: open_steps(code) for code in PLANNERS} == {code: [] for code in PLANNERS}
    move_to(opens("spring"))
    assert {code: open_steps(code) for code in PLANNERS} == {
        "620000": ["spring_plan_province"],
        "621000": ["spring_plan_city"],
        "621002": ["spring_plan_county"],
        "621024": ["spring_plan_county"],
        "621002-Q01": ["spring_plan_grassroots"],
        "621024100": ["spring_plan_grassroots"],
    }
    assert count(OutboxRow, OutboxRow.event == "TaskOpened") == len(PLANNERS)
    for code, login in PLANNERS.items():
        actor = journey.actor(login)
        with db.reading() as session:
            (shown,) = worklist.inbox(session, actor).items
            unit = unions.unit_by_code(session, code)
        assert (shown.id, shown.subject_no) == (live(code).id, f"HD-{code}-{YEAR}")
        assert shown.subject_title == f"{unit.name} {YEAR}"


def test_what_is_not_planned_is_closed_on_the_last_day_and_what_is_planned_stays() -> None:
    move_to(opens("spring"))
    item = live("621002")
    plan(item, "qx-manager")
    assert plans("621002") == (
        SendPlanRecord(
            "spring_plan_county", 120, 3600050, date(2019, 2, 20), date(2019, 3, 20), PLAN["measures"],
            journey.actor("qx-manager").officer_id, plans("621002")[0].planned_at,
        ),
    )  # fmt: skip
    move_to(closes("spring") - timedelta(seconds=1))
    assert open_steps("621002") == []
    assert open_steps("621024") == ["spring_plan_county"]
    move_to(closes("spring"))
    assert {code: [each.state for each in items(code)] for code in PLANNERS} == {
        code: [WorkItemState.DONE if code == "621002" else WorkItemState.CANCELLED] for code in PLANNERS
    }
    assert count(SendPlan) == 1


def test_each_union_plans_for_itself_alone() -> None:
    move_to(opens("spring"))
    before = contents()
    for login in ("hs-manager", "qy-manager", "qx-clerk", "xf-clerk"):
        with pytest.raises(NotYourTask):
            plan(live("621002"), login)
    with pytest.raises(PlanEndsBeforeItStarts):
        plan(live("621002"), "qx-manager", ends_on="2019-02-19")
    assert contents() == before


def test_a_year_opens_every_send_once_in_every_union_and_ends() -> None:
    for send in ("spring", "summer"):
        move_to(opens(send))
        for code, login in PLANNERS.items():
            plan(live(code), login)
    move_to(opens("autumn"))
    assert open_steps("620000") == ["autumn_plan_province"]
    plan(live("620000"), "gs-manager", measures="金秋助学金")
    move_to(opens("winter"))
    assert {code: len(open_steps(code)) for code in PLANNERS} == dict.fromkeys(PLANNERS, 1)
    assert count(ProcessInstance, ProcessInstance.state == "RUNNING") == len(PLANNERS)
    move_to(closes("winter"))
    assert count(ProcessInstance, ProcessInstance.state == "RUNNING") == 0
    for code in PLANNERS:
        assert sorted(item.step.split("_")[0] for item in items(code)) == sorted(SENDS)
    assert [each.step for each in plans("620000")] == [
        "spring_plan_province", "summer_plan_province", "autumn_plan_province"
    ]  # fmt: skip
    assert count(OutboxRow, OutboxRow.event == "ProcessEnded") == len(PLANNERS)


def test_a_year_that_starts_late_opens_only_what_is_still_to_be_planned() -> None:
    move_to(clock.start_of_day(date(2020, 7, 15)))
    assert start_year().started == len(PLANNERS)
    while journey.sweep():
        pass
    with db.reading() as session:
        unit = unions.unit_by_code(session, "621002")
        started = session.scalars(select(Campaign.id).where(Campaign.unit_id == unit.id, Campaign.year == 2020)).one()
        states = {item.step: item.state for item in worklist.for_subject(session, started)}
    assert states == {
        "spring_plan_county": WorkItemState.CANCELLED,
        "summer_plan_county": WorkItemState.OPEN,
        "autumn_plan_county": WorkItemState.OPEN,
    }


def test_the_year_is_in_the_audit_chain() -> None:
    move_to(opens("spring"))
    plan(live("621002"), "qx-manager")
    with db.reading() as session:
        actions = [row.action for row in audit.history(session, campaign_of(session, "621002"))]
    assert actions == ["start_campaign", "timer:spring_opens", "complete:spring_plan_county"]

"""A case through the whole chain by the operations that the web and the worker call, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cli import journey
from kit import audit, clock, db, demo_clock
from kit.errors import AppError, FieldErrors
from relief.evidence.objections import NewObjection
from relief.files import queries as files
from relief.intake.status import Status
from tasks import queries as worklist
from tasks.errors import ExcludedFromTask, NotYourTask, OpinionMissing, OutcomeUnknown, TaskAlreadyCompleted
from tests.support import cases
from workflows.instances import queries
from workflows.instances.errors import IncidentNotFound, NothingWaits, RequestReused, TimerNotRunning
from workflows.operations.claim_task import ClaimTask, claim_task
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.context import ServiceContext, Services
from workflows.operations.control_clock import ControlClock, pause_clock, resume_clock
from workflows.operations.permissions import NotAnOperator
from workflows.operations.raise_objection import RaiseObjection, raise_objection
from workflows.operations.retry_incident import RetryIncident, retry_incident
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.services.table import SERVICES

pytestmark = pytest.mark.usefixtures("province")


def _submit(
    item_id: uuid.UUID, login: str, outcome: str, request_id: str, values: Mapping[str, Any], opinion: str = "好"
) -> Any:
    with db.transaction() as session:
        command = CompleteTask(item_id, journey.actor(login), outcome, opinion, values, request_id)
        return complete_task(session, command, SERVICES)


def test_the_household_of_the_newspaper_gets_its_file() -> None:
    case_id = journey.apply()
    done = [item.step for item, _ in journey.walk(case_id)]
    assert done[0] == "accept"
    assert done.index("chair_sign") > done.index("post_notice") > done.index("deliberate") > done.index("home_visit")
    assert cases.record(case_id).status == Status.FILED
    with db.reading() as session:
        file = files.file_of_case(session, case_id)
        assert file is not None
        assert file.file_no.startswith("DA-621002-")
        assert audit.verify(session).damages == ()
        actions = [row.action for row in audit.history(session, case_id)]
    assert {"start_case", "complete:chair_sign", "service:file_case", "timer:publicity_period"} <= set(actions)


def test_publicity_lasts_five_working_days_and_nothing_goes_on_before() -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    (timer,) = cases.timers(case_id, "publicity_period")
    posted = clock.local_date(timer.opened_at)
    assert timer.due_at is not None
    assert (clock.local_date(timer.due_at - timedelta(seconds=1)) - posted).days == 7
    for _ in range(4):
        journey.next_working_day()
        assert journey.sweep() == 0
        assert cases.steps(case_id) == []
    with db.transaction() as session:
        demo_clock.move_on(session, timer.due_at - clock.now())
    assert journey.sweep() == 1
    assert cases.steps(case_id) == ["review"]
    assert journey.sweep() == 0


def test_a_clerk_of_another_county_can_do_nothing_and_changes_nothing() -> None:
    case_id = cases.case_at("accept")
    item = cases.item_of(case_id, "accept")
    given = journey.story(item)
    with pytest.raises(NotYourTask):
        _submit(item.id, "hs-clerk", given.outcome, "r-1", given.values)
    assert cases.item_of(case_id, "accept") == item


def test_the_same_request_twice_completes_once() -> None:
    case_id = cases.case_at("accept")
    item = cases.item_of(case_id, "accept")
    given = journey.story(item)
    first = _submit(item.id, given.login, given.outcome, "request-1", given.values)
    again = _submit(item.id, given.login, given.outcome, "request-1", given.values)
    assert again == first
    with pytest.raises(TaskAlreadyCompleted):
        _submit(item.id, given.login, given.outcome, "request-2", given.values)
    with pytest.raises(RequestReused):
        _submit(cases.item_of(case_id, "data_check").id, "qx-clerk", "matched", "request-1", {})


def test_an_application_sent_twice_is_one_case() -> None:
    first = journey.apply(request_id="apply-1")
    assert journey.apply(request_id="apply-1") == first
    with pytest.raises(RequestReused):
        _submit(cases.item_of(first, "accept").id, "xf-clerk", "complete", "apply-1", {})


def test_what_is_entered_wrongly_is_refused_whole() -> None:
    case_id = cases.case_at("home_visit")
    item = cases.item_of(case_id, "home_visit")
    given = journey.story(item)
    with pytest.raises(FieldErrors) as refused:
        _submit(item.id, given.login, "done", "r", {**given.values, "earned_year": "many", "photos": []})
    assert {"earned_year", "photos"} <= set(refused.value.errors)
    with pytest.raises(OutcomeUnknown):
        _submit(item.id, given.login, "signed", "r", given.values)
    assert cases.item_of(case_id, "home_visit") == item
    with db.reading() as session:
        assert queries.receipt(session, "r") is None


def test_an_opinion_is_asked_for_where_the_diagram_wants_one() -> None:
    case_id = cases.case_at("review")
    item = cases.item_of(case_id, "review")
    values = {"return_reason": "UNCLEAR", "return_to": "sums", "missing": ["SUMS"]}
    with pytest.raises((OpinionMissing, FieldErrors)):
        _submit(item.id, "qx-reviewer", "return", "r", values, opinion="  ")


def test_nobody_passes_two_gates() -> None:
    case_id = cases.case_at("deliberate")
    cases.do(case_id, "deliberate")
    with db.reading() as session:
        (committee1,) = worklist.doers(session, case_id, ["deliberate"])
    list(journey.walk(case_id, until="chair_sign"))
    assert committee1 in cases.item_of(case_id, "chair_sign").excluded


def test_a_claimed_task_is_the_claimants() -> None:
    case_id = cases.case_at("deliberate")
    item = cases.item_of(case_id, "deliberate")
    with db.transaction() as session:
        claim_task(session, ClaimTask(item.id, journey.actor("xf-committee2")))
    given = journey.story(item)
    with pytest.raises(AppError, match="claimed it"):
        _submit(item.id, "xf-committee1", given.outcome, "r", given.values)
    _submit(item.id, "xf-committee2", given.outcome, "r", given.values)
    assert cases.steps(case_id) == ["appraise"]


def _object(case_id: uuid.UUID) -> uuid.UUID:
    with db.transaction() as session:
        objection = NewObjection(channel="phone", anonymous=True, content="听说他家有个小卖部")
        command = RaiseObjection(case_id, journey.actor("qx-clerk"), objection)
        return raise_objection(session, command, SERVICES)


def _objected_on_the_third_day() -> uuid.UUID:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    for _ in range(3):
        journey.next_working_day()
    _object(case_id)
    return case_id


FINDING = {"investigated_on": "", "method": ["visit"], "finding": "经实地核查，小卖部属于邻居。"}


def _handle(case_id: uuid.UUID, outcome: str, **more: str) -> None:
    with db.reading():
        today = clock.today().isoformat()
    item = cases.item_of(case_id, "handle_objection")
    _submit(item.id, "qx-reviewer", outcome, uuid.uuid4().hex, {**FINDING, "investigated_on": today, **more})


def test_an_objection_stops_the_clock_and_a_dismissed_one_lets_it_go_on() -> None:
    case_id = _objected_on_the_third_day()
    assert cases.steps(case_id) == ["handle_objection"]
    (stopped,) = cases.timers(case_id, "publicity_period")
    assert (stopped.state, stopped.remaining_days, stopped.due_at) == ("CANCELLED", 3, None)
    for _ in range(6):
        journey.next_working_day()
        assert journey.sweep() == 0
    _handle(case_id, "dismissed")
    assert cases.steps(case_id) == []
    for _ in range(3):
        journey.next_working_day()
        assert journey.sweep() == 0
    journey.next_working_day()
    assert journey.sweep() == 1
    list(journey.walk(case_id))
    assert cases.record(case_id).status == Status.FILED


def test_an_upheld_objection_leads_to_a_new_visit_and_a_new_posting_in_full() -> None:
    case_id = _objected_on_the_third_day()
    _handle(case_id, "upheld_recheck")
    assert cases.steps(case_id) == ["data_check", "home_visit"]
    list(journey.walk(case_id, until="post_notice"))
    cases.do(case_id, "post_notice")
    first, second = cases.timers(case_id, "publicity_period")
    assert second.due_at is not None
    assert (clock.local_date(second.due_at - timedelta(seconds=1)) - clock.local_date(second.opened_at)).days == 7
    list(journey.walk(case_id))
    assert cases.record(case_id).status == Status.FILED
    assert first.state == "CANCELLED"


def test_an_upheld_objection_can_end_the_case_and_a_second_one_joins_the_first() -> None:
    case_id = _objected_on_the_third_day()
    _object(case_id)
    assert cases.steps(case_id) == ["handle_objection"]
    _handle(case_id, "upheld_reject", reject_reason="OBJECTION")
    assert cases.record(case_id).status == Status.REJECTED
    assert journey.open_items(case_id) == ()


@pytest.mark.parametrize("step", ["accept", "home_visit", "sums", "review", "approve"])
def test_the_applicant_may_withdraw_at_any_time_before_entry(step: str) -> None:
    case_id = cases.case_at(step)
    with pytest.raises(AppError), db.transaction() as session:
        withdraw_case(session, WithdrawCase(case_id, journey.actor("hs-clerk"), "x"), SERVICES)
    with db.transaction() as session:
        withdraw_case(session, WithdrawCase(case_id, journey.actor("xf-clerk"), "已找到工作"), SERVICES)
    assert cases.record(case_id).status == Status.WITHDRAWN
    assert journey.open_items(case_id) == ()
    with db.reading() as session:
        assert queries.instances_of(session, "case", case_id)[0].ended_in == "end_withdrawn"


def test_what_is_not_supplied_in_time_lapses() -> None:
    case_id = cases.case_at("accept")
    cases.do(case_id, "accept", "incomplete", missing=["HUKOU"])
    assert cases.steps(case_id) == ["supplement"]
    for _ in range(20):
        journey.next_working_day()
        assert journey.sweep() == 0
    journey.next_working_day()
    assert journey.sweep() == 1
    assert cases.record(case_id).status == Status.LAPSED


def test_a_return_goes_back_to_the_step_that_it_names() -> None:
    case_id = cases.case_at("review")
    cases.do(case_id, "review", "return", return_reason="UNCLEAR", return_to="sums", missing=["SUMS"])
    assert cases.steps(case_id) == ["supplement"]
    item = cases.item_of(case_id, "supplement")
    _submit(item.id, "xf-clerk", "supplied", "r", {"supplied": ["SUMS"], "note": "已补"})
    assert cases.steps(case_id) == ["sums"]


def _broken(_session: db.Session, _context: ServiceContext) -> Mapping[str, Any]:
    message = "the register is down"
    raise RuntimeError(message)


def test_a_failing_service_stops_only_its_case_and_can_be_retried() -> None:
    broken: Services = {**SERVICES, "file_case": _broken}
    case_id = cases.case_at("approve")
    item, given = cases.item_of(case_id, "approve"), journey.story(cases.item_of(case_id, "approve"))
    with db.transaction() as session:
        command = CompleteTask(item.id, journey.actor(given.login), given.outcome, "", given.values, "r")
        complete_task(session, command, broken)
    with db.reading() as session:
        (incident,) = queries.incidents(session)
    assert incident.element_id == "file_case"
    assert "RuntimeError" in incident.text.render("en")
    assert "register" not in incident.text.render("en")
    with pytest.raises(NotAnOperator), db.transaction() as session:
        retry_incident(session, RetryIncident(incident.id, journey.actor("xf-clerk")), SERVICES)
    elsewhere = replace(journey.actor("gs-admin"), posts=tuple(
        replace(post, unit_id=other.unit_id) for post in journey.actor("gs-admin").posts for other in journey.actor("hs-chair").posts
    ))  # fmt: skip
    with pytest.raises(IncidentNotFound), db.transaction() as session:
        retry_incident(session, RetryIncident(incident.id, elsewhere), SERVICES)
    with db.transaction() as session:
        assert not retry_incident(session, RetryIncident(incident.id, journey.actor("gs-admin")), broken)
    with db.transaction() as session:
        assert retry_incident(session, RetryIncident(incident.id, journey.actor("gs-admin")), SERVICES)
    assert cases.record(case_id).status == Status.FILED
    with db.reading() as session:
        assert queries.incidents(session) == ()
        (resolved,) = queries.incidents(session, only_open=False)
    assert (resolved.attempts, resolved.state) == (2, "RESOLVED")


def test_a_clock_can_be_stopped_with_a_reason_and_goes_on_with_what_was_left() -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    journey.next_working_day()
    journey.next_working_day()
    command = ControlClock(case_id, "publicity_period", journey.actor("qx-reviewer"), "等待民政回复")
    with db.transaction() as session:
        pause_clock(session, command)
    with pytest.raises(TimerNotRunning), db.transaction() as session:
        pause_clock(session, command)
    for _ in range(10):
        journey.next_working_day()
        assert journey.sweep() == 0
    with db.transaction() as session:
        resume_clock(session, command)
    (timer,) = cases.timers(case_id, "publicity_period")
    assert (timer.state, timer.remaining_days) == ("OPEN", 4)
    with pytest.raises(NothingWaits), db.transaction() as session:
        resume_clock(session, ControlClock(case_id, "lapse", journey.actor("qx-reviewer"), "x"))


def test_an_excluded_officer_is_refused_with_the_reason() -> None:
    case_id = cases.case_at("county_check")
    item = cases.item_of(case_id, "county_check")
    assert item.excluded
    reviewer = journey.actor("qx-reviewer")
    assert reviewer.officer_id in item.excluded
    with pytest.raises((ExcludedFromTask, NotYourTask)):
        _submit(item.id, "qx-reviewer", "pass", "r", {})

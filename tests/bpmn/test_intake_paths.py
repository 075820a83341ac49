"""Every path through the intake diagram, walked on the real engine with the real files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.bpmn.walk import ROOT, Walk, known, published
from workflows.engine import publish
from workflows.engine.errors import MessageNotAwaited, OutcomeNotOffered

FOLDER = "bpmn/intake"


@pytest.fixture
def case() -> Walk:
    return Walk(published(FOLDER))


# Each step by which a case that goes well goes on, in order.
HAPPY: tuple[Callable[[Walk], Walk], ...] = (
    lambda w: w.do("accept", "complete"),
    lambda w: w.serve("decide_scope", scope="IN"),
    lambda w: w.do("data_check", "matched"),
    lambda w: w.do("home_visit", "done"),
    lambda w: w.do("sums", "agreed"),
    lambda w: w.serve("decide_category", category="K1"),
    lambda w: w.do("deliberate", "propose"),
    lambda w: w.do("appraise", "propose"),
    lambda w: w.do("post_notice", "posted"),
    lambda w: w.fire("publicity_period"),
    lambda w: w.do("review", "pass"),
    lambda w: w.do("chair_sign", "sign"),
    lambda w: w.do("approve", "pass"),
    lambda w: w.serve("file_case"),
    lambda w: w.do("county_check", "pass"),
    lambda w: w.serve("draw_sample", sampled=False),
)
ORDER = (
    "accept", "decide_scope", "data_check", "home_visit", "sums", "decide_category", "deliberate", "appraise", "post_notice",
    "publicity_period", "review", "chair_sign", "approve", "file_case", "county_check", "draw_sample",
)  # fmt: skip
RETURNING = ("deliberate", "appraise", "review", "chair_sign", "approve")


def until(walk: Walk, element_id: str) -> Walk:
    """Take a case to the step before which nothing went wrong."""
    for name, on in zip(ORDER, HAPPY, strict=True):
        if name == element_id:
            break
        on(walk)
    return walk


def from_sums_on(walk: Walk, element_id: str) -> Walk:
    """Take a case that is at the sums again to a later step."""
    start = ORDER.index("sums")
    for name, on in zip(ORDER[start:], HAPPY[start:], strict=True):
        if name == element_id:
            break
        on(walk)
    return walk


def waits_for(walk: Walk, *elements: str) -> None:
    assert walk.open == set(elements)
    assert "withdrawal" in walk.messages
    assert walk.state is None


def test_the_diagram_passes_every_rule_and_its_gates_are_proved() -> None:
    report = publish.check_paths([ROOT / FOLDER], known(FOLDER))
    assert [str(finding.text) for finding in report.findings] == []
    assert [process.id for process in report.processes] == ["intake"]


def test_a_case_goes_from_the_application_to_its_file_through_all_four_gates(case: Walk) -> None:
    waits_for(case, "accept")
    until(case, "data_check")
    waits_for(case, "data_check", "home_visit")
    until_from = case.do("home_visit", "done")
    waits_for(until_from, "data_check")
    case.do("data_check", "difference")
    waits_for(case, "sums")
    from_sums_on(case, "file_case")
    waits_for(case, "file_case")
    assert case.gates == ["visit", "study", "publicity", "signature"]
    case.serve("file_case").do("county_check", "pass").serve("draw_sample", sampled=False)
    assert case.state == "filed"
    assert case.open == set()


def test_incomplete_papers_are_supplied_and_accepted_anew(case: Walk) -> None:
    case.do("accept", "incomplete")
    waits_for(case, "supplement")
    assert "lapse" in case.timers
    case.do("supplement", "supplied")
    waits_for(case, "accept")
    assert case.timers == {}
    until(case, "file_case")
    waits_for(case, "file_case")


def test_a_case_not_yet_in_scope_supplies_and_is_decided_again(case: Walk) -> None:
    case.do("accept", "complete").serve("decide_scope", scope="NOT_YET").do("supplement", "supplied")
    waits_for(case, "accept")
    case.do("accept", "complete").serve("decide_scope", scope="REVIEW")
    waits_for(case, "data_check", "home_visit")


@pytest.mark.parametrize("scope", ["OUT", "DUPLICATE", None])
def test_whoever_is_out_of_scope_or_filed_already_is_rejected(case: Walk, scope: str | None) -> None:
    case.do("accept", "complete").serve("decide_scope", scope=scope)
    waits_for(case, "record_rejection")
    assert case.serve("record_rejection").state == "rejected"


def test_no_reply_of_other_offices_does_not_hold_a_case(case: Walk) -> None:
    until(case, "data_check").do("data_check", "no_reply").do("home_visit", "done")
    waits_for(case, "sums")


@pytest.mark.parametrize("first", ["nothing", "matched"])
def test_a_refused_visit_rejects_at_once_and_the_gate_stays_shut(case: Walk, first: str) -> None:
    until(case, "data_check")
    if first == "matched":
        case.do("data_check", "matched")
    case.do("home_visit", "refused")
    waits_for(case, "record_rejection")
    assert ("data_check" in case.cancelled) == (first == "nothing")
    assert case.serve("record_rejection").state == "rejected"


def test_disputed_sums_go_on_to_the_committee(case: Walk) -> None:
    until(case, "sums").do("sums", "disputed").serve("decide_category", category="OUT")
    waits_for(case, "deliberate")


@pytest.mark.parametrize("element_id", ["accept", *RETURNING])
def test_each_step_may_reject(case: Walk, element_id: str) -> None:
    until(case, element_id).do(element_id, "reject")
    waits_for(case, "record_rejection")
    assert case.serve("record_rejection").state == "rejected"
    assert case.messages == {}


@pytest.mark.parametrize("element_id", RETURNING)
def test_each_step_may_send_back_to_the_verification_and_everything_is_done_again(case: Walk, element_id: str) -> None:
    until(case, element_id).do(element_id, "return", return_to="verify")
    waits_for(case, "supplement")
    case.do("supplement", "supplied")
    waits_for(case, "data_check", "home_visit")
    case.gates.clear()
    case.do("data_check", "matched").do("home_visit", "done")
    from_sums_on(case, "file_case")
    waits_for(case, "file_case")
    assert case.gates == ["visit", "study", "publicity", "signature"]


@pytest.mark.parametrize("element_id", RETURNING)
def test_each_step_may_send_back_to_the_sums(case: Walk, element_id: str) -> None:
    until(case, element_id).do(element_id, "return", return_to="sums").do("supplement", "supplied")
    waits_for(case, "sums")
    from_sums_on(case, "file_case")
    waits_for(case, "file_case")


def test_a_second_return_goes_where_it_says_not_where_the_first_went(case: Walk) -> None:
    until(case, "review").do("review", "return", return_to="verify").do("supplement", "supplied")
    case.do("home_visit", "done").do("data_check", "matched")
    from_sums_on(case, "approve").do("approve", "return", return_to="sums").do("supplement", "supplied")
    waits_for(case, "sums")


def test_send_backs_do_not_let_the_snapshot_grow(case: Walk) -> None:
    until(case, "review")
    sizes = set()
    for _ in range(12):
        case.do("review", "return", return_to="verify").do("supplement", "supplied")
        case.do("home_visit", "done").do("data_check", "matched")
        from_sums_on(case, "review")
        sizes.add(len(case.last.snapshot))
    # Numbers of openings get longer by a digit now and then.
    assert max(sizes) - min(sizes) <= 16


def test_a_dismissed_objection_lets_the_same_clock_go_on(case: Walk) -> None:
    until(case, "publicity_period")
    first = case.timers["publicity_period"]
    case.deliver("objection")
    waits_for(case, "handle_objection")
    assert case.timers == {}
    assert "publicity_period" in case.cancelled
    case.do("handle_objection", "dismissed")
    waits_for(case)
    assert case.timers["publicity_period"] != first
    [timer] = case.last.timers
    assert timer.clock == "publicity"
    assert timer.deadline is not None
    assert timer.deadline.setting == "publicity_days"
    case.deliver("objection").do("handle_objection", "dismissed").fire("publicity_period")
    waits_for(case, "review")
    assert case.gates == ["visit", "study", "publicity"]


def test_only_a_new_posting_starts_the_clock_afresh() -> None:
    elements = published(FOLDER).elements
    assert [element.id for element in elements.values() if element.resets == "publicity"] == ["post_notice"]


def test_an_upheld_objection_goes_back_to_the_verification_and_is_posted_again(case: Walk) -> None:
    until(case, "publicity_period").deliver("objection").do("handle_objection", "upheld_recheck")
    waits_for(case, "data_check", "home_visit")
    case.do("data_check", "matched").do("home_visit", "done")
    from_sums_on(case, "post_notice")
    waits_for(case, "post_notice")


def test_an_upheld_objection_may_reject(case: Walk) -> None:
    until(case, "publicity_period").deliver("objection").do("handle_objection", "upheld_reject")
    waits_for(case, "record_rejection")
    assert case.serve("record_rejection").state == "rejected"


def test_nobody_objects_outside_publicity(case: Walk) -> None:
    until(case, "review")
    with pytest.raises(MessageNotAwaited):
        case.deliver("objection")


@pytest.mark.parametrize("element_id", [*ORDER, "spot_check", "supplement", "handle_objection", "record_rejection"])
def test_the_applicant_may_withdraw_wherever_the_case_waits(case: Walk, element_id: str) -> None:
    special: dict[str, Callable[[Walk], Walk]] = {
        "spot_check": lambda w: until(w, "county_check").do("county_check", "problem"),
        "supplement": lambda w: w.do("accept", "incomplete"),
        "handle_objection": lambda w: until(w, "publicity_period").deliver("objection"),
        "record_rejection": lambda w: w.do("accept", "reject"),
    }
    special.get(element_id, partial(until, element_id=element_id))(case)
    before = case.open
    case.deliver("withdrawal")
    assert case.open == before | {"record_withdrawal"}
    case.serve("record_withdrawal")
    assert case.state == "withdrawn"
    assert case.open == set()
    assert case.timers == case.messages == {}
    assert before <= set(case.cancelled)


def test_silence_lapses_the_case(case: Walk) -> None:
    until(case, "review").do("review", "return", return_to="verify").fire("lapse")
    waits_for(case, "record_lapse")
    assert "supplement" in case.cancelled
    assert case.serve("record_lapse").state == "lapsed"


@pytest.mark.parametrize(("result", "end"), [("pass", None), ("problem", "supervise")])
def test_a_drawn_file_is_checked_on_the_spot(case: Walk, result: str, end: str | None) -> None:
    until(case, "draw_sample").serve("draw_sample", sampled=True)
    waits_for(case, "spot_check")
    case.do("spot_check", result)
    if end is not None:
        waits_for(case, end)
        case.do(end, "ordered")
    assert case.state == "filed"


def test_a_problem_in_the_county_is_always_checked_on_the_spot(case: Walk) -> None:
    until(case, "county_check").do("county_check", "problem")
    waits_for(case, "spot_check")
    assert "draw_sample" not in case.done


def test_a_step_offers_only_its_legal_outcomes(case: Walk) -> None:
    until(case, "chair_sign")
    with pytest.raises(OutcomeNotOffered):
        case.do("chair_sign", "pass")


def test_every_user_task_says_who_by_when_with_what_and_why() -> None:
    definition = published(FOLDER)
    lanes = {"province": "省总工会", "city": "市州总工会", "county": "县区总工会", "grassroots": "基层工会"}
    tasks = [element for element in definition.elements.values() if element.kind == "userTask"]
    assert len(tasks) == 15
    for task in tasks:
        assert task.form == task.id
        assert task.deadline is not None
        assert task.level is not None
        assert task.lane == lanes[task.level], task.id
        assert task.name_en != task.name
    assert definition.bpmn_xml.count("<bpmn:documentation>") == len(tasks) + 1

"""What the step reports and keeps."""

from __future__ import annotations

import pytest

from tests.unit.workflows.engine.drawing import (
    bf,
    both,
    boundary,
    catch,
    decision,
    duration,
    el,
    end,
    ext,
    flow,
    flows,
    many,
    message,
    proc,
    service,
    start,
    sub,
    task,
    terminate,
    user,
    xor,
)
from tests.unit.workflows.engine.driving import Case
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine.definition import Deadline, load
from workflows.engine.errors import (
    TooManyInstances,
)
from workflows.engine.step import Closed, CompleteTask, DeliverMessage


def test_a_start_opens_the_first_tasks_timers_and_messages() -> None:
    deadline = ext(bf("deadline", setting="publicity_days"), bf("clock", name="publicity"))
    case = Case(
        start() + both("g") + task("a") + boundary("bt", "a", deadline, duration()) + catch("m", message()) + end("e1"),
        end("e2") + end("e3") + flows("s", "g", "a", "e1") + flows("bt", "e2") + flows("g", "m", "e3"),
    )
    step = case.step
    assert [(opened.key, opened.element_id) for opened in step.opened] == [("a#1", "a")]
    assert [(t.key, t.element_id, t.deadline, t.clock) for t in step.timers] == [
        ("bt#2", "bt", Deadline(setting="publicity_days"), "publicity")
    ]
    assert [(m.key, m.element_id, m.name) for m in step.messages] == [("m#3", "m", "m1")]
    assert (step.services, step.closed, step.ended) == ((), (), ())
    assert step.passed == ("s", "g")


def test_a_completed_task_closes_and_cancels_its_timer() -> None:
    case = Case(
        start() + user("a") + boundary("bt", "a") + user("b") + end() + flows("s", "a", "b", "e") + flows("bt", "b")
    )
    step = case.complete("a")
    assert step.closed == (Closed("a#1", "a", "completed"), Closed("bt#2", "bt", "cancelled"))
    assert [opened.key for opened in step.opened] == ["b#3"]
    assert step.passed == ("a",)


def test_a_fired_timer_cancels_the_task() -> None:
    case = Case(
        start() + user("a") + boundary("bt", "a") + user("x") + end() + flows("s", "a", "e") + flows("bt", "x", "e")
    )
    step = case.fire("bt")
    assert step.closed == (Closed("a#1", "a", "cancelled"), Closed("bt#2", "bt", "completed"))
    assert [opened.element_id for opened in step.opened] == ["x"]


def test_a_side_timer_leaves_the_task_open() -> None:
    case = Case(
        start() + user("a") + boundary("bt", "a", interrupting=False) + user("x") + end() + end("e2"),
        flows("s", "a", "e") + flows("bt", "x", "e2"),
    )
    assert case.fire("bt").closed == (Closed("bt#2", "bt", "completed"),)
    assert case.waits() == ["a", "x"]
    assert case.complete("a").completed is False
    assert case.complete("x").completed is True


def test_services_and_decisions_are_waits_that_carry_their_variables() -> None:
    case = Case(
        start() + service("sv") + decision("d") + end() + flows("s", "sv", "d", "e"), variables={"household": "h1"}
    )
    [call] = case.step.services
    assert (call.key, call.kind, call.name, call.variables) == ("sv#1", "service", "record", {"household": "h1"})
    [call] = case.complete("sv", number=7).services
    assert (call.key, call.kind, call.name, call.variables) == (
        "d#2",
        "decision",
        "scope",
        {"household": "h1", "number": 7},
    )
    assert case.complete("d", scope="IN").variables == {"household": "h1", "number": 7, "scope": "IN"}


def test_the_first_event_behind_a_gateway_cancels_the_others() -> None:
    drawing = (
        start() + el("eventBasedGateway", "g") + catch("t") + catch("o", message()) + user("a") + user("b") + end(),
        flows("s", "g", "t", "a", "e") + flows("g", "o", "b", "e"),
    )
    case = Case(*drawing)
    assert [(timer.key, timer.element_id) for timer in case.step.timers] == [("t#1", "t")]
    assert [(wait.key, wait.element_id) for wait in case.step.messages] == [("o#2", "o")]
    step = case.fire("t")
    assert step.closed == (Closed("t#1", "t", "completed"), Closed("o#2", "o", "cancelled"))
    assert step.passed == ("g", "t")
    step = Case(*drawing).advance(DeliverMessage("m1", {"why": "noise"}))
    assert step.closed == (Closed("t#1", "t", "cancelled"), Closed("o#2", "o", "completed"))
    assert [opened.element_id for opened in step.opened] == ["b"]
    assert step.variables == {"why": "noise"}


def test_a_message_reaches_every_wait_for_its_name() -> None:
    case = Case(
        start() + both("g") + catch("x", message()) + catch("y", message()) + catch("z", message("m2")) + end(),
        end("e2") + end("e3") + flows("s", "g", "x", "e") + flows("g", "y", "e2") + flows("g", "z", "e3"),
    )
    step = case.advance(DeliverMessage("m1", {}))
    assert {closed.element_id for closed in step.closed} == {"x", "y"}
    assert case.advance(DeliverMessage("m2", {})).completed


def test_a_message_that_cancels_another_wait_for_itself_is_delivered_once() -> None:
    case = Case(
        start() + sub("sp", start("s2") + catch("inner", message()) + end("e2") + flows("s2", "inner", "e2")),
        boundary("outer", "sp", message()) + user("a") + user("b") + end(),
        flows("s", "sp", "a", "e") + flows("outer", "b", "e"),
    )
    step = case.advance(DeliverMessage("m1", {}))
    assert {closed.how for closed in step.closed} == {"completed"}
    assert len(step.opened) == 1


def test_an_end_that_terminates_cancels_the_rest() -> None:
    case = Case(
        start() + both("g") + user("a") + catch("m", message()) + terminate("stop") + end(),
        flows("s", "g", "a", "e") + flows("g", "m", "stop"),
    )
    step = case.advance(DeliverMessage("m1", {}))
    assert step.completed
    assert step.ended == ("stop",)
    assert Closed("a#1", "a", "cancelled") in step.closed


def test_keys_of_instances_are_distinct_and_stable() -> None:
    case = Case(
        start() + user("m", many()) + user("n") + end() + flows("s", "m", "n", "e"), variables={"items": [1, 2, 3]}
    )
    assert [opened.key for opened in case.step.opened] == ["m#1", "m#2", "m#3"]
    case.advance(CompleteTask("m#2", {"out": 20}))
    assert case.keys("m") == ["m#1", "m#3"]
    case.advance(CompleteTask("m#3", {"out": None}))
    step = case.advance(CompleteTask("m#1", {}))
    assert step.variables["outs"] == [20, None, None]
    assert case.waits() == ["n"]


def test_a_repeated_activity_starts_with_an_empty_list_each_time() -> None:
    case = Case(
        start() + xor("j") + user("m", many(sequential=True)) + user("n") + xor("q", "d") + end(),
        flows("s", "j", "m", "n", "q") + flow("q", "j", "n = 1") + flow("q", "e", fid="d"),
        variables={"items": [None, 5]},
    )
    for _ in range(2):
        case.complete("m", out=1)
        case.complete("m", out=2)
        assert case.complete("n", n=1).variables["outs"] == []
    assert [opened.key for opened in case.step.opened] == ["m#7"]


def test_too_many_instances_are_refused() -> None:
    with pytest.raises(TooManyInstances):
        Case(start() + user("m", many()) + end() + flows("s", "m", "e"))
    number = many(inner="<bpmn:loopCardinality>10 ** 9</bpmn:loopCardinality>")
    with pytest.raises(TooManyInstances):
        Case(start() + user("m", number) + end() + flows("s", "m", "e"))


def test_what_was_set_last_wins_where_branches_meet() -> None:
    block = sub(
        "block",
        start("s2") + both("g") + user("a") + user("b") + both("j") + end("e2"),
        flows("s2", "g", "a", "j", "e2") + flows("g", "b", "j"),
    )
    case = Case(
        start() + xor("m") + block + user("c") + xor("q", "d") + end(),
        flows("s", "m", "block", "c", "q") + flow("q", "m", "again") + flow("q", "e", fid="d"),
    )
    case.complete("a", visit="done")
    case.complete("b")
    assert case.complete("c", again=True).variables["visit"] == "done"
    # The branch that never touched the variable arrives last, and must not bring the old value back.
    case.complete("a", visit="refused")
    assert case.complete("b").variables["visit"] == "refused"


def test_a_called_process_runs_inside_and_its_variables_come_back() -> None:
    called = proc(start("qs") + user("u") + end("qe") + flows("qs", "u", "qe"), pid="Q")
    case = Case(
        start() + el("callActivity", "ca", calledElement="Q") + user("n") + end() + flows("s", "ca", "n", "e"),
        variables={"k": 1},
        more=(called,),
    )
    step = case.complete("u", got=2)
    assert step.variables == {"k": 1, "got": 2}
    assert step.passed == ("u", "qe", "ca")


def test_the_intake_shape_runs_to_its_end() -> None:
    case = Case.of(load(intake()))
    case.complete("accept", "complete")
    case.complete("decide_scope", scope="REVIEW")
    assert case.waits() == ["data_check", "home_visit", "withdrawal"]
    case.complete("home_visit", "done")
    case.complete("data_check", "matched")
    case.complete("sums", "agreed")
    case.complete("decide_category", category="deep")
    case.complete("deliberate", "propose")
    case.complete("appraise", "propose")
    case.complete("post_notice", "posted")
    case.advance(DeliverMessage("objection", {}))
    step = case.complete("handle_objection", "dismissed")
    assert [timer.clock for timer in step.timers] == ["publicity"]
    case.fire("publicity_period")
    case.complete("review", "pass")
    case.complete("chair_sign", "sign")
    [call] = case.complete("approve", "pass").services
    assert call.name == "file_case"
    step = case.complete("file_case")
    assert step.completed
    assert step.ended == ("end_filed",)
    assert {closed.element_id: closed.how for closed in step.closed} == {
        "file_case": "completed",
        "withdrawal": "cancelled",
    }

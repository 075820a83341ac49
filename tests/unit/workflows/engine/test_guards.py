"""What the step refuses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.unit.workflows.engine.drawing import (
    boundary,
    doc,
    end,
    flow,
    flows,
    proc,
    start,
    task,
    user,
    xor,
)
from tests.unit.workflows.engine.driving import NOW, Case
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine import step as engine
from workflows.engine.definition import load
from workflows.engine.errors import (
    EngineFault,
    ExpressionFailed,
    MessageNotAwaited,
    NoFlowMatches,
    OutcomeNotOffered,
    ScriptRefused,
    SnapshotMismatch,
    VariableNotDeclared,
    VariableNotStorable,
    VariableValueNotDeclared,
    WaitNotOpen,
    WrongTrigger,
)
from workflows.engine.script import ENGINE
from workflows.engine.step import CompleteService, CompleteTask, DeliverMessage, FireTimer


def test_a_closed_wait_is_refused() -> None:
    case = Case(start() + user("a") + user("b") + end() + flows("s", "a", "b", "e"))
    case.complete("a")
    with pytest.raises(WaitNotOpen):
        case.advance(CompleteTask("a#1", {}))
    case.complete("b")
    with pytest.raises(WaitNotOpen):
        case.advance(CompleteTask("b#2", {}))


def test_a_trigger_of_another_kind_is_refused() -> None:
    case = Case(
        start() + user("a") + boundary("bt", "a") + end() + end("e2") + flows("s", "a", "e") + flows("bt", "e2")
    )
    with pytest.raises(WrongTrigger):
        case.advance(FireTimer("a#1"))
    with pytest.raises(WrongTrigger):
        case.advance(CompleteTask("bt#2", {}))
    with pytest.raises(WrongTrigger):
        case.advance(CompleteService("a#1", {}))


def test_a_message_that_nobody_awaits_is_refused() -> None:
    case = Case(start() + user("a") + end() + flows("s", "a", "e"))
    with pytest.raises(MessageNotAwaited):
        case.advance(DeliverMessage("m1", {}))


def test_an_outcome_that_is_not_offered_is_refused() -> None:
    case = Case(start() + task("a", "yes", "no") + end() + flows("s", "a", "e"))
    with pytest.raises(OutcomeNotOffered):
        case.complete("a", "maybe")
    with pytest.raises(OutcomeNotOffered):
        case.complete("a")
    assert case.complete("a", "no").completed


def test_variables_that_the_proof_did_not_look_at_are_refused() -> None:
    files = intake()
    definition = load(files)
    case = Case.of(definition)
    with pytest.raises(VariableNotDeclared):
        case.complete("accept", "incomplete", return_to="sums")
    with pytest.raises(VariableNotDeclared):
        engine.start(definition, {"return_to": "sums"}, NOW)
    case.complete("accept", "complete", note="anything that no condition reads")
    case.complete("decide_scope", scope="IN")
    case.complete("data_check", "matched")
    case.complete("home_visit", "done")
    case.complete("sums", "agreed")
    case.complete("decide_category", category="deep")
    with pytest.raises(VariableValueNotDeclared):
        case.complete("deliberate", "return", return_to="file_case")
    assert case.complete("deliberate", "return", return_to="sums").opened[0].element_id == "supplement"


@pytest.mark.parametrize(
    "value", [1.5, {"a": 1}, [[1]], [1.5], b"x", "x" * 1001, 2**63, list(range(201)), {1}], ids=lambda v: str(v)[:9]
)
def test_variables_that_cannot_be_kept_exactly_are_refused(value: Any) -> None:
    case = Case(start() + user("a") + end() + flows("s", "a", "e"))
    with pytest.raises(VariableNotStorable):
        case.complete("a", value=value)
    with pytest.raises(VariableNotStorable):
        Case(start() + user("a") + end() + flows("s", "a", "e"), variables={"value": value})


def test_the_engines_own_names_cannot_be_set() -> None:
    case = Case(start() + user("a") + end() + flows("s", "a", "e"))
    with pytest.raises(VariableNotStorable):
        case.advance(CompleteTask("a#1", {"@": {"a": 1}}))


def test_a_snapshot_of_another_definition_is_refused() -> None:
    one = Case(start() + user("a") + end() + flows("s", "a", "e"))
    other = Case(start() + user("b") + end() + flows("s", "b", "e"))
    for snapshot in (other.step.snapshot, b"", b"\x93\x01\x02\x03", other.step.snapshot[:-1]):
        with pytest.raises(SnapshotMismatch):
            engine.advance(one.definition, snapshot, CompleteTask("a#1", {}), NOW)


def test_a_gateway_without_a_true_condition_stops_the_step() -> None:
    case = Case(
        start() + user("a") + xor("g") + user("b") + user("c") + end() + flows("s", "a", "g") + flow("g", "b", "a = 1"),
        flow("g", "c", "a = 2") + flows("b", "e") + flows("c", "e"),
    )
    with pytest.raises(NoFlowMatches):
        case.complete("a", a=3)


def test_a_condition_that_is_not_exactly_true_is_not_taken() -> None:
    case = Case(
        start() + user("a") + xor("g", "d") + user("b") + end() + flows("s", "a", "g") + flow("g", "b", "a"),
        flow("g", "e", fid="d") + flows("b", "e"),
    )
    assert case.complete("a", a="yes").completed


def test_an_expression_beyond_its_limits_stops_the_step() -> None:
    bomb = "count(for x in 1..100000, y in 1..100000 return x) > 1"
    case = Case(
        start() + user("a") + xor("g", "d") + user("b") + end() + flows("s", "a", "g") + flow("g", "b", bomb),
        flow("g", "e", fid="d") + flows("b", "e"),
    )
    with pytest.raises(ExpressionFailed):
        case.complete("a")


def test_no_script_runs_by_any_way() -> None:
    class _Spec:
        name = "x"

    class _Task:
        task_spec = _Spec()
        data: dict[str, Any] = {}  # noqa: RUF012

    with pytest.raises(ScriptRefused):
        ENGINE.execute(_Task(), "import os")
    with pytest.raises(ScriptRefused):
        ENGINE.call_service(_Task(), operation_name="x")
    with pytest.raises(ScriptRefused):
        ENGINE.environment.execute("import os", {})
    with pytest.raises(ScriptRefused):
        ENGINE.environment.call_service({})
    with pytest.raises(ExpressionFailed):
        ENGINE.evaluate(_Task(), "__import__('os').system('true')")


def test_a_naive_instant_is_refused() -> None:
    definition = load({"p.bpmn": doc(proc(start() + user("a") + end() + flows("s", "a", "e")))})
    with pytest.raises(ValueError, match="time zone"):
        engine.start(definition, {}, datetime(2018, 11, 5))  # noqa: DTZ001


def test_what_the_library_refuses_is_a_fault_of_the_process() -> None:
    needs = (
        '<bpmn:ioSpecification><bpmn:dataInput id="x" name="x"/><bpmn:inputSet><bpmn:dataInputRefs>x'
        "</bpmn:dataInputRefs></bpmn:inputSet></bpmn:ioSpecification>"
    )
    # Publishing refuses such a task; here it stands for any other refusal that only shows in a running case.
    case = Case(start() + user("a") + user("b", needs) + end() + flows("s", "a", "b", "e"))
    with pytest.raises(EngineFault):
        case.complete("a")
    assert case.complete("a", x=1).opened[0].element_id == "b"

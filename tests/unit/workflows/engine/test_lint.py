"""Every rule refuses the tiny diagram that breaks it, at the right element, with a sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.unit.workflows.engine.drawing import (
    CATALOGUE,
    MESSAGES,
    bf,
    both,
    boundary,
    catch,
    decision,
    doc,
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
from workflows.engine.checking import check_files
from workflows.engine.findings import Finding

LINE = start() + user("a") + end()
ALONG = flows("s", "a", "e")


def check(*processes: str, profile: str = "bpmn", files: Mapping[str, bytes] | None = None) -> list[Finding]:
    every = {"p.bpmn": doc(*processes, defs=MESSAGES), **(files or {})}
    return list(check_files(every, CATALOGUE, profile).findings)


def between(element: str, element_id: str = "x") -> str:
    """Draw one element between the start and the end."""
    return proc(start() + element + end() + flows("s", element_id, "e"))


def chain(*elements: str) -> str:
    ids = [re.search(r'id="([^"]+)"', element).group(1) for element in elements]  # type: ignore[union-attr]
    return proc(start() + "".join(elements) + end() + flows("s", *ids, "e"))


def timer(text: str, tag: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{tag}>{text}</bpmn:{tag}></bpmn:timerEventDefinition>"


def choice(condition: str, **attributes: str) -> str:
    return proc(
        start() + user("a") + xor("g", "d") + end(),
        flows("s", "a", "g") + flow("g", "a", condition, fid="c", **attributes) + flow("g", "e", fid="d"),
    )


def loop(inner: str) -> str:
    return chain(user("x", inner))


STANDARD = "<bpmn:standardLoopCharacteristics{}/>"
GATEWAY = el("eventBasedGateway", "g")
EVENT_SUB = sub("x", start("s2") + user("u") + end("e2") + flows("s2", "u", "e2"), triggeredByEvent="true")
LADDER = "".join(both(f"g{i}") + user(f"a{i}") + user(f"b{i}") + both(f"j{i}") for i in range(4))
RUNGS = "".join(flows(f"g{i}", f"a{i}", f"j{i}") + flows(f"g{i}", f"b{i}", f"j{i}") for i in range(4))
FOREIGN = {
    "pre": ext("<spiffworkflow:preScript>x=1</spiffworkflow:preScript>"),
    "post": ext("<spiffworkflow:postScript>x=1</spiffworkflow:postScript>"),
    "listener": ext('<camunda:executionListener event="start" class="x"/>'),
    "form": ext('<camunda:formData><camunda:formField id="f"/></camunda:formData>'),
}
DATA = '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dor" dataObjectRef="do"/>'
LOST_DATA = '<bpmn:dataInputAssociation id="ia"><bpmn:sourceRef>nowhere</bpmn:sourceRef></bpmn:dataInputAssociation>'

ENGINE_CASES: list[tuple[str, str, str]] = [
    # rule, element, process
    ("complex-gateway", "x", chain(el("complexGateway", "x"))),
    ("script", "x", chain(el("scriptTask", "x", "<bpmn:script>1</bpmn:script>"))),
    ("script", "x", chain(user("x", FOREIGN["pre"]))),
    ("script", "x", chain(user("x", FOREIGN["post"]))),
    ("script", "x", chain(user("x", FOREIGN["listener"]))),
    ("foreign-extension", "x", chain(user("x", FOREIGN["form"]))),
    ("foreign-extension", "x", chain(user("x", camunda__assignee="me"))),
    ("plain-task", "x", chain(el("task", "x"))),
    ("plain-task", "x", chain(el("manualTask", "x"))),
    ("message-throw", "x", chain(el("sendTask", "x", messageRef="m1"))),
    ("transaction", "x", chain(el("transaction", "x", start("s2") + user("u") + end("e2") + flows("s2", "u", "e2")))),
    ("ad-hoc", "x", chain(el("adHocSubProcess", "x", user("u")))),
    ("event-subprocess", "x", proc(LINE + ALONG + EVENT_SUB)),
    ("compensation", "x", proc(LINE + ALONG + user("x", isForCompensation="true"))),
    ("compensation", "x", chain(el("intermediateThrowEvent", "x", "<bpmn:compensateEventDefinition/>"))),
    ("compensation", "x", proc(LINE + ALONG + boundary("x", "a", "<bpmn:compensateEventDefinition/>"))),
    ("link-event", "x", chain(el("intermediateThrowEvent", "x", '<bpmn:linkEventDefinition name="L"/>'))),
    ("link-event", "x", chain(catch("x", '<bpmn:linkEventDefinition name="L"/>'))),
    ("signal-event", "x", chain(catch("x", "<bpmn:signalEventDefinition/>"))),
    ("signal-end-event", "e", proc(start() + user("a") + end("e", "<bpmn:signalEventDefinition/>") + ALONG)),
    ("event-type", "e", proc(start() + user("a") + end("e", "<bpmn:errorEventDefinition/>") + ALONG)),
    ("event-type", "e", proc(start() + user("a") + end("e", message()) + ALONG)),
    ("event-type", "s", proc(start("s", message()) + user("a") + end() + ALONG)),
    ("event-type", "s", proc(start("s", duration()) + user("a") + end() + ALONG)),
    ("event-type", "x", chain(el("intermediateCatchEvent", "x"))),
    ("event-type", "x", chain(catch("x", "<bpmn:conditionalEventDefinition/>"))),
    ("event-type", "x", chain(el("intermediateThrowEvent", "x", message()))),
    ("event-type", "x", proc(LINE + ALONG + boundary("x", "a", "<bpmn:escalationEventDefinition/>") + flows("x", "e"))),
    ("multiple-events", "x", chain(catch("x", duration(), message()))),
    ("data-object", "do", proc(LINE + ALONG + DATA)),
    ("data-object", "x", chain(user("x", LOST_DATA))),
    ("data-object", "b", chain(sub("x", start("s2") + sub("y", start("s3") + user("b", LOST_DATA) + end("e3")
        + flows("s3", "b", "e3")) + end("e2") + flows("s2", "y", "e2")))),
    ("unknown-element", "x", proc(LINE + ALONG + el("callChoreography", "x"))),
    ("duplicate-id", "a", proc(LINE + ALONG + sub("y", start("s2") + user("a") + end("e2") + flows("s2", "a", "e2")))),
    ("bad-id", "a b", chain(user("a b"))),
    ("missing-id", "-", proc(LINE + ALONG + "<bpmn:userTask/>")),
    ("timer-cycle", "x", proc(LINE + ALONG + boundary("x", "a", timer('"R3/PT1H"', "timeCycle")) + flows("x", "e"))),
    ("timer-unquoted", "x", chain(catch("x", timer("PT5M")))),
    ("timer-unquoted", "x", chain(catch("x", timer("${wait}")))),
    ("timer-negative", "x", chain(catch("x", timer('"-PT1H"')))),
    ("timer-negative", "x", chain(catch("x", timer('"P-1D"')))),
    ("timer-text", "x", chain(catch("x", timer('"5 days"')))),
    ("timer-text", "x", chain(catch("x", timer('"PT"')))),
    ("timer-text", "x", chain(catch("x", timer('"2018-11-05T09:00:00"', "timeDate")))),
    ("timer-text", "x", chain(catch("x", "<bpmn:timerEventDefinition/>"))),
    ("message-name", "x", chain(catch("x", "<bpmn:messageEventDefinition/>"))),
    ("message-name", "x", chain(el("receiveTask", "x"))),
    ("event-gateway", "g", proc(start() + GATEWAY + user("a") + end() + flows("s", "g", "a", "e"))),
    ("two-timers", "g", proc(start() + GATEWAY + catch("t") + catch("t2") + end() + end("e2")
        + flows("s", "g", "t", "e") + flows("g", "t2", "e2"))),
    ("event-gateway", "g", proc(start() + GATEWAY + catch("t", message()) + catch("t2", message()) + end() + end("e2")
        + flows("s", "g", "t", "e") + flows("g", "t2", "e2"))),
    ("event-gateway", "t", proc(start() + user("a") + xor("q", "d") + GATEWAY + catch("t") + end() + flows("s", "a", "q")
        + flow("q", "t", "a = 1") + flow("q", "g", fid="d") + flows("g", "t", "e"))),
    ("not-executable", "P", proc(LINE + ALONG, isExecutable="false")),
    ("one-start", "P", proc(LINE + ALONG + start("s2") + flows("s2", "e"))),
    ("one-start", "P", proc(user("a") + end() + flows("a", "e"))),
    ("one-start", "x", chain(sub("x", user("u") + end("e2") + flows("u", "e2")))),
    ("no-end", "P", proc(start() + user("a") + xor("m") + flows("s", "m", "a", "m"))),
    ("no-way-on", "a", proc(LINE + flows("s", "a"))),
    ("no-way-on", "x", proc(LINE + ALONG + boundary("x", "a"))),
    ("end-goes-on", "e", proc(LINE + ALONG + flows("e", "a"))),
    ("start-entered", "s", proc(LINE + ALONG + xor("g", "d") + flows("a", "s"))),
    ("several-outgoing", "a", proc(LINE + ALONG + end("e2") + flows("a", "e2"))),
    ("dangling-flow", "lost", proc(LINE + ALONG + flow("a", "nowhere", fid="lost"))),
    ("dangling-flow", "lost", chain(sub("x", start("s2") + user("u") + end("e2") + flows("s2", "u", "e2")
        + flow("u", "e", fid="lost")))),
    ("boundary", "x", proc(LINE + ALONG + boundary("x", "nowhere") + flows("x", "e"))),
    ("unreachable", "x", proc(LINE + ALONG + user("x") + flows("x", "e"))),
    ("long-chain", "P", chain(*(user(f"t{i}") for i in range(400)))),
    ("parallel-ladder", "P", proc(start() + end() + LADDER + RUNGS + flow("s", "g0") + flow("j3", "e")
        + "".join(flow(f"j{i}", f"g{i + 1}") for i in range(3)))),
    ("default-flow", "g", proc(start() + user("a") + xor("g", "nowhere") + end() + flows("s", "a", "g", "e"))),
    ("default-flow", "a", proc(start() + user("a", default="d") + end() + flow("s", "a") + flow("a", "e", fid="d"))),
    ("condition-ignored", "c", proc(start() + user("a") + end() + flow("s", "a") + flow("a", "e", "a = 1", fid="c"))),
    ("condition-ignored", "d", proc(start() + user("a") + xor("g", "d") + end() + flows("s", "a", "g")
        + flow("g", "a", "a = 1") + flow("g", "e", "a = 2", fid="d"))),
    ("flow-without-condition", "c", proc(start() + user("a") + xor("g", "d") + end() + flows("s", "a", "g")
        + flow("g", "a", fid="c") + flow("g", "e", fid="d"))),
    ("double-flow", "j", proc(start() + both("g") + both("j") + end() + flows("s", "g", "j", "e") + flows("g", "j"))),
    ("parallel-in-loop", "g", proc(start() + xor("m") + both("g") + user("a") + user("b") + both("j") + xor("q", "d")
        + end() + flows("s", "m", "g", "a", "j", "q") + flows("g", "b", "j") + flow("q", "m", "a = 1")
        + flow("q", "e", fid="d"))),
    ("endless-loop", "m", proc(start() + user("a") + xor("m") + xor("q", "d") + end() + flows("s", "a", "m", "q")
        + flow("q", "m", "a = 1") + flow("q", "e", fid="d"))),
    ("missing-callee", "x", chain(el("callActivity", "x", calledElement="Nowhere"))),
    ("missing-callee", "x", chain(el("callActivity", "x"))),
    ("loop", "x", loop(STANDARD.format("") + many())),
    ("loop", "x", loop(STANDARD.format(' loopMaximum="3"') + many())),
    ("loop", "x", loop(STANDARD.format(""))),
    ("loop", "x", loop(STANDARD.format(' loopMaximum="many"'))),
    ("loop", "x", loop(many(inner="<bpmn:completionCondition>true</bpmn:completionCondition>"))),
    ("loop", "x", loop(many(inner="<bpmn:loopDataInputRef>l</bpmn:loopDataInputRef>"
        "<bpmn:loopDataOutputRef>o</bpmn:loopDataOutputRef>"))),
    ("juel", "c", choice("${approved}")),
    ("feel", "c", choice("outcome == 'x'")),
    ("feel", "c", choice("a = ")),
    ("feel", "c", choice("__import__('os').system('true') == 0")),
    ("clock-in-condition", "c", choice('a = 1 and now() > date and time("2018-11-05T00:00:00Z")'
        .replace("date and time", "date"))),
]  # fmt: skip

COMPLETE = start() + task("a") + end()
GOOD = f"{ext(bf('label', en='Process'))}"


def bangfu(*inner: str) -> str:
    """Draw a process that has everything, but for what ``inner`` lacks."""
    return proc(GOOD, *inner)


def offering(outcome: str) -> str:
    extensions = ext(
        bf("task", level="county", role="clerk", form="form"), bf("outcomes", outcome), bf("label", en="x")
    )
    return bangfu(start() + el("userTask", "x", extensions, name="任务") + end() + flows("s", "x", "e"))


def with_extension(*elements: str, kind: str = "userTask") -> str:
    return bangfu(start() + el(kind, "x", ext(*elements)) + end() + flows("s", "x", "e"))


BANGFU_CASES: list[tuple[str, str, str]] = [
    ("extension", "x", with_extension(bf("tusk", level="county"))),
    ("extension", "x", with_extension(bf("task", level="county", rôle="clerk"))),
    ("extension", "x", with_extension(bf("deadline", workingDays="10", hours="3"))),
    ("extension", "x", with_extension(bf("deadline", workingDays="-3"))),
    ("extension", "x", with_extension(bf("deadline"))),
    ("extension", "x", with_extension(bf("gate", kind="visit") * 2)),
    ("misplaced", "x", with_extension(bf("task", level="county", role="clerk", form="form"), kind="serviceTask")),
    ("misplaced", "x", with_extension(bf("act", kind="filing", requires="visit"))),
    ("misplaced", "x", with_extension(bf("ends", state="rejected"))),
    ("misplaced", "x", with_extension(bf("gate", kind="visit"), kind="parallelGateway")),
    ("task-attribute", "x", with_extension(bf("task", level="county", role="clerk"))),
    ("task-attribute", "x", with_extension(bf("task", level="county", form="form"))),
    ("task-attribute", "x", with_extension(bf("task", role="clerk", form="form"))),
    ("task-attribute", "x", with_extension(kind="serviceTask")),
    ("task-attribute", "x", with_extension(kind="businessRuleTask")),
    ("unknown-level", "x", with_extension(bf("task", level="nation", role="clerk", form="form"))),
    ("unknown-role", "x", with_extension(bf("task", level="county", role="emperor", form="form"))),
    ("unknown-form", "x", with_extension(bf("task", level="county", role="clerk", form="nowhere"))),
    ("unknown-service", "x", bangfu(start() + service("x", name="nowhere") + end() + flows("s", "x", "e"))),
    ("unknown-decision", "x", bangfu(start() + decision("x", ref="nowhere") + end() + flows("s", "x", "e"))),
    ("unknown-setting", "a", bangfu(start() + task("a", extra=bf("deadline", setting="nowhere")) + end() + ALONG)),
    ("unknown-clock", "a", bangfu(start() + task("a", extra=bf("clock", resets="nowhere")) + end() + ALONG)),
    ("timer-deadline", "x", bangfu(start() + catch("x") + end() + flows("s", "x", "e"))),
    ("no-outcomes", "x", with_extension(bf("task", level="county", role="clerk", form="form"))),
    ("outcome", "x", offering(bf("outcome", value="a b", zh="好", en="Good"))),
    ("outcome", "x", offering(bf("outcome", value="a", zh="好", en="Good") * 2)),
    ("label-missing", "x", offering(bf("outcome", value="a", zh="好"))),
    ("label-missing", "x", bangfu(start() + el("serviceTask", "x", ext(bf("service", name="record")), name="服务") + end()
        + flows("s", "x", "e"))),
    ("label-missing", "c", choice("outcome = 1", name="退回")),
    ("label-missing", "e", bangfu(start() + task("a") + end("e", ext(bf("label", en="结束")), name="结束") + ALONG)),
    ("label-missing", "P", proc(COMPLETE + ALONG)),
    ("label-missing", "l", bangfu('<bpmn:laneSet id="ls">' + el("lane", "l", name="县区") + "</bpmn:laneSet>", COMPLETE, ALONG)),
    ("name-missing", "x", with_extension(bf("service", name="record"), kind="serviceTask")),
    ("no-lane", "a", bangfu('<bpmn:laneSet id="ls">' + el("lane", "l", "<bpmn:flowNodeRef>e</bpmn:flowNodeRef>")
        + "</bpmn:laneSet>", COMPLETE, ALONG)),
    ("act", "x", bangfu(start() + service("x", bf("act", kind="filing")) + end() + flows("s", "x", "e"))),
    ("gate-missing", "x", bangfu(start() + service("x", bf("act", kind="filing", requires="visit")) + end()
        + flows("s", "x", "e"))),
    ("gate-role", "a", bangfu(start() + task("a", "sign", extra=bf("gate", kind="signature"), role="clerk") + end() + ALONG)),
    ("gate", "a", bangfu(start() + task("a", "yes", extra=bf("gate", kind="visit", outcome="maybe")) + end() + ALONG)),
    ("unset-variable", "c", bangfu(start() + task("a", "yes") + xor("g", "d") + end() + flows("s", "a", "g")
        + flow("g", "a", "wealth > 5", fid="c") + flow("g", "e", fid="d"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "element_id", "process"), ENGINE_CASES)
def test_the_engine_rule_refuses(rule: str, element_id: str, process: str) -> None:
    found = check(process)
    assert (rule, element_id) in [(finding.rule, finding.element_id) for finding in found]


@pytest.mark.parametrize(("rule", "element_id", "process"), BANGFU_CASES)
def test_the_bangfu_rule_refuses(rule: str, element_id: str, process: str) -> None:
    found = check(process, profile="bangfu")
    assert (rule, element_id) in [(finding.rule, finding.element_id) for finding in found]


@pytest.mark.parametrize("process", [process for _, _, process in (*ENGINE_CASES, *BANGFU_CASES)])
def test_every_finding_is_a_full_sentence_in_both_languages(process: str) -> None:
    for finding in check(process, profile="bangfu"):
        english, chinese = finding.text.render("en"), finding.text.render("zh")
        assert english.rstrip()[-1] in ".…=:'?%)" or finding.rule in {"feel", "engine-parse"}
        assert chinese != english
        assert "{" not in english.replace("${", "").replace("{approved}", "").replace("{wait}", "")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_a_good_process_passes() -> None:
    assert check(bangfu(COMPLETE, ALONG), profile="bangfu") == []


def test_mutual_calls_are_refused_at_both_ends() -> None:
    one = proc(start() + el("callActivity", "x", calledElement="Q") + end() + flows("s", "x", "e"))
    other = proc(start("s2") + el("callActivity", "y", calledElement="R") + end("e2") + flows("s2", "y", "e2"), pid="Q")
    third = proc(start("s3") + el("callActivity", "z", calledElement="Q") + end("e3") + flows("s3", "z", "e3"), pid="R")
    found = [(finding.rule, finding.element_id) for finding in check(one, other, third)]
    assert ("self-call", "y") in found
    assert ("self-call", "z") in found
    assert ("self-call", "x") not in found


def test_a_process_that_calls_itself_is_refused() -> None:
    found = check(proc(start() + el("callActivity", "x", calledElement="P") + end() + flows("s", "x", "e")))
    assert ("self-call", "x") in [(finding.rule, finding.element_id) for finding in found]


def test_two_main_processes_are_refused() -> None:
    found = check(proc(LINE + ALONG), proc(start("s2") + end("e2") + flows("s2", "e2"), pid="Q"))
    assert [finding.rule for finding in found] == ["main-process"]


def test_files_without_a_process_are_refused() -> None:
    assert [finding.rule for finding in check()] == ["no-process"]
    assert [finding.rule for finding in check_files({}, CATALOGUE).findings] == ["no-process"]


def test_a_form_beside_the_diagram_is_known_and_must_be_readable() -> None:
    process = bangfu(start() + task("a", form="mine") + end() + ALONG)
    assert [finding.rule for finding in check(process, profile="bangfu")] == ["unknown-form"]
    assert check(process, profile="bangfu", files={"forms/mine.json": b'{"fields": []}'}) == []
    broken = check(process, profile="bangfu", files={"forms/mine.json": b"{"})
    assert "form-unreadable" in [finding.rule for finding in broken]


def test_an_outcome_may_only_require_fields_of_its_form() -> None:
    outcome = bf("outcome", value="a", zh="好", en="Good", requires="opinion reason")
    extensions = ext(
        bf("task", level="county", role="clerk", form="mine"), bf("outcomes", outcome), bf("label", en="x")
    )
    process = bangfu(start() + el("userTask", "x", extensions, name="任务") + end() + flows("s", "x", "e"))
    form = {"forms/mine.json": b'{"fields": [{"name": "other", "type": "text"}]}'}
    [finding] = check(process, profile="bangfu", files=form)
    assert finding.text.params["name"] == "reason"


def test_conditions_may_start_with_an_equals_sign() -> None:
    assert check(choice("= a = 1")) == []


def test_another_expression_language_is_refused() -> None:
    process = choice("a = 1").replace(
        'xsi:type="bpmn:tFormalExpression"', 'xsi:type="bpmn:tFormalExpression" language="javascript"'
    )
    assert [(finding.rule, finding.element_id) for finding in check(process)] == [("condition-language", "c")]


def test_a_flow_without_an_id_gets_one_and_loses_nothing() -> None:
    process = re.sub(r'<bpmn:sequenceFlow id="[^"]*"', "<bpmn:sequenceFlow", proc(LINE + ALONG))
    assert check(process) == []


def test_ends_that_terminate_are_allowed() -> None:
    assert check(proc(start() + user("a") + terminate("e") + ALONG)) == []

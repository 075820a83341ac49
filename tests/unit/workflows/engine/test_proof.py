"""The proof accepts a process whose gates hold, and shows the way around where they do not."""

from __future__ import annotations

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
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine import proof
from workflows.engine.catalogue import Catalogue
from workflows.engine.checking import check_files
from workflows.engine.diagram import read_model
from workflows.engine.findings import Finding
from workflows.engine.tokens import Net
from workflows.engine.variables import Forms
from workflows.engine.xml import parse_xml

ACT = bf("act", kind="filing", requires="visit")
VISIT = bf("gate", kind="visit")


def findings(files: dict[str, bytes], profile: str = "bangfu") -> list[Finding]:
    return list(check_files(files, CATALOGUE, profile).findings)


def drawn(*inner: str) -> dict[str, bytes]:
    return {"p.bpmn": doc(proc(*inner), defs=MESSAGES)}


def bypasses(files: dict[str, bytes]) -> list[Finding]:
    return [finding for finding in findings(files, "bpmn") if finding.rule == "gate-bypassed"]


def test_the_intake_shape_passes_every_rule() -> None:
    assert findings(intake()) == []


def test_a_timer_that_skips_the_visit_is_refused_with_its_path() -> None:
    late = boundary("too_late", "home_visit", ext(bf("deadline", workingDays="10")), duration()) + flows(
        "too_late", "visited"
    )
    [finding] = findings(intake(replace=(("</bpmn:subProcess>", late + "</bpmn:subProcess>"),)))
    assert (finding.rule, finding.element_id) == ("gate-bypassed", "file_case")
    assert "too_late" in finding.path
    assert "home_visit" not in finding.path
    assert finding.path[0] == "applied"
    assert finding.path[-1] == "file_case"
    assert "任务sums" in finding.path_names
    assert "任务sums" in finding.text.render("en")


def test_a_visit_that_was_refused_does_not_pass_the_gate() -> None:
    files = intake(replace=(('outcome = "refused"', 'outcome = "no such outcome"'),))
    rules = {(finding.rule, finding.element_id) for finding in findings(files)}
    assert ("gate-bypassed", "file_case") in rules


def test_a_return_that_jumps_over_a_gate_is_refused() -> None:
    files = intake(replace=(('return_to = "sums"</', "return_to = null</"),))
    found = bypasses(files)
    assert {finding.text.params["kind"] for finding in found} == {"visit"}
    assert "supplement" in found[0].path


def test_another_branch_to_the_act_is_refused() -> None:
    shortcut = flow("handled", "file_case", 'outcome = "upheld_reject"')
    found = bypasses(intake(extra=shortcut))
    assert {finding.text.params["kind"] for finding in found} == {"publicity", "signature"}
    assert all("handle_objection" in finding.path for finding in found)


def test_the_act_beside_its_gate_is_refused() -> None:
    files = drawn(
        start() + both("g") + task("visit", extra=VISIT) + service("act", ACT) + both("j") + end(),
        flows("s", "g", "visit", "j", "e") + flows("g", "act", "j"),
    )
    [finding] = bypasses(files)
    assert finding.path == ("s", "g", "act")


def test_gates_passed_in_parallel_branches_all_count() -> None:
    act = bf("act", kind="filing", requires="visit study")
    files = drawn(
        start() + both("g") + task("visit", extra=VISIT) + task("study", extra=bf("gate", kind="study")) + both("j"),
        service("act", act) + end() + flows("s", "g", "visit", "j", "act", "e") + flows("g", "study", "j"),
    )
    assert findings(files, "bpmn") == []


def test_a_gate_inside_a_called_process_counts() -> None:
    called = proc(start("qs") + task("visit", extra=VISIT) + end("qe") + flows("qs", "visit", "qe"), pid="Q")
    main = proc(
        start()
        + el("callActivity", "ca", calledElement="Q")
        + service("act", ACT)
        + end()
        + flows("s", "ca", "act", "e")
    )
    assert findings({"p.bpmn": doc(main, called)}, "bpmn") == []


def test_an_interrupted_called_process_does_not_count() -> None:
    called = proc(start("qs") + task("visit", extra=VISIT) + end("qe") + flows("qs", "visit", "qe"), pid="Q")
    main = proc(
        start() + el("callActivity", "ca", calledElement="Q") + boundary("bt", "ca") + xor("m"),
        service("act", ACT) + end() + flows("s", "ca", "m", "act", "e") + flows("bt", "m"),
    )
    [finding] = bypasses({"p.bpmn": doc(main, called)})
    assert finding.path == ("s", "qs", "bt", "m", "act")


def test_a_visit_of_each_in_an_empty_list_is_no_visit() -> None:
    files = drawn(
        start()
        + task("visit", extra=VISIT, inner=many())
        + service("act", ACT)
        + end()
        + flows("s", "visit", "act", "e")
    )
    [finding] = bypasses(files)
    assert finding.path == ("s", "visit", "act")


def test_a_side_timer_reaches_the_act_while_the_visit_is_still_open() -> None:
    files = drawn(
        start() + task("visit", extra=VISIT) + boundary("bt", "visit", interrupting=False) + service("act", ACT),
        end() + end("e2") + flows("s", "visit", "e") + flows("bt", "act", "e2"),
    )
    assert bypasses(files)[0].path == ("s", "bt", "act")


def test_a_message_instead_of_the_publicity_is_refused() -> None:
    files = drawn(
        start() + el("eventBasedGateway", "g") + catch("t", ext(VISIT), duration()) + catch("o", message()),
        xor("m") + service("act", ACT) + end() + flows("s", "g", "t", "m", "act", "e") + flows("g", "o", "m"),
    )
    assert bypasses(files)[0].path == ("s", "o", "m", "act")


def test_what_a_decision_says_is_not_known_but_its_gateway_still_binds() -> None:
    files = drawn(
        start() + decision("d") + xor("q", "f1") + task("visit", extra=VISIT) + xor("q2", "f2") + service("act", ACT),
        end() + terminate("e2") + flows("s", "d", "q") + flow("q", "visit", 'scope = "IN"') + flows("visit", "q2"),
        flow("q", "q2", fid="f1") + flow("q2", "act", 'scope = "IN"') + flow("q2", "e2", fid="f2") + flows("act", "e"),
    )
    # The proof does not follow what an unknown value must be after a condition held: it errs on the safe side.
    assert len(bypasses(files)) == 1


def test_what_a_person_chose_is_followed_through_two_gateways() -> None:
    files = drawn(
        start() + task("a", "go", "stop") + xor("q", "f1") + service("v") + xor("q2", "f2") + service("act", ACT),
        end() + terminate("e2") + task("visit", extra=VISIT) + flows("s", "a", "q") + flows("v", "q2"),
        flow("q", "visit", 'outcome = "go"') + flow("q", "v", fid="f1") + flows("visit", "act", "e"),
        flow("q2", "act", 'outcome = "go"') + flow("q2", "e2", fid="f2"),
    )
    # outcome is "stop" at q2, so that the flow into the act is dead, and said to be.
    assert findings(files, "bpmn") == []


def test_branches_that_can_never_meet_are_stuck() -> None:
    files = drawn(
        start() + user("a") + xor("g", "d") + user("b") + user("c") + both("j") + end(),
        flows("s", "a", "g")
        + flow("g", "b", "a = 1")
        + flow("g", "c", fid="d")
        + flows("b", "j", "e")
        + flows("c", "j"),
    )
    found = findings(files, "bpmn")
    assert [(finding.rule, finding.element_id) for finding in found] == [("stuck", "j")]
    assert found[0].path in {("s", "a", "g", "b"), ("s", "a", "g", "c")}


def test_a_gateway_whose_conditions_may_all_fail_needs_a_default() -> None:
    files = drawn(
        start() + user("a") + xor("g") + user("b") + user("c") + end() + flows("s", "a", "g"),
        flow("g", "b", "a = 1") + flow("g", "c", "a = 2") + flows("b", "e") + flows("c", "e"),
    )
    assert [(f.rule, f.element_id) for f in findings(files, "bpmn")] == [("gateway-incomplete", "g")]


def test_a_gateway_that_covers_every_outcome_needs_no_default() -> None:
    files = drawn(
        start() + task("a", "yes", "no") + xor("g") + user("b") + user("c") + end() + flows("s", "a", "g"),
        flow("g", "b", 'outcome = "yes"') + flow("g", "c", 'outcome = "no"') + flows("b", "e") + flows("c", "e"),
    )
    assert findings(files, "bpmn") == []


def test_a_flow_for_an_outcome_that_is_not_offered_is_dead() -> None:
    files = drawn(
        start() + task("a", "yes", "no") + xor("g", "d") + user("b") + end() + flows("s", "a", "g"),
        flow("g", "b", 'outcome = "yess"') + flow("g", "e", fid="d") + flows("b", "e"),
    )
    assert [(f.rule, f.element_id) for f in findings(files, "bpmn")] == [("dead-element", "b")]


def test_two_tokens_at_one_join_are_found() -> None:
    files = drawn(
        start() + both("g") + user("a") + boundary("bt", "a", interrupting=False) + user("b") + xor("m") + both("j"),
        end() + flows("s", "g", "a", "m", "j", "e") + flows("bt", "m") + flows("g", "b", "j"),
    )
    assert ("two-tokens", "j") in [(f.rule, f.element_id) for f in findings(files, "bpmn")]


def test_a_terminated_subprocess_goes_on_outside() -> None:
    files = drawn(
        start() + sub("sp", start("s2") + both("g") + user("a") + user("b") + terminate("t") + terminate("t2"),
                      flows("s2", "g", "a", "t") + flows("g", "b", "t2")),
        user("n") + end() + flows("s", "sp", "n", "e"),
    )  # fmt: skip
    assert findings(files, "bpmn") == []


def test_too_many_states_are_refused_rather_than_passed() -> None:
    xml = doc(proc(start() + user("a") + user("b") + end() + flows("s", "a", "b", "e")))
    net = Net(read_model({"p.bpmn": parse_xml(xml)}), Forms({}))
    assert proof.explore(net, limit=2).complete is False
    assert proof.explore(net, limit=100).complete is True


def test_the_catalogue_travels_to_the_child_and_back() -> None:
    assert Catalogue.from_json(CATALOGUE.as_json()) == CATALOGUE

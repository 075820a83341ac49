"""A loaded definition tells the other rooms what the diagram says."""

from __future__ import annotations

import json

import pytest

from tests.unit.workflows.engine.drawing import (
    MESSAGES,
    bf,
    boundary,
    catch,
    doc,
    duration,
    el,
    end,
    ext,
    flow,
    flows,
    message,
    proc,
    start,
    sub,
    task,
    user,
    xor,
)
from workflows.engine import definition as definitions
from workflows.engine.definition import Deadline, Outcome, is_definition_file, load
from workflows.engine.variables import ANY

LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="县区"><bpmn:extensionElements><bangfu:label en="County"/>'
    "</bpmn:extensionElements><bpmn:flowNodeRef>\n  a\n</bpmn:flowNodeRef><bpmn:flowNodeRef>sp</bpmn:flowNodeRef>"
    "</bpmn:lane></bpmn:laneSet>"
)
TASK = ext(
    bf("task", level="county", role="reviewer", form="review"),
    bf("deadline", workingDays="5"),
    bf("clock", resets="publicity"),
    bf("outcomes", bf("outcome", value="pass", zh="通过", en="Pass", requires="opinion date")),
    bf("gate", kind="study"),
    bf("label", en="Review"),
)


def test_an_element_carries_its_extensions_its_lane_and_both_names() -> None:
    inner = sub("sp", start("s2") + user("b") + end("e2") + flows("s2", "b", "e2"))
    drawing = start() + el("userTask", "a", TASK, name="审核") + inner + end() + flows("s", "a", "sp", "e")
    definition = load({"p.bpmn": doc(proc(LANES, drawing))})
    element = definition.elements["a"]
    assert (element.kind, element.name, element.name_en) == ("userTask", "审核", "Review")
    assert (element.lane, element.lane_en, element.scope) == ("县区", "County", "P")
    assert (element.level, element.role, element.form) == ("county", "reviewer", "review")
    assert (element.deadline, element.resets, element.gate) == (Deadline(working_days=5), "publicity", "study")
    assert element.outcomes == (Outcome("pass", "通过", "Pass", ("opinion", "date")),)
    # A task in an embedded subprocess lies in the subprocess's lane.
    assert definition.elements["b"].lane_en == "County"
    assert definition.elements["b"].scope == "sp"


@pytest.mark.parametrize(
    ("attributes", "deadline"),
    [
        ({"workingDays": "10"}, Deadline(working_days=10)),
        ({"calendarDays": "7"}, Deadline(calendar_days=7)),
        ({"hours": "24"}, Deadline(hours=24)),
        ({"setting": "publicity_days"}, Deadline(setting="publicity_days")),
    ],
)
def test_a_timer_carries_its_deadline_in_the_unit_given(attributes: dict[str, str], deadline: Deadline) -> None:
    timer = boundary("bt", "a", ext(bf("deadline", **attributes), bf("clock", name="c")), duration())
    definition = load(
        {"p.bpmn": doc(proc(start() + user("a") + timer + end() + flows("s", "a", "e") + flows("bt", "e")))}
    )
    element = definition.elements["bt"]
    assert (element.event, element.deadline, element.clock, element.attached_to) == ("timer", deadline, "c", "a")


def test_messages_flows_and_names_are_told() -> None:
    definition = load(
        {
            "p.bpmn": doc(
                proc(start() + catch("m", message()) + end() + flow("s", "m", fid="f1") + flow("m", "e")), defs=MESSAGES
            )
        }
    )
    assert definition.elements["m"].message == "m1"
    assert definition.flows["f1"] == ("s", "m")
    assert definition.elements["m"].incoming == ("f1",)
    assert (definition.key, definition.start_id, definition.name) == ("P", "s", "P")
    assert "<bpmn:definitions" in definition.bpmn_xml


def test_what_an_element_may_set_comes_from_its_outcomes_its_form_and_its_declaration() -> None:
    form = {
        "fields": [
            {"name": "return_to", "type": "choice", "required": ["no"], "options": [{"value": "a"}, {"value": "b"}]},
            {"name": "poor", "type": "boolean", "required": True},
            {"name": "income", "type": "money"},
            {"name": "remark", "type": "text"},
        ]
    }
    sets = bf("sets", name="way", values="left 7 true null") + bf("sets", name="free")
    condition = 'return_to = "a" and poor and income > 5 and way = 7 and free = 1 and outcome = "no"'
    drawing = start() + xor("m") + task("a", "yes", "no", form="f", extra=sets) + xor("g", "d") + end()
    along = flows("s", "m", "a", "g") + flow("g", "m", condition) + flow("g", "e", fid="d")
    definition = load({"p.bpmn": doc(proc(drawing, along)), "forms/f.json": json.dumps(form).encode()})
    settable = definition.settable["a"]
    assert definition.tracked == {"return_to", "poor", "income", "way", "free", "outcome"}
    assert settable["outcome"] == ("yes", "no")
    assert set(settable["return_to"]) == {"a", "b", None}
    assert set(settable["poor"]) == {True, False}
    assert ANY in settable["income"]
    assert ANY in settable["free"]
    assert settable["way"] == ("left", 7, True, None)


def test_definitions_are_cached_by_hash_and_the_cache_is_bounded() -> None:
    definitions._cache.clear()
    first = {"p.bpmn": doc(proc(start() + user("a") + end() + flows("s", "a", "e")))}
    assert load(first) is load(dict(first))
    for number in range(definitions.CACHED):
        load({"p.bpmn": doc(proc(start() + user(f"t{number}") + end() + flows("s", f"t{number}", "e")))})
    assert len(definitions._cache) == definitions.CACHED
    assert definitions.cached(definitions.digest(first)) is None


def test_files_without_one_main_process_do_not_load() -> None:
    with pytest.raises(ValueError, match="one main process"):
        load({"p.bpmn": doc(proc(start()), proc(start("s2"), pid="Q"))})


@pytest.mark.parametrize(
    ("name", "belongs"),
    [
        ("intake.bpmn", True),
        ("routing.dmn", True),
        ("forms/visit.json", True),
        ("sub/forms/visit.json", True),
        ("visit.json", False),
        ("README.md", False),
        ("forms/README.md", False),
    ],
)
def test_only_diagrams_tables_and_forms_belong_to_a_definition(name: str, belongs: bool) -> None:
    assert is_definition_file(name) is belongs

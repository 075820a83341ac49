"""The proof looks at everything that the engine can do: no walk leaves the states that it explored."""

from __future__ import annotations

import random

import pytest

from tests.bpmn.families import FAMILIES
from tests.unit.workflows.engine.driving import NOW
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine import step as engine
from workflows.engine.definition import Definition, load
from workflows.engine.diagram import read_model
from workflows.engine.proof import explore
from workflows.engine.step import CompleteService, CompleteTask, DeliverMessage, FireTimer, Trigger
from workflows.engine.tokens import ARMED, AT, INSIDE, Net, State
from workflows.engine.variables import ANY, Forms
from workflows.engine.waits import Wait
from workflows.engine.xml import parse_xml


def waiting(net: Net, state: State) -> frozenset[str] | None:
    """Return the elements that wait in a state; None while something automatic is still to run."""
    found: set[str] = set()
    for place, _ in state.tokens:
        if net._is_automatic(place):
            return None
        node = net.model.nodes.get(place.node)
        if place.kind in {AT, INSIDE} and node is not None:
            found |= {event.id for event in node.boundary if event.interrupting}
            if node.kind == "eventBasedGateway":
                found |= {flow.target for flow in node.outgoing}
            elif place.kind == AT:
                found.add(node.id)
        elif place.kind == ARMED:
            found.add(place.node)
    return frozenset(found)


def trigger(definition: Definition, wait: Wait, chance: random.Random) -> Trigger:
    variables = (
        {wait.element_id: chance.randint(0, 5)} if not definition.settable[wait.element_id].get("outcome") else {}
    )
    for name, values in definition.settable[wait.element_id].items():
        choices = [value for value in values if value is not ANY] or [chance.randint(0, 5)]
        variables[name] = chance.choice(choices)  # type: ignore[assignment]
    outcomes = [outcome.value for outcome in definition.elements[wait.element_id].outcomes]
    if outcomes:
        variables["outcome"] = chance.choice(outcomes)  # type: ignore[assignment]
    if wait.kind == "timer":
        return FireTimer(wait.key)
    if wait.kind == "message":
        return DeliverMessage(wait.message or "", {})
    return (CompleteTask if wait.kind == "task" else CompleteService)(wait.key, variables)


@pytest.mark.parametrize("name", [*FAMILIES, "intake"])
def test_no_walk_leaves_the_states_that_the_proof_explored(name: str) -> None:
    files = intake() if name == "intake" else {"p.bpmn": FAMILIES[name]}
    definition = load(files)
    model = read_model({file: parse_xml(data) for file, data in files.items() if file.endswith(".bpmn")})
    net = Net(model, Forms(files))
    explored = {waiting(net, state) for state in explore(net).states}
    for seed in range(60 if name == "intake" else 15):
        chance = random.Random(f"{name}{seed}")
        items = [[], [1], [1, 2, 3]][seed % 3]
        step = engine.start(definition, {} if name == "intake" else {"items": items}, NOW)
        for _ in range(30):
            waits = engine.waits(definition, step.snapshot)
            assert frozenset(wait.element_id for wait in waits) in explored
            if not waits:
                break
            step = engine.advance(definition, step.snapshot, trigger(definition, chance.choice(waits), chance), NOW)

"""Random walks: our step, which forgets everything but the snapshot after each trigger, against plain SpiffWorkflow.

Both must always offer the same tasks, timers and messages, with the same variables, and end together. The one meant
difference: where branches meet, ours keeps what was set last, plain SpiffWorkflow what arrived last.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.bpmn.families import FAMILIES
from tests.bpmn.plain import Key, Plain, key_of
from workflows.engine import codec, definition
from workflows.engine.catalogue import Catalogue
from workflows.engine.checking import check_files
from workflows.engine.data import visible
from workflows.engine.step import CompleteTask, DeliverMessage, FireTimer, Step, advance, start
from workflows.engine.waits import Wait, open_waits

NOW = datetime(2018, 11, 5, tzinfo=UTC)
STEPS = 40
START = {"items": [1, 2, 3]}


class Ours:
    """One instance in our engine: nothing but a snapshot between two steps."""

    def __init__(self, xml: bytes, *, fresh: bool) -> None:
        self.files = {"p.bpmn": xml}
        self.fresh = fresh
        self.step: Step = start(self.definition(), START, NOW)

    def definition(self) -> definition.Definition:
        if self.fresh:
            definition._cache.clear()
        return definition.load(self.files)

    def waits(self) -> list[Wait]:
        loaded = self.definition()
        instance = codec.restore(loaded, self.step.snapshot)
        return [] if instance.completed else list(open_waits(loaded, instance.workflow).values())

    def advance(self, trigger: Any) -> None:
        self.step = advance(self.definition(), self.step.snapshot, trigger, NOW)


def timer_key(wait: Wait) -> Key:
    # Plain SpiffWorkflow keeps the timer of an event-based gateway at the gateway.
    return key_of(wait.task)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_passes_the_check(name: str) -> None:
    report = check_files({"p.bpmn": FAMILIES[name]}, Catalogue(), "bpmn")
    assert [(finding.rule, finding.element_id) for finding in report.findings] == []


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(("fresh", "seeds"), [(False, range(30)), (True, range(30, 35))], ids=["cached", "fresh"])
def test_random_walks_agree_with_plain_spiffworkflow(name: str, fresh: bool, seeds: range) -> None:
    for seed in seeds:
        _walk(FAMILIES[name], random.Random(f"{name}{seed}"), fresh=fresh)


def _walk(xml: bytes, chance: random.Random, *, fresh: bool) -> None:
    plain, ours = Plain(xml, dict(START)), Ours(xml, fresh=fresh)
    written: dict[str, list[Any]] = {}
    differing: set[str] = set()

    def agree(ours: dict[str, Any], plain: dict[str, Any]) -> None:
        # An item that a repeated activity works on belongs to its instance; plain SpiffWorkflow lets it leak.
        for name in (ours.keys() | plain.keys()) - {"item", "out"}:
            if ours.get(name) != plain.get(name):
                history = written[name]
                assert ours.get(name) in (history if name in differing else history[-1:]), name
                differing.add(name)

    for _ in range(STEPS):
        waits = ours.waits()
        tasks = {key_of(wait.task): wait for wait in waits if wait.kind == "task"}
        timers = {timer_key(wait): wait for wait in waits if wait.kind == "timer"}
        names = {wait.message or "" for wait in waits if wait.kind == "message"}
        ready = plain.ready()
        assert set(tasks) == set(ready)
        assert set(timers) == plain.timers()
        assert names == plain.messages()
        assert ours.step.completed == plain.completed
        for key, wait in tasks.items():
            agree(visible(wait.task.data), dict(ready[key].data))
        if plain.completed:
            agree(dict(ours.step.variables), dict(plain.workflow.data))
            return
        if timers and (not tasks or chance.random() < 0.15):
            key = chance.choice(sorted(timers, key=repr))
            plain.fire(key)
            ours.advance(FireTimer(timers[key].key))
        elif names and (not tasks or chance.random() < 0.1):
            message = chance.choice(sorted(names))
            plain.deliver(message)
            ours.advance(DeliverMessage(message, {}))
        else:
            key = chance.choice(sorted(tasks, key=repr))
            variables = {tasks[key].element_id: chance.randint(0, 9)}
            if key[0][0] == "m":
                variables["out"] = chance.randint(0, 9)
            for name, value in variables.items():
                written.setdefault(name, []).append(value)
            plain.complete(key, variables)
            ours.advance(CompleteTask(tasks[key].key, variables))

"""Snapshots are the same for the same input, do not grow, and hold everything that matters."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bpmn.families import FAMILIES
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine import codec
from workflows.engine import definition as definitions
from workflows.engine import step as engine
from workflows.engine.definition import Definition, digest, load
from workflows.engine.step import CompleteService, CompleteTask, DeliverMessage, FireTimer, Step, Trigger
from workflows.engine.waits import Wait

NOW = datetime(2018, 11, 5, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[4]
GO_ON = {
    "accept": {"outcome": "complete"},
    "decide_scope": {"scope": "IN"},
    "data_check": {"outcome": "difference"},
    "home_visit": {"outcome": "done"},
    "sums": {"outcome": "disputed"},
    "decide_category": {"category": "deep"},
    "deliberate": {"outcome": "propose"},
    "appraise": {"outcome": "propose"},
    "post_notice": {"outcome": "posted"},
    "review": {"outcome": "pass"},
    "chair_sign": {"outcome": "return", "return_to": "verify"},
    "supplement": {"outcome": "supplied"},
}


def trigger_for(definition: Definition, wait: Wait) -> Trigger:
    """Choose what takes a case on along the main path, and back from the chair's desk."""
    if wait.kind == "timer":
        return FireTimer(wait.key)
    kind = CompleteTask if definition.elements[wait.element_id].kind == "userTask" else CompleteService
    return kind(wait.key, GO_ON[wait.element_id])


def drive(definition: Definition, step: Step) -> Step:
    [wait, *_] = [
        wait
        for wait in engine.waits(definition, step.snapshot)
        if wait.element_id not in {"withdrawal", "objection", "lapse"}
    ]
    return engine.advance(definition, step.snapshot, trigger_for(definition, wait), NOW)


def test_send_backs_do_not_make_the_snapshot_grow_though_a_second_token_lives() -> None:
    definition = load(intake())
    step = engine.start(definition, {"case": "c"}, NOW)
    sizes: list[list[int]] = []
    for _ in range(22):
        turn = []
        while True:
            step = drive(definition, step)
            turn.append(len(step.snapshot))
            if step.opened and step.opened[0].element_id == "supplement":
                break
        sizes.append(turn)
    # Sums in the first turn, verification in all the others: the variables are all there from the second on.
    assert all(turn == sizes[2] for turn in sizes[2:])
    assert max(sizes[2]) < 1000
    assert {wait.element_id for wait in engine.waits(definition, step.snapshot)} >= {
        "withdrawal",
        "supplement",
        "lapse",
    }


def test_the_same_input_gives_the_same_bytes() -> None:
    files = intake()
    runs = []
    for _ in range(2):
        definitions._cache.clear()
        definition = load(files)
        step = engine.start(definition, {"case": "c"}, NOW)
        snapshots = [step.snapshot]
        for _ in range(25):
            step = drive(definition, step)
            snapshots.append(step.snapshot)
        runs.append(snapshots)
    assert runs[0] == runs[1]


SCRIPT = """
import hashlib, sys
from tests.unit.workflows.engine.test_codec import *
sha = hashlib.sha256()
for name in sorted(FAMILIES):
    for step in walk(FAMILIES[name], list(range(25))):
        sha.update(step.snapshot + repr((step.opened, step.closed, step.timers, step.variables)).encode())
print(sha.hexdigest())
"""


def walk(xml: bytes, choices: list[int]) -> list[Step]:
    """Take a case by arbitrary choices; each picks a wait and a value."""
    definition = load({"p.bpmn": xml})
    steps = [engine.start(definition, {"items": [1, 2, 3]}, NOW)]
    for choice in choices:
        waits = engine.waits(definition, steps[-1].snapshot)
        if not waits:
            break
        wait = waits[choice % len(waits)]
        variables = {wait.element_id: choice % 7}
        trigger: Trigger = CompleteTask(wait.key, variables)
        if wait.kind == "timer":
            trigger = FireTimer(wait.key)
        elif wait.kind == "message":
            trigger = DeliverMessage(wait.message or "", variables)
        steps.append(engine.advance(definition, steps[-1].snapshot, trigger, NOW))
    return steps


def test_bytes_do_not_depend_on_the_process_that_wrote_them() -> None:
    digests = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, env=env, capture_output=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.lists(st.integers(0, 50), max_size=40))
def test_any_walk_is_repeatable_and_tells_what_changed(name: str, choices: list[int]) -> None:
    first, second = walk(FAMILIES[name], choices), walk(FAMILIES[name], choices)
    assert [step.snapshot for step in first] == [step.snapshot for step in second]
    definition = load({"p.bpmn": FAMILIES[name]})
    known: set[str] = set()
    ever: set[str] = set()
    for step in first:
        opened = {wait.key for waits in (step.opened, step.timers, step.messages, step.services) for wait in waits}
        closed = {wait.key for wait in step.closed}
        # A key is opened once, closed at most once, and open in between: what the tables beside the engine rely on.
        assert not opened & ever
        assert closed <= known
        ever |= opened
        known = (known - closed) | opened
        assert known == {wait.key for wait in engine.waits(definition, step.snapshot)}
        assert step.completed == (not known)


def test_a_snapshot_that_is_read_and_written_stays_the_same() -> None:
    for name, xml in FAMILIES.items():
        definition = load({"p.bpmn": xml})
        for step in walk(xml, [5, 3, 8, 1, 9, 2]):
            assert codec.dump(definition, codec.restore(definition, step.snapshot)) == step.snapshot, name


def test_the_hash_names_the_files_and_nothing_else() -> None:
    files = {"a.bpmn": b"1", "forms/b.json": b"2"}
    assert digest(files) == digest(dict(reversed(files.items())))
    assert digest(files) != digest({**files, "a.bpmn": b"3"})
    assert digest({"a": b"bc"}) != digest({"ab": b"c"})


def test_small_cases_have_small_snapshots() -> None:
    definition = load(intake())
    assert len(engine.start(definition, {}, NOW).snapshot) < 100

"""No event is forgotten: whatever the rooms enqueue stands in the table, or is named as told to nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from notifications.rules import EVENTS, RULES

ROOT = Path(__file__).resolve().parent.parent.parent.parent
ROOMS = ("unions", "relief", "tasks", "workflows", "web", "cli")


def enqueued(text: str) -> Iterator[str]:
    """Yield the names of events that a source enqueues."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"outbox.enqueue", "enqueue"}:
            yield ast.literal_eval(node.args[1])


def all_enqueued() -> set[str]:
    return {
        name for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) for name in enqueued(path.read_text())
    }


def test_the_search_finds_an_event() -> None:
    assert list(enqueued('outbox.enqueue(session, "TaskOpened", {})')) == ["TaskOpened"]


def test_every_event_that_is_enqueued_has_its_rules() -> None:
    assert all_enqueued() - EVENTS == set()


def test_every_rule_is_about_an_event_that_happens() -> None:
    # The watchdog tells of a silent worker itself: the worker would relay it.
    assert {rule.event for rule in RULES} - all_enqueued() == {"WorkerSilent"}

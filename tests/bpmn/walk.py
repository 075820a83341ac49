"""Walk a published diagram as people and timers would, on the engine alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from relief.campaigns.dates import NAMED_DATES
from unions.levels import Level
from unions.roles import Role
from workflows.engine import publish, step
from workflows.engine.catalogue import Catalogue
from workflows.engine.definition import Definition, load

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)


def known(folder: str) -> Catalogue:
    """Return what the diagrams in ``folder`` may name, told apart from the rooms that carry it out."""
    return Catalogue(
        roles=frozenset(role.value for role in Role),
        levels=frozenset(level.value for level in Level),
        services=frozenset({"file_case", "draw_sample", "record_rejection", "record_lapse", "record_withdrawal"}),
        decisions=frozenset({"scope", "category"}),
        forms=frozenset(form.stem for form in (ROOT / folder / "forms").glob("*.json")),
        settings=NAMED_DATES | {"publicity_days"},
    )


@cache
def published(folder: str) -> Definition:
    """Return the definition that the files of a process's folder make."""
    return load(publish.freeze([ROOT / folder], known(folder)).files)


class Walk:
    """One instance on its way. ``work``, ``timers``, ``messages`` and ``services`` map open elements to their keys."""

    def __init__(self, definition: Definition, variables: Mapping[str, Any] | None = None) -> None:
        self.definition = definition
        self.work: dict[str, str] = {}
        self.timers: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.services: dict[str, str] = {}
        self.cancelled: list[str] = []
        self.gates: list[str] = []
        self.done: list[str] = []
        self._take(step.start(definition, variables or {}, NOW))

    def _take(self, made: step.Step) -> Walk:
        for closed in made.closed:
            self._close(closed)
        for work in made.opened:
            self.work[work.element_id] = work.key
        for timer in made.timers:
            self.timers[timer.element_id] = timer.key
        for message in made.messages:
            self.messages[message.element_id] = message.key
        for service in made.services:
            self.services[service.element_id] = service.key
        self.last = made
        return self

    def _close(self, closed: step.Closed) -> None:
        for waits in (self.work, self.timers, self.messages, self.services):
            if waits.get(closed.element_id) == closed.key:
                del waits[closed.element_id]
        if closed.how == "cancelled":
            self.cancelled.append(closed.element_id)
            return
        self.done.append(closed.element_id)
        gate = self.definition.elements[closed.element_id].gate
        if gate:
            self.gates.append(gate)

    def do(self, element_id: str, outcome: str, **variables: Any) -> Walk:
        """Complete an open user task."""
        trigger = step.CompleteTask(self.work[element_id], {"outcome": outcome, **variables})
        return self._take(step.advance(self.definition, self.last.snapshot, trigger, NOW))

    def serve(self, element_id: str, **variables: Any) -> Walk:
        """Let the handler of an open service or decision come back."""
        trigger = step.CompleteService(self.services[element_id], variables)
        return self._take(step.advance(self.definition, self.last.snapshot, trigger, NOW))

    def fire(self, element_id: str) -> Walk:
        """Let an open timer come due."""
        return self._take(
            step.advance(self.definition, self.last.snapshot, step.FireTimer(self.timers[element_id]), NOW)
        )

    def deliver(self, name: str) -> Walk:
        """Deliver a message."""
        return self._take(step.advance(self.definition, self.last.snapshot, step.DeliverMessage(name, {}), NOW))

    @property
    def open(self) -> set[str]:
        """The user tasks, services and decisions that wait now."""
        return {*self.work, *self.services}

    @property
    def state(self) -> str | None:
        """The outcome state of the end events reached, once the instance is over."""
        if not self.last.completed:
            return None
        states: Mapping[str, None] = dict.fromkeys(self.definition.elements[end].ends or "" for end in self.last.ended)
        return "+".join(states)

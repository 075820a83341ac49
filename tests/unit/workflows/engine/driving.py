"""An instance driven by element ids, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.unit.workflows.engine.drawing import MESSAGES, doc, proc
from workflows.engine import step as engine
from workflows.engine.definition import Definition, load
from workflows.engine.step import CompleteService, CompleteTask, FireTimer, Step

NOW = datetime(2018, 11, 5, tzinfo=UTC)


class Case:
    """An instance, driven by element ids."""

    def __init__(self, *inner: str, variables: Mapping[str, Any] | None = None, more: tuple[str, ...] = ()) -> None:
        self.definition = load({"p.bpmn": doc(proc(*inner), *more, defs=MESSAGES)})
        self.step = engine.start(self.definition, variables or {}, NOW)

    @classmethod
    def of(cls, definition: Definition) -> Case:
        case = cls.__new__(cls)
        case.definition = definition
        case.step = engine.start(definition, {}, NOW)
        return case

    def waits(self) -> list[str]:
        return sorted(wait.element_id for wait in engine.waits(self.definition, self.step.snapshot))

    def keys(self, element_id: str) -> list[str]:
        return [w.key for w in engine.waits(self.definition, self.step.snapshot) if w.element_id == element_id]

    def advance(self, trigger: engine.Trigger) -> Step:
        self.step = engine.advance(self.definition, self.step.snapshot, trigger, NOW)
        return self.step

    def complete(self, element_id: str, outcome: str | None = None, **variables: Any) -> Step:
        [key, *_] = self.keys(element_id)
        named = variables if outcome is None else {"outcome": outcome, **variables}
        if self.definition.elements[element_id].kind in {"serviceTask", "businessRuleTask"}:
            return self.advance(CompleteService(key, named))
        return self.advance(CompleteTask(key, named))

    def fire(self, element_id: str) -> Step:
        return self.advance(FireTimer(self.keys(element_id)[0]))

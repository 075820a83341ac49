"""What an instance waits for, and the keys by which the other rooms know it."""

# SpiffWorkflow's specifications list what follows them in an underscored attribute.
# ruff: noqa: SLF001

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from workflows.engine.codec import OPENING, tasks_in_order
from workflows.engine.data import merged, visible
from workflows.engine.definition import Definition
from workflows.engine.specs import EventBasedGateway

_KINDS = {"serviceTask": "service", "businessRuleTask": "decision"}


@dataclass(frozen=True)
class Wait:
    """One thing awaited. ``key`` is the element's id and the number of its opening in this instance, "home_visit#3".

    ``kind`` is ``task``, ``service``, ``decision``, ``timer`` or ``message``; ``branch`` names the event behind an
    event-based gateway.
    """

    key: str
    element_id: str
    kind: str
    message: str | None
    branch: str | None = None
    task: Any = field(repr=False, compare=False, default=None)

    @property
    def number(self) -> int:
        """The number of the opening."""
        return int(self.key.rsplit("#", 1)[1])


def waiting_tasks(workflow: Any) -> Iterator[Any]:
    """Yield SpiffWorkflow's tasks that wait for something outside, in the order of the tree, subprocesses included."""
    for task in tasks_in_order(workflow):
        if task.state == TaskState.READY and task.task_spec.manual:
            yield task
        elif task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            if not isinstance(task.task_spec, BoundaryEventJoin):
                yield task
        elif task.state == TaskState.STARTED and isinstance(task.task_spec, SubWorkflowTask):
            yield from waiting_tasks(workflow.top_workflow.subprocesses[task.id])


def number_waits(workflow: Any, openings: int) -> int:
    """Number the waits that are new, from ``openings`` + 1 on, and return the last number given."""
    for task in waiting_tasks(workflow):
        if OPENING not in task.internal_data:
            task.internal_data[OPENING] = openings + 1
            openings += len(_branches(task)) or 1
    return openings


def open_waits(definition: Definition, workflow: Any) -> dict[str, Wait]:
    """Return the numbered waits by key, in the order of the tree."""
    found: dict[str, Wait] = {}
    for task in waiting_tasks(workflow):
        for wait in _waits_of(definition, task):
            found[wait.key] = wait
    return found


def _branches(task: Any) -> list[str]:
    return list(task.task_spec._outputs) if isinstance(task.task_spec, EventBasedGateway) else []


def _waits_of(definition: Definition, task: Any) -> Iterator[Wait]:
    number = task.internal_data[OPENING]
    branches = _branches(task)
    for offset, element_id in enumerate(branches or [task.task_spec.bpmn_id]):
        element = definition.elements[element_id]
        kind = (
            (element.event or "task") if isinstance(task.task_spec, CatchingEvent) else _KINDS.get(element.kind, "task")
        )
        branch = element_id if branches else None
        yield Wait(f"{element_id}#{number + offset}", element_id, kind, element.message, branch, task)


def live_variables(waits: Iterable[Wait]) -> dict[str, Any]:
    """Return the routing variables of all waits in one mapping: where they differ, what was set last."""
    everything: dict[str, Any] = {}
    for wait in sorted(waits, key=lambda wait: wait.number):
        everything = merged(everything, wait.task.data)
    return visible(everything)

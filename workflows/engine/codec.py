"""Snapshots: a running instance as a short byte string that depends on nothing but what the instance waits for.

Stored are the tasks that are at work, each scope's flat under its root, with their routing variables; nothing that is
finished, nothing predicted, no identifiers, no times. So the same case at the same place has the same size however
often it was sent back, and the same input gives the same bytes. Specifications are named by their place in the sorted
list of names of their scope; the definition's hash, stored with them, says which.
"""

# SpiffWorkflow's tasks know each other by underscored attributes.
# ruff: noqa: SLF001

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.data import moments, renumbered, visible
from workflows.engine.definition import Definition
from workflows.engine.errors import SnapshotMismatch
from workflows.engine.script import ENGINE
from workflows.engine.specs import ACTIVE, FIRED

FORMAT = 1
OPENING = "#"
_MERGED = "merged"
_TRANSIENT = frozenset({FIRED, "seen_events"})
_encoder = msgspec.msgpack.Encoder(order="deterministic")
_decoder = msgspec.msgpack.Decoder()


@dataclass
class Instance:
    """A restored instance: SpiffWorkflow's workflow, the number of waits opened so far, and, when over, its end."""

    workflow: Any
    openings: int
    completed: bool = False


def new_instance(definition: Definition, variables: Mapping[str, Any]) -> Instance:
    """Return an instance that has not yet taken its first step."""
    workflow = BpmnWorkflow(definition.specs.main, dict(definition.specs.subs), script_engine=ENGINE)
    workflow.task_tree.data.update(variables)
    return Instance(workflow, 0)


# --- writing


def dump(definition: Definition, instance: Instance) -> bytes:
    """Return the snapshot of an instance that has come to rest."""
    workflow = instance.workflow
    head = [FORMAT, bytes.fromhex(definition.hash), instance.openings.to_bytes(4, "big")]
    if workflow.completed:
        return _encoder.encode([*head, visible(workflow.data), None])
    ranks = {} if _alone(workflow) else _ranks(workflow)
    return _encoder.encode([*head, None, _scope_out(workflow, ranks)])


def tasks_in_order(workflow: Any) -> Iterator[Any]:
    """Yield the tasks of one scope, parents first, children in their order."""
    stack = [workflow.task_tree]
    while stack:
        task = stack.pop()
        yield task
        stack.extend(workflow.tasks[child] for child in reversed(task._children))


def _is_live(task: Any) -> bool:
    # A boundary join that waits beside a fired non-interrupting event is only ever cancelled.
    return bool(task._state & ACTIVE) and not isinstance(task.task_spec, BoundaryEventJoin)


def live_data(workflow: Any) -> list[dict[str, Any]]:
    """Return the data of every live task, subprocesses included."""
    scopes = [workflow, *workflow.subprocesses.values()]
    return [task.data for scope in scopes for task in scope.tasks.values() if _is_live(task)]


def _ranks(workflow: Any) -> dict[int, int]:
    """Return the rank of each moment, so that counting triggers does not make the snapshot grow."""
    every = {moment for data in live_data(workflow) for moment in moments(data).values()}
    return {moment: rank for rank, moment in enumerate(sorted(every), start=1)}


def _alone(workflow: Any) -> bool:
    """Whether there is a single token, so that nobody will ever ask when a variable was set."""
    units = _units(workflow)
    if len(units) > 1:
        return False
    inner = [workflow.top_workflow.subprocesses.get(task.id) for unit, children in units for task in children or [unit]]
    return all(scope is None or _alone(scope) for scope in inner)


def _units(workflow: Any) -> list[tuple[Any, list[Any] | None]]:
    """Return what is live in one scope: single tasks, and activities with the boundary events that wait beside them."""
    units: list[tuple[Any, list[Any] | None]] = []
    splits: dict[Any, list[Any]] = {}
    for task in tasks_in_order(workflow):
        if not _is_live(task):
            continue
        parent = workflow.tasks.get(task._parent)
        if parent is not None and isinstance(parent.task_spec, BoundaryEventSplit):
            if parent.id not in splits:
                splits[parent.id] = []
                units.append((parent, splits[parent.id]))
            splits[parent.id].append(task)
        elif not (task.triggered and parent is not None and isinstance(parent.task_spec, LoopTask)):
            units.append((task, None))
    return units


def _scope_out(workflow: Any, ranks: Mapping[int, int]) -> list[Any]:
    names = {name: number for number, name in enumerate(sorted(workflow.spec.task_specs))}
    units = _units(workflow)
    base = renumbered(units[0][0].data, ranks) if units else {}
    return [base, [_row(workflow, names, unit, base, children, ranks) for unit, children in units]]


def _row(
    workflow: Any,
    names: Mapping[str, int],
    task: Any,
    base: Mapping[str, Any],
    children: list[Any] | None,
    ranks: Mapping[int, int],
) -> list[Any]:
    data = renumbered(task.data, ranks)
    changed = {key: value for key, value in data.items() if key not in base or not _same(base[key], value)}
    removed = sorted(key for key in base if key not in data)
    if isinstance(task.task_spec, LoopTask) and task._state == TaskState.STARTED:
        children = [workflow.tasks[child] for child in task._children if _is_live(workflow.tasks[child])]
    scope = None
    if isinstance(task.task_spec, SubWorkflowTask) and task._state == TaskState.STARTED:
        scope = _scope_out(workflow.top_workflow.subprocesses[task.id], ranks)
    row = [
        names[task.task_spec.name],
        task._state,
        _internal_out(task.internal_data) or None,
        changed or None,
        removed or None,
        [_row(workflow, names, child, data, None, ranks) for child in children] if children else None,
        scope,
    ]
    while row[-1] is None:
        row.pop()
    return row


def _same(one: Any, other: Any) -> bool:
    # 1 == True in Python, but not in a routing variable.
    return type(one) is type(other) and one == other and (not isinstance(one, list) or repr(one) == repr(other))


def _internal_out(internal: Mapping[str, Any]) -> dict[str, Any]:
    out = {key: value for key, value in internal.items() if key not in _TRANSIENT}
    if OPENING in out:
        # Fixed width: the snapshot must not grow with the number.
        out[OPENING] = out[OPENING].to_bytes(4, "big")
    if _MERGED in out:
        # SpiffWorkflow keeps the ids of the finished instances, and asks only how many they are.
        out[_MERGED] = len(out[_MERGED])
    return out


# --- reading


def restore(definition: Definition, snapshot: bytes) -> Instance:
    """Return the instance that a snapshot holds.

    Raises SnapshotMismatch when the snapshot has another format or belongs to another definition.
    """
    try:
        version, sha, openings, data, scope = _decoder.decode(snapshot)
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise SnapshotMismatch(expected=definition.hash) from error
    if version != FORMAT or sha.hex() != definition.hash:
        raise SnapshotMismatch(expected=definition.hash)
    workflow = BpmnWorkflow(
        definition.specs.main, dict(definition.specs.subs), script_engine=ENGINE, deserializing=True
    )
    number = int.from_bytes(openings, "big")
    if scope is None:
        workflow.data, workflow.completed = data, True
        return Instance(workflow, number, completed=True)
    _scope_in(workflow, scope)
    return Instance(workflow, number)


def _scope_in(workflow: Any, scope: list[Any]) -> None:
    base, rows = scope
    root = _task(workflow, workflow.spec.start, None, TaskState.COMPLETED, base)
    workflow.task_tree = root
    names = sorted(workflow.spec.task_specs)
    for row in rows:
        _row_in(workflow, names, row, root)


def _row_in(workflow: Any, names: list[str], row: list[Any], parent: Any) -> None:
    padded: list[Any] = [*row, *[None] * (7 - len(row))]
    number, state, internal, changed, removed, children, scope = padded
    data = {key: _copy(value) for key, value in parent.data.items() if not removed or key not in removed}
    data.update(changed or {})
    task = _task(workflow, workflow.spec.task_specs[names[number]], parent, state, data)
    task.triggered = isinstance(parent.task_spec, LoopTask)
    task.internal_data = _internal_in(internal or {})
    if isinstance(task.task_spec, CatchingEvent):
        task.internal_data[FIRED] = False
    for child in children or ():
        _row_in(workflow, names, child, task)
    if scope is not None:
        inner = BpmnSubWorkflow(
            workflow.top_workflow.subprocess_specs[task.task_spec.spec],
            task.id,
            workflow.top_workflow,
            deserializing=True,
        )
        workflow.top_workflow.subprocesses[task.id] = inner
        inner.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
        _scope_in(inner, scope)


def _copy(value: Any) -> Any:
    return copy(value) if isinstance(value, list | dict) else value


def _internal_in(internal: dict[str, Any]) -> dict[str, Any]:
    if OPENING in internal:
        internal[OPENING] = int.from_bytes(internal[OPENING], "big")
    if _MERGED in internal:
        internal[_MERGED] = [""] * internal[_MERGED]
    return internal


def _task(workflow: Any, spec: Any, parent: Any, state: int, data: dict[str, Any]) -> Any:
    """Build a task as it was, without the side effects of SpiffWorkflow's constructor."""
    task = Task.__new__(Task)
    task.id = _next_id()
    task.workflow = workflow
    task._parent = None if parent is None else parent.id
    task._children = []
    task._state = state
    task.triggered = False
    task.task_spec = spec
    task.thread_id = 0
    task.data = data
    task.internal_data = {}
    task.last_state_change = 0.0
    workflow.tasks[task.id] = task
    if parent is not None:
        parent._children.append(task.id)
    return task


def _next_id() -> UUID:
    """Return an identity for one restored task; it lives as long as the step and never reaches the snapshot."""
    return uuid4()

"""One step of one instance: restore, fire one trigger, run until only waits are left, write the snapshot.

``start`` and ``advance`` are pure: the same input gives the same result, to the byte. They read no clock: ``now`` comes
in, and only its being an aware instant is used. They compute no due time: a timer leaves as its specification, and
fires only by ``FireTimer``. Services and decisions are waits too: the step reports them, the operation runs the handler
and then advances with ``CompleteService``.
"""

# SpiffWorkflow's hooks are underscored.
# ruff: noqa: SLF001

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from workflows.engine import codec
from workflows.engine.data import next_moment, visible, write
from workflows.engine.definition import Deadline, Definition
from workflows.engine.errors import EngineFault, MessageNotAwaited, StepDoesNotSettle, WaitNotOpen, WrongTrigger
from workflows.engine.guards import check_declared, check_storable
from workflows.engine.specs import CHOSEN, FIRED, prepare_children
from workflows.engine.waits import Wait, live_variables, number_waits, open_waits

MAX_AUTOMATIC = 2000
# Timers and messages complete among the automatic elements that follow.
_RUN_AT_ONCE = frozenset({"task", "service", "decision"})


@dataclass(frozen=True)
class CompleteTask:
    """A person completed a user task with these routing variables, ``outcome`` among them."""

    key: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class FireTimer:
    """A timer came due."""

    key: str


@dataclass(frozen=True)
class DeliverMessage:
    """A message came in; every wait for its name takes it."""

    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class CompleteService:
    """The handler of a service, or a decision, came back with these routing variables."""

    key: str
    variables: Mapping[str, Any]


Trigger = CompleteTask | FireTimer | DeliverMessage | CompleteService


@dataclass(frozen=True)
class Opened:
    """A user task that is now open."""

    key: str
    element_id: str


@dataclass(frozen=True)
class Closed:
    """A wait of any kind that is over. ``how`` is ``completed`` or ``cancelled``."""

    key: str
    element_id: str
    how: str


@dataclass(frozen=True)
class OpenedTimer:
    """A timer that is now running; its due time is the caller's to compute."""

    key: str
    element_id: str
    deadline: Deadline | None
    clock: str | None


@dataclass(frozen=True)
class ServiceCall:
    """A service or decision that must now be run, with the routing variables it may read.

    ``kind`` is ``service`` or ``decision``; ``name`` is the service's name or the decision's reference.
    """

    key: str
    element_id: str
    kind: str
    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class OpenedMessage:
    """A message that the instance now waits for."""

    key: str
    element_id: str
    name: str


@dataclass(frozen=True)
class Step:
    """What one step did. ``passed`` are the elements completed on the way, in order; ``ended`` the end events."""

    snapshot: bytes
    opened: tuple[Opened, ...]
    closed: tuple[Closed, ...]
    timers: tuple[OpenedTimer, ...]
    services: tuple[ServiceCall, ...]
    messages: tuple[OpenedMessage, ...]
    ended: tuple[str, ...]
    passed: tuple[str, ...]
    completed: bool
    variables: Mapping[str, Any]


def start(definition: Definition, variables: Mapping[str, Any], now: datetime) -> Step:
    """Start an instance and take it to its first waits.

    Raises VariableNotDeclared, VariableNotStorable, ProcessFault.
    """
    _check_instant(now)
    check_storable(variables)
    check_declared(definition, definition.start_id, variables)
    instance = codec.new_instance(definition, variables)
    return _run(definition, instance, {}, frozenset())


def advance(definition: Definition, snapshot: bytes, trigger: Trigger, now: datetime) -> Step:
    """Fire ``trigger`` and take the instance to its next waits.

    Raises WaitNotOpen, WrongTrigger, MessageNotAwaited, OutcomeNotOffered, VariableNotDeclared, VariableNotStorable,
    SnapshotMismatch, ProcessFault.
    """
    _check_instant(now)
    instance = codec.restore(definition, snapshot)
    before = {} if instance.completed else open_waits(definition, instance.workflow)
    moment = next_moment(codec.live_data(instance.workflow))
    fired = _fire(definition, before, trigger, moment)
    return _run(definition, instance, before, fired)


def waits(definition: Definition, snapshot: bytes) -> tuple[Wait, ...]:
    """Return what the instance waits for, for repair and display."""
    instance = codec.restore(definition, snapshot)
    return () if instance.completed else tuple(open_waits(definition, instance.workflow).values())


def service_calls(definition: Definition, snapshot: bytes) -> tuple[ServiceCall, ...]:
    """Return the services and decisions for which the instance waits, as the step that reached them reported them."""
    return tuple(
        _service(definition, wait) for wait in waits(definition, snapshot) if wait.kind in {"service", "decision"}
    )


def _check_instant(now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError("Expected an aware instant, but it has no time zone.")


def _fire(definition: Definition, before: Mapping[str, Wait], trigger: Trigger, moment: int) -> frozenset[str]:
    if isinstance(trigger, DeliverMessage):
        hits = [wait for wait in before.values() if wait.kind == "message" and wait.message == trigger.name]
        if not hits:
            raise MessageNotAwaited(name=trigger.name)
        check_storable(trigger.variables)
        for wait in hits:
            check_declared(definition, wait.element_id, trigger.variables)
            _fire_event(wait, trigger.variables, moment)
        return frozenset(wait.key for wait in hits)
    hit = before.get(trigger.key)
    if hit is None:
        raise WaitNotOpen(key=trigger.key)
    _check_fits(hit, trigger)
    if isinstance(trigger, FireTimer):
        _fire_event(hit, {}, moment)
    else:
        check_storable(trigger.variables)
        check_declared(definition, hit.element_id, trigger.variables)
        write(hit.task.data, trigger.variables, moment)
        prepare_children(hit.task)
        with _faults():
            hit.task.run()
    return frozenset({hit.key})


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what SpiffWorkflow raises into a fault of the process, which becomes an incident."""
    try:
        yield
    except SpiffWorkflowException as error:
        spec = getattr(error, "task_spec", None)
        raise EngineFault(element_id=getattr(spec, "name", None) or "-", cause=str(error)) from error


def _check_fits(wait: Wait, trigger: CompleteTask | FireTimer | CompleteService) -> None:
    fits = {
        CompleteTask: wait.kind == "task",
        FireTimer: wait.kind == "timer",
        CompleteService: wait.kind in {"service", "decision"},
    }
    if not fits[type(trigger)]:
        raise WrongTrigger(key=wait.key, kind=wait.kind)


def _fire_event(wait: Wait, variables: Mapping[str, Any], moment: int) -> None:
    task = wait.task
    if not task.has_state(TaskState.WAITING) or task.internal_data.get(FIRED):
        return  # another wait for the same message cancelled this one, or won at the same gateway
    write(task.data, variables, moment)
    task.internal_data[FIRED] = True
    if wait.branch is not None:
        task.internal_data[CHOSEN] = wait.branch
    task.task_spec._update(task)


def _run(definition: Definition, instance: codec.Instance, before: Mapping[str, Wait], fired: frozenset[str]) -> Step:
    workflow = instance.workflow
    passed = [before[key].element_id for key in before if key in fired and before[key].kind in _RUN_AT_ONCE]
    ended: list[str] = []
    count = 0

    def before_task(task: Any) -> None:
        nonlocal count
        count += 1
        if count > MAX_AUTOMATIC:
            raise StepDoesNotSettle(limit=MAX_AUTOMATIC, element_id=task.task_spec.name)
        prepare_children(task)

    def after_task(task: Any) -> None:
        element_id = getattr(task.task_spec, "bpmn_id", None)
        if element_id and (not passed or passed[-1] != element_id):
            passed.append(element_id)
        if isinstance(task.task_spec, EndEvent):
            ended.append(task.task_spec.bpmn_id)

    with _faults():
        while True:
            workflow.do_engine_steps(will_complete_task=before_task, did_complete_task=after_task)
            if workflow.completed or workflow.get_next_task(state=TaskState.READY, manual=False) is None:
                break
    if workflow.completed:
        after: dict[str, Wait] = {}
    else:
        instance.openings = number_waits(workflow, instance.openings)
        after = open_waits(definition, workflow)
    fresh = [wait for key, wait in after.items() if key not in before]
    return Step(
        snapshot=codec.dump(definition, instance),
        opened=tuple(Opened(wait.key, wait.element_id) for wait in fresh if wait.kind == "task"),
        closed=tuple(
            Closed(key, wait.element_id, "completed" if key in fired else "cancelled")
            for key, wait in before.items()
            if key not in after
        ),
        timers=tuple(_timer(definition, wait) for wait in fresh if wait.kind == "timer"),
        services=tuple(_service(definition, wait) for wait in fresh if wait.kind in {"service", "decision"}),
        messages=tuple(
            OpenedMessage(wait.key, wait.element_id, wait.message or "") for wait in fresh if wait.kind == "message"
        ),
        ended=tuple(ended),
        passed=tuple(passed),
        completed=bool(workflow.completed),
        variables=visible(workflow.data) if workflow.completed else live_variables(after.values()),
    )


def _timer(definition: Definition, wait: Wait) -> OpenedTimer:
    element = definition.elements[wait.element_id]
    return OpenedTimer(wait.key, wait.element_id, element.deadline, element.clock)


def _service(definition: Definition, wait: Wait) -> ServiceCall:
    element = definition.elements[wait.element_id]
    name = element.service if wait.kind == "service" else element.decision
    return ServiceCall(wait.key, wait.element_id, wait.kind, name or "", visible(wait.task.data))

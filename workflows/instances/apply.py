"""Write what an engine step decided: snapshot, work items, timers, message waits, trail. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kit.db import Session, new_id
from kit.workdays import NO_NOTICES, DayNotices
from tasks import facts as worklist
from tasks.records import NewWorkItem, RoutingFacts, SubjectFacts
from workflows.engine.definition import Deadline, Definition, Element
from workflows.engine.step import Opened, OpenedTimer, Step
from workflows.instances import clocks, facts
from workflows.instances.models import MessageWait, ProcessInstance, Timer, TrailEntry

SYSTEM = "system"
"""Who resolves an incident that the process itself has overtaken."""


@dataclass(frozen=True)
class Surroundings:
    """What the operation knows and the engine does not: the subject, routing, spans, the calendar, and now."""

    subject: SubjectFacts
    route: Callable[[Element], RoutingFacts]
    span: Callable[[Deadline], clocks.Span]
    at: datetime
    notices: DayNotices = NO_NOTICES


@dataclass(frozen=True)
class OpenedWork:
    """A work item that a step opened, for the events that follow."""

    item: NewWorkItem
    item_id: str


def apply_step(
    session: Session, instance: ProcessInstance, definition: Definition, step: Step, around: Surroundings
) -> tuple[OpenedWork, ...]:
    """Write one step of ``instance`` in the caller's transaction and return the work items it opened."""
    instance.snapshot = step.snapshot
    instance.version += 1
    trail = _Trail(session, instance, around.at)
    for closed in step.closed:
        trail.add(closed.element_id, closed.key, closed.how)
        _close(session, instance, definition.elements[closed.element_id], closed.key, around)
    opened = []
    for opening in step.opened:
        trail.add(opening.element_id, opening.key, "opened")
        opened.append(_open_work(session, instance, definition, opening, around))
    for timer in step.timers:
        trail.add(timer.element_id, timer.key, "opened")
        _open_timer(session, instance, timer, around)
    for wait in step.messages:
        trail.add(wait.element_id, wait.key, "opened")
        session.add(
            MessageWait(
                instance_id=instance.id, key=wait.key, element_id=wait.element_id, name=wait.name, opened_at=around.at
            )
        )
    for end in step.ended:
        trail.add(end, end, "ended")
    if step.completed:
        instance.state = "COMPLETED"
        instance.ended_at = around.at
        instance.ended_in = ",".join(step.ended)
    session.flush()
    return tuple(opened)


class _Trail:
    def __init__(self, session: Session, instance: ProcessInstance, at: datetime) -> None:
        self.session, self.instance, self.at = session, instance, at
        last = session.scalar(select(func.max(TrailEntry.seq)).where(TrailEntry.instance_id == instance.id))
        self.seq = last or 0

    def add(self, element_id: str, key: str, what: str) -> None:
        self.seq += 1
        self.session.add(
            TrailEntry(
                instance_id=self.instance.id, seq=self.seq, at=self.at, element_id=element_id, key=key, what=what
            )
        )


def _open_work(
    session: Session, instance: ProcessInstance, definition: Definition, opening: Opened, around: Surroundings
) -> OpenedWork:
    element = definition.elements[opening.element_id]
    assert element.deadline is not None
    due = clocks.due(around.span(element.deadline), around.at, around.notices)
    item = NewWorkItem(
        process=instance.process, instance_id=instance.id, key=opening.key, step=element.id, label_zh=element.name,
        label_en=element.name_en, form=element.form or "", subject=around.subject, routing=around.route(element),
        due_at=due.at, provisional=due.provisional,
    )  # fmt: skip
    return OpenedWork(item, str(worklist.open_work_item(session, item, around.at)))


def _open_timer(session: Session, instance: ProcessInstance, opening: OpenedTimer, around: Surroundings) -> None:
    assert opening.deadline is not None  # publishing refuses a timer without one
    span = around.span(opening.deadline)
    left = _left_on_clock(session, instance, opening.clock)
    if left is not None:
        span = clocks.Span(span.unit, left, span.at)
    due = clocks.due(span, around.at, around.notices)
    session.add(
        Timer(
            id=new_id(), instance_id=instance.id, key=opening.key, element_id=opening.element_id, clock=opening.clock,
            state="OPEN", opened_at=around.at, running_since=around.at, unit=span.unit, amount=span.amount,
            due_at=due.at, provisional=due.provisional, clock_spent=False, pause_reason="",
        )
    )  # fmt: skip


def _left_on_clock(session: Session, instance: ProcessInstance, name: str | None) -> int | None:
    if name is None:
        return None
    last = session.scalar(
        select(Timer)
        .where(Timer.instance_id == instance.id, Timer.clock == name)
        .order_by(Timer.opened_at.desc(), Timer.id.desc())
        .limit(1)
    )
    return None if last is None or last.clock_spent else last.remaining_days


def reset_clock(session: Session, instance: ProcessInstance, name: str) -> None:
    """Let the clock ``name`` start afresh the next time a timer uses it, as when a notice is posted anew."""
    for timer in session.scalars(select(Timer).where(Timer.instance_id == instance.id, Timer.clock == name)):
        timer.clock_spent = True


def _close(session: Session, instance: ProcessInstance, element: Element, key: str, around: Surroundings) -> None:
    if element.event == "timer":
        _close_timer(session, instance, key, around)
    elif element.event == "message":
        wait = session.get(MessageWait, (instance.id, key))
        if wait is not None:
            session.delete(wait)
    elif element.service is not None or element.decision is not None:
        # It went well now, or the process went another way: in both cases nobody need look at it any more.
        facts.resolve_incident(session, instance.id, key, SYSTEM, around.at)
    else:
        worklist.cancel(session, instance.id, key, around.at)


def _close_timer(session: Session, instance: ProcessInstance, key: str, around: Surroundings) -> None:
    timer = session.scalar(select(Timer).where(Timer.instance_id == instance.id, Timer.key == key))
    if timer is None or timer.state not in ("OPEN", "PAUSED"):
        return
    if timer.state == "OPEN" and timer.clock is not None:
        span = clocks.Span(clocks.Unit(timer.unit), timer.amount)
        timer.remaining_days = clocks.remaining(span, timer.running_since, around.at, around.notices)
    timer.state, timer.due_at, timer.closed_at = "CANCELLED", None, around.at

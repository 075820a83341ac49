"""Stop the clock of a case's timers and let it go on: when an office outside must act first."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kit import audit, clock
from kit.db import Session
from relief.evidence import facts as evidence
from unions.records import Actor
from workflows.instances import facts
from workflows.instances.errors import NothingWaits
from workflows.instances.models import Timer
from workflows.operations.correlate_message import lock_running
from workflows.operations.permissions import check_may_control_clock


@dataclass(frozen=True)
class ControlClock:
    """An officer of the county stops or restarts the timer ``element_id`` of a case, and says why.

    The reason is kept encrypted with the timer; the audit row says who, when and which timer.
    """

    case_id: uuid.UUID
    element_id: str
    actor: Actor
    reason: str


@dataclass(frozen=True)
class NamedClock:
    """What else stands still and goes on with a named clock of the diagram."""

    pause: Callable[[Session, uuid.UUID, datetime], None]
    resume: Callable[[Session, uuid.UUID, datetime], None]


CLOCKS: Mapping[str, NamedClock] = {"publicity": NamedClock(evidence.pause_publicity, evidence.resume_publicity)}
"""The notice's own last day moves with the clock of its publicity."""


def pause_clock(session: Session, command: ControlClock) -> None:
    """Stop a running timer; what is left of it is kept.

    Raises:
        NotAllowed, InstanceEnded, NothingWaits, TimerNotRunning.
    """
    timer = _timer(session, command)
    facts.pause(timer, command.reason, clock.now())
    if timer.clock is not None and timer.clock in CLOCKS:
        CLOCKS[timer.clock].pause(session, command.case_id, clock.now())
    _write(session, command, "pause_clock")


def resume_clock(session: Session, command: ControlClock) -> None:
    """Let a paused timer go on with what was left.

    Raises:
        NotAllowed, InstanceEnded, NothingWaits, TimerNotRunning.
    """
    timer = _timer(session, command)
    facts.resume(timer, clock.now())
    timer.pause_reason = f"{timer.pause_reason}\n{command.reason}"
    if timer.clock is not None and timer.clock in CLOCKS:
        CLOCKS[timer.clock].resume(session, command.case_id, clock.now())
    _write(session, command, "resume_clock")


def _timer(session: Session, command: ControlClock) -> Timer:
    check_may_control_clock(session, command.actor, command.case_id)
    instance = lock_running(session, "case", command.case_id)
    timer_id = session.scalar(
        select(Timer.id).where(
            Timer.instance_id == instance.id,
            Timer.element_id == command.element_id,
            Timer.state.in_(("OPEN", "PAUSED")),
        )
    )
    timer = facts.locked_timer(session, timer_id) if timer_id else None
    if timer is None:
        raise NothingWaits(name=command.element_id)
    return timer


def _write(session: Session, command: ControlClock, action: str) -> None:
    audit.append(
        session, actor=str(command.actor.officer_id), action=action, subject=command.case_id,
        payload={"timer": command.element_id},
    )  # fmt: skip

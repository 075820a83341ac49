"""Stop the clock of a case's timers and let it go on: when an office outside must act first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from kit import audit, clock
from kit.db import Session
from unions.records import Actor
from workflows.instances import facts
from workflows.instances.errors import NothingWaits
from workflows.instances.models import Timer
from workflows.operations.correlate_message import lock_running
from workflows.operations.permissions import check_may_control_clock


@dataclass(frozen=True)
class ControlClock:
    """An officer of the county stops or restarts the timer ``element_id`` of a case, and says why."""

    case_id: uuid.UUID
    element_id: str
    actor: Actor
    reason: str


def pause_clock(session: Session, command: ControlClock) -> None:
    """Stop a running timer; what is left of it is kept.

    Raises:
        NotAllowed, InstanceEnded, NothingWaits, TimerNotRunning.
    """
    timer = _timer(session, command)
    facts.pause(timer, command.reason, clock.now())
    _write(session, command, "pause_clock")


def resume_clock(session: Session, command: ControlClock) -> None:
    """Let a paused timer go on with what was left.

    Raises:
        NotAllowed, InstanceEnded, NothingWaits, TimerNotRunning.
    """
    timer = _timer(session, command)
    facts.resume(timer, clock.now())
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
        payload={"timer": command.element_id, "reason": command.reason[:200]},
    )  # fmt: skip

"""Let a due timer move its instance. A timer only escalates, lapses or ends a wait; it approves nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from kit import audit, clock
from kit.db import Session
from workflows.engine import step as engine
from workflows.instances import facts, queries
from workflows.instances.models import Timer
from workflows.operations import progress
from workflows.operations.context import SYSTEM, Services
from workflows.operations.recorders import GATE_TIMERS


@dataclass(frozen=True)
class FireTimer:
    """The sweep found this timer due."""

    timer_id: uuid.UUID


def fire_timer(session: Session, command: FireTimer, services: Services) -> bool:
    """Fire a timer; return False when it is no longer open or not due, as when two sweeps meet."""
    instance_id = session.scalar(select(Timer.instance_id).where(Timer.id == command.timer_id))
    if instance_id is None:
        return False
    instance = queries.locked_instance(session, instance_id)
    timer = facts.locked_timer(session, command.timer_id)
    at = clock.now()
    if timer is None or timer.state != "OPEN" or timer.due_at is None or timer.due_at > at:
        return False
    element = queries.load_definition(session, instance.definition_hash).elements[timer.element_id]
    if element.gate is not None:
        GATE_TIMERS[element.gate](session, instance.subject_id, at)
    key = timer.key
    facts.mark_fired(timer, at)
    audit.append(
        session, actor=SYSTEM, action=f"timer:{timer.element_id}", subject=instance.subject_id, payload={"key": key}
    )
    progress.advance(session, instance, engine.FireTimer(key), services)
    return True

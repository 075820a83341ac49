"""Writes of processes that are no engine step: publishing, timers, clocks, incidents, receipts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kit import db
from kit.db import Session, new_id
from kit.i18n import Text, datetime_text
from kit.workdays import NO_NOTICES, DayNotices
from workflows.engine.publish import Frozen
from workflows.instances import clocks, queries
from workflows.instances.errors import IncidentNotFound, IncidentResolved, TimerNotPaused, TimerNotRunning
from workflows.instances.models import (
    CommandReceipt,
    DefinitionFile,
    Incident,
    ProcessDefinition,
    ProcessInstance,
    Timer,
)

STATES = {"OPEN": "running", "PAUSED": "paused", "FIRED": "fired", "CANCELLED": "cancelled"}
"""What people call the states of a timer."""


def publish(session: Session, frozen: Frozen, published_by: str, at: datetime) -> int:
    """Store a frozen definition and return its version; the same files again change nothing."""
    known = session.get(ProcessDefinition, frozen.hash)
    if known is not None:
        return known.version
    version = queries.last_version(session, frozen.key) + 1
    session.add(
        ProcessDefinition(
            hash=frozen.hash, key=frozen.key, version=version, name_zh=frozen.name_zh, name_en=frozen.name_en,
            published_at=at, published_by=published_by,
        )
    )  # fmt: skip
    session.flush()
    session.add_all(DefinitionFile(definition_hash=frozen.hash, name=n, content=c) for n, c in frozen.files.items())
    return version


def create_instance(
    session: Session, definition_hash: str, process: str, subject_kind: str, subject_id: uuid.UUID, at: datetime
) -> ProcessInstance:
    """Add an instance that has not taken its first step yet."""
    row = ProcessInstance(
        id=new_id(), definition_hash=definition_hash, process=process, subject_kind=subject_kind,
        subject_id=subject_id, state="RUNNING", snapshot=b"", version=0, started_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def locked_timer(session: Session, timer_id: uuid.UUID) -> Timer | None:
    """Lock and return a timer; its instance must be locked first."""
    return session.scalar(db.lock(select(Timer).where(Timer.id == timer_id)).execution_options(populate_existing=True))


def mark_fired(timer: Timer, at: datetime) -> None:
    """Mark a timer as fired; the engine step that follows closes its wait."""
    timer.state, timer.due_at, timer.closed_at = "FIRED", None, at


def pause(timer: Timer, reason: str, at: datetime, notices: DayNotices = NO_NOTICES) -> None:
    """Stop a timer's clock and keep what is left of it.

    Raises:
        TimerNotRunning: it is paused or over.
    """
    if timer.state != "OPEN":
        raise TimerNotRunning(state=Text(STATES[timer.state]))
    span = clocks.Span(clocks.Unit(timer.unit), timer.amount)
    timer.remaining_days = clocks.remaining(span, timer.running_since, at, notices)
    timer.state, timer.due_at, timer.pause_reason = "PAUSED", None, reason


def resume(timer: Timer, at: datetime, notices: DayNotices = NO_NOTICES) -> None:
    """Let a paused timer's clock go on with what was left.

    Raises:
        TimerNotPaused: it is not.
    """
    if timer.state != "PAUSED" or timer.remaining_days is None:
        raise TimerNotPaused(state=Text(STATES[timer.state]))
    timer.amount, timer.running_since = timer.remaining_days, at
    due = clocks.due(clocks.Span(clocks.Unit(timer.unit), timer.amount), at, notices)
    timer.state, timer.due_at, timer.provisional = "OPEN", due.at, due.provisional


def open_incident(
    session: Session, instance_id: uuid.UUID, key: str, element_id: str, service: str, cause: Text | str, kind: str,
    at: datetime,
) -> uuid.UUID:  # fmt: skip
    """Record that a service failed; a second failure of the same call counts on the same incident."""
    detail = (
        {"msgid": cause.msgid, "params": {name: str(value) for name, value in cause.params.items()}}
        if isinstance(cause, Text)
        else {"msgid": cause}
    )
    row = session.scalar(
        select(Incident).where(Incident.instance_id == instance_id, Incident.key == key, Incident.state == "OPEN")
    )
    if row is None:
        row = Incident(
            id=new_id(), instance_id=instance_id, key=key, element_id=element_id, service=service, cause=kind,
            detail=detail, attempts=1, state="OPEN", opened_at=at, failed_at=at,
        )  # fmt: skip
        session.add(row)
    else:
        row.attempts += 1
        row.cause, row.detail, row.failed_at = kind, detail, at
    session.flush()
    return row.id


def locked_incident(session: Session, incident_id: uuid.UUID) -> Incident:
    """Lock and return an open incident; its instance must be locked first.

    Raises:
        IncidentNotFound, IncidentResolved: there is nothing to retry.
    """
    row = session.scalar(
        db.lock(select(Incident).where(Incident.id == incident_id)).execution_options(populate_existing=True)
    )
    if row is None:
        raise IncidentNotFound
    if row.resolved_at is not None:
        raise IncidentResolved(when=datetime_text(row.resolved_at))
    return row


def resolve_incident(session: Session, instance_id: uuid.UUID, key: str, by: str, at: datetime) -> None:
    """Close the open incident of a call that went well now, or that the process no longer needs."""
    row = session.scalar(
        select(Incident).where(Incident.instance_id == instance_id, Incident.key == key, Incident.state == "OPEN")
    )
    if row is not None:
        row.state, row.resolved_at, row.resolved_by = "RESOLVED", at, by


def keep_receipt(
    session: Session, request_id: str, command: str, officer_id: uuid.UUID, at: datetime, result: Mapping[str, Any]
) -> None:
    """Keep the answer of a command under its client's key; unique, so that of two at once one fails whole."""
    session.add(
        CommandReceipt(request_id=request_id, command=command, officer_id=officer_id, at=at, result=dict(result))
    )
    session.flush()

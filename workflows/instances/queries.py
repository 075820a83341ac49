"""All reads of processes; definitions are parsed once per process and kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from kit import db
from kit.db import Session
from kit.i18n import Text, pick
from workflows.engine import definition as engine_definition
from workflows.engine.definition import Definition
from workflows.instances.errors import DefinitionNotFound, IncidentNotFound, InstanceNotFound
from workflows.instances.models import (
    CommandReceipt,
    DefinitionFile,
    Incident,
    MessageWait,
    ProcessDefinition,
    ProcessInstance,
    Timer,
    TrailEntry,
)

_DEFINITIONS: dict[str, Definition] = {}


@dataclass(frozen=True)
class DefinitionRecord:
    """A published definition, without its files."""

    hash: str
    key: str
    version: int
    name_zh: str
    name_en: str
    published_at: datetime
    published_by: str

    @property
    def name(self) -> str:
        """The process's name in the reader's language."""
        return pick(self.name_zh, self.name_en)


@dataclass(frozen=True)
class InstanceRecord:
    """An instance without its snapshot."""

    id: uuid.UUID
    definition_hash: str
    process: str
    subject_kind: str
    subject_id: uuid.UUID
    state: str
    started_at: datetime
    ended_at: datetime | None
    ended_in: str | None


@dataclass(frozen=True)
class TimerRecord:
    """A timer as pages and the sweep see it."""

    id: uuid.UUID
    instance_id: uuid.UUID
    key: str
    element_id: str
    clock: str | None
    state: str
    opened_at: datetime
    due_at: datetime | None
    remaining_days: int | None
    provisional: bool


@dataclass(frozen=True)
class TrailRecord:
    """One entry of an instance's path: ``what`` is opened, completed, cancelled or ended."""

    seq: int
    at: datetime
    element_id: str
    key: str
    what: str


@dataclass(frozen=True)
class IncidentRecord:
    """An incident with its cause as a sentence."""

    id: uuid.UUID
    instance_id: uuid.UUID
    subject_kind: str
    subject_id: uuid.UUID
    element_id: str
    service: str
    cause: str
    detail: Mapping[str, Any]
    attempts: int
    state: str
    opened_at: datetime
    failed_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None

    @property
    def text(self) -> Text:
        """The cause as a sentence in the reader's language."""
        return Text(str(self.detail.get("msgid", self.cause)), dict(self.detail.get("params", {})))


def current_definition(session: Session, process: str) -> DefinitionRecord:
    """Return the newest published version of a process.

    Raises:
        DefinitionNotFound: the process was never published.
    """
    row = session.scalar(
        select(ProcessDefinition)
        .where(ProcessDefinition.key == process)
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    )
    if row is None:
        raise DefinitionNotFound(process=process)
    return _definition_record(row)


def definitions(session: Session) -> tuple[DefinitionRecord, ...]:
    """Return all published versions, newest first within each process."""
    rows = session.scalars(select(ProcessDefinition).order_by(ProcessDefinition.key, ProcessDefinition.version.desc()))
    return tuple(_definition_record(row) for row in rows)


def definition_by_hash(session: Session, definition_hash: str) -> DefinitionRecord | None:
    """Return the published definition with this hash, if there is one."""
    row = session.get(ProcessDefinition, definition_hash)
    return _definition_record(row) if row else None


def last_version(session: Session, process: str) -> int:
    """Return the highest version number of a process; 0 when it was never published."""
    return session.scalar(select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == process)) or 0


def load_definition(session: Session, definition_hash: str) -> Definition:
    """Return the parsed definition; parsed once per process, as definitions never change.

    Raises:
        DefinitionNotFound: no such hash was published.
    """
    known = _DEFINITIONS.get(definition_hash)
    if known is None:
        rows = session.scalars(select(DefinitionFile).where(DefinitionFile.definition_hash == definition_hash)).all()
        if not rows:
            raise DefinitionNotFound(process=definition_hash[:12])
        known = engine_definition.load({row.name: bytes(row.content) for row in rows})
        _DEFINITIONS[definition_hash] = known
    return known


def definition_file(session: Session, definition_hash: str, name: str) -> bytes | None:
    """Return one file of a definition, such as ``forms/home_visit.json``."""
    row = session.get(DefinitionFile, (definition_hash, name))
    return bytes(row.content) if row else None


def instance(session: Session, instance_id: uuid.UUID) -> InstanceRecord:
    """Return one instance.

    Raises:
        InstanceNotFound: there is none.
    """
    row = session.get(ProcessInstance, instance_id)
    if row is None:
        raise InstanceNotFound
    return _instance_record(row)


def instances_of(session: Session, subject_kind: str, subject_id: uuid.UUID) -> tuple[InstanceRecord, ...]:
    """Return a subject's instances, newest first."""
    rows = session.scalars(
        select(ProcessInstance)
        .where(ProcessInstance.subject_kind == subject_kind, ProcessInstance.subject_id == subject_id)
        .order_by(ProcessInstance.started_at.desc())
    )
    return tuple(_instance_record(row) for row in rows)


def locked_instance(session: Session, instance_id: uuid.UUID) -> ProcessInstance:
    """Lock and return an instance's row; always before its tasks and timers. For this room and the operations only.

    Raises:
        InstanceNotFound: there is none.
    """
    row = session.scalar(
        db.lock(select(ProcessInstance).where(ProcessInstance.id == instance_id)).execution_options(
            populate_existing=True
        )
    )
    if row is None:
        raise InstanceNotFound
    return row


def trail(session: Session, instance_id: uuid.UUID) -> tuple[TrailRecord, ...]:
    """Return an instance's recorded path."""
    rows = session.scalars(select(TrailEntry).where(TrailEntry.instance_id == instance_id).order_by(TrailEntry.seq))
    return tuple(TrailRecord(r.seq, r.at, r.element_id, r.key, r.what) for r in rows)


def due_timers(session: Session, now: datetime, limit: int) -> Sequence[uuid.UUID]:
    """Return the numbers of timers that are due; never scans instances."""
    return session.scalars(
        select(Timer.id).where(Timer.state == "OPEN", Timer.due_at <= now).order_by(Timer.due_at, Timer.id).limit(limit)
    ).all()


def timers_of(session: Session, instance_id: uuid.UUID) -> tuple[TimerRecord, ...]:
    """Return an instance's timers, oldest first."""
    rows = session.scalars(select(Timer).where(Timer.instance_id == instance_id).order_by(Timer.opened_at, Timer.id))
    return tuple(
        TimerRecord(
            r.id, r.instance_id, r.key, r.element_id, r.clock, r.state, r.opened_at, r.due_at, r.remaining_days,
            r.provisional,
        )
        for r in rows
    )  # fmt: skip


def waits_for_message(session: Session, instance_id: uuid.UUID, name: str) -> bool:
    """Say whether an instance waits for the message ``name``."""
    found = session.scalar(
        select(MessageWait.key).where(MessageWait.instance_id == instance_id, MessageWait.name == name).limit(1)
    )
    return found is not None


def incidents(session: Session, *, only_open: bool = True) -> tuple[IncidentRecord, ...]:
    """Return incidents, newest first."""
    statement = select(Incident, ProcessInstance).join(ProcessInstance, Incident.instance_id == ProcessInstance.id)
    if only_open:
        statement = statement.where(Incident.state == "OPEN")
    rows = session.execute(statement.order_by(Incident.opened_at.desc(), Incident.id.desc()).limit(500))
    return tuple(_incident_record(row, owner) for row, owner in rows)


def incidents_of(session: Session, instance_id: uuid.UUID) -> tuple[IncidentRecord, ...]:
    """Return an instance's open incidents, newest first."""
    statement = select(Incident, ProcessInstance).join(ProcessInstance, Incident.instance_id == ProcessInstance.id)
    statement = statement.where(Incident.instance_id == instance_id, Incident.state == "OPEN")
    rows = session.execute(statement.order_by(Incident.opened_at.desc(), Incident.id.desc()))
    return tuple(_incident_record(row, owner) for row, owner in rows)


def incident(session: Session, incident_id: uuid.UUID) -> IncidentRecord:
    """Return one incident.

    Raises:
        IncidentNotFound: there is none.
    """
    row = session.get(Incident, incident_id)
    if row is None:
        raise IncidentNotFound
    return _incident_record(row, session.get_one(ProcessInstance, row.instance_id))


def receipt(session: Session, request_id: str) -> CommandReceipt | None:
    """Return the receipt of a command that was done, if it was."""
    return session.get(CommandReceipt, request_id)


def _definition_record(row: ProcessDefinition) -> DefinitionRecord:
    return DefinitionRecord(
        row.hash, row.key, row.version, row.name_zh, row.name_en, row.published_at, row.published_by
    )


def _instance_record(row: ProcessInstance) -> InstanceRecord:
    return InstanceRecord(
        row.id, row.definition_hash, row.process, row.subject_kind, row.subject_id, row.state, row.started_at,
        row.ended_at, row.ended_in,
    )  # fmt: skip


def _incident_record(row: Incident, owner: ProcessInstance) -> IncidentRecord:
    return IncidentRecord(
        row.id, row.instance_id, owner.subject_kind, owner.subject_id, row.element_id, row.service, row.cause,
        row.detail, row.attempts, row.state, row.opened_at, row.failed_at, row.resolved_at, row.resolved_by,
    )  # fmt: skip

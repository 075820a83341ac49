"""Tables of processes: definitions, instances, timers, message waits, incidents, trails and command receipts."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.crypto import SealedText
from kit.db import Base, Id, UTCDateTime


class ProcessDefinition(Base):
    """A published process (流程定义): immutable, addressed by the SHA-256 of its files."""

    __tablename__ = "process_definitions"
    __table_args__ = (UniqueConstraint("key", "version"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(Integer)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[str] = mapped_column(String(80))


class DefinitionFile(Base):
    """One file of a definition, byte for byte."""

    __tablename__ = "definition_files"

    definition_hash: Mapped[str] = mapped_column(ForeignKey("process_definitions.hash"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProcessInstance(Base):
    """A running or ended process on one subject. ``snapshot`` is the engine's byte string, never JSON."""

    __tablename__ = "process_instances"
    __table_args__ = (
        CheckConstraint("state IN ('RUNNING', 'COMPLETED')", name="state"),
        CheckConstraint("(state = 'COMPLETED') = (ended_at IS NOT NULL)", name="ended"),
        Index("ix_process_instances_subject", "subject_kind", "subject_id"),
        Index("uq_process_instances_running", "subject_kind", "subject_id", "process", unique=True,
              sqlite_where=text("state = 'RUNNING'"), postgresql_where=text("state = 'RUNNING'")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    definition_hash: Mapped[str] = mapped_column(ForeignKey("process_definitions.hash"))
    process: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(20))
    snapshot: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_in: Mapped[str | None] = mapped_column(String(200))


class TrailEntry(Base):
    """What happened at one element of an instance, in order: the case's recorded path."""

    __tablename__ = "instance_trail"

    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("process_instances.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    element_id: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(20))


class Timer(Base):
    """A timer of an instance. ``due_at`` is empty while its clock stands still; ``remaining_days`` says what is left."""

    __tablename__ = "timers"
    __table_args__ = (
        UniqueConstraint("instance_id", "key"),
        CheckConstraint("state IN ('OPEN', 'PAUSED', 'FIRED', 'CANCELLED')", name="state"),
        CheckConstraint("state <> 'OPEN' OR due_at IS NOT NULL", name="open_is_due"),
        Index("ix_timers_due", "due_at", sqlite_where=text("state = 'OPEN'"), postgresql_where=text("state = 'OPEN'")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("process_instances.id"))
    key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(120))
    clock: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    running_since: Mapped[datetime] = mapped_column(UTCDateTime)
    unit: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(Integer)
    remaining_days: Mapped[int | None] = mapped_column(Integer)
    clock_spent: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    provisional: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    pause_reason: Mapped[str] = mapped_column(SealedText("timers.pause_reason"), default="")


class MessageWait(Base):
    """A message that an instance waits for, such as an objection or a withdrawal."""

    __tablename__ = "message_waits"

    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("process_instances.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    element_id: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Incident(Base):
    """A service that failed: only its instance waits, until an operator retries it."""

    __tablename__ = "incidents"
    __table_args__ = (
        CheckConstraint("state IN ('OPEN', 'RESOLVED')", name="state"),
        CheckConstraint("(state = 'RESOLVED') = (resolved_at IS NOT NULL)", name="resolved"),
        Index("uq_incidents_open", "instance_id", "key", unique=True,
              sqlite_where=text("state = 'OPEN'"), postgresql_where=text("state = 'OPEN'")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("process_instances.id"))
    key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(120))
    service: Mapped[str] = mapped_column(String(80))
    cause: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resolved_by: Mapped[str | None] = mapped_column(String(80))


class CommandReceipt(Base):
    """A command that was done, by the key that its client made: a repeat gets the same answer and does nothing."""

    __tablename__ = "command_receipts"

    request_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    command: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[uuid.UUID] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)

"""The outbox: what the world must still be told, written in the command's own transaction.

The worker's relay claims rows, acts, and finishes them. A row is claimed for a while and becomes free again when its
worker dies: an event is delivered at least once, so receivers keep a receipt with a unique key.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Id, Session, UTCDateTime, lock_skip, new_id

CLAIM = timedelta(seconds=60)
# Two seconds, doubled up to an hour, for about three days: an outage of the mail server over a weekend loses nothing.
MAX_ATTEMPTS = 80
LONGEST_WAIT = timedelta(hours=1)


class OutboxRow(Base):
    """An event that is still to be told, or was; ``done_at`` and ``dead_at`` exclude each other."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR dead_at IS NULL", name="done_or_dead"),
        Index("ix_outbox_open", "available_at", sqlite_where=text("done_at IS NULL AND dead_at IS NULL"),
              postgresql_where=text("done_at IS NULL AND dead_at IS NULL")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    event: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    available_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))


@dataclass(frozen=True)
class OutboxEvent:
    """A claimed event, as the relay hands it to a handler."""

    id: uuid.UUID
    event: str
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int


def enqueue(session: Session, event: str, payload: Mapping[str, Any], *, key: str | None = None) -> uuid.UUID:
    """Add an event in the caller's transaction. The payload is JSON without personal data."""
    at = clock.real_now()
    row = OutboxRow(
        id=new_id(), event=event, key=key, payload=dict(payload), created_at=clock.now(), available_at=at, attempts=0
    )
    session.add(row)
    return row.id


def claim(session: Session, limit: int) -> Sequence[OutboxEvent]:
    """Claim up to ``limit`` due events for a minute; a worker that dies loses its claim by time."""
    at = clock.real_now()
    rows = session.scalars(
        lock_skip(
            select(OutboxRow)
            .where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None), OutboxRow.available_at <= at)
            .order_by(OutboxRow.available_at, OutboxRow.id)
            .limit(limit)
        )
    ).all()
    for row in rows:
        row.available_at = at + CLAIM
        row.attempts += 1
    return [OutboxEvent(r.id, r.event, r.payload, r.created_at, r.attempts) for r in rows]


def finish(session: Session, event_id: uuid.UUID) -> None:
    """Mark an event as told."""
    row = session.get_one(OutboxRow, event_id)
    row.done_at = clock.real_now()
    row.last_error = None


def fail(session: Session, event_id: uuid.UUID, error: str) -> None:
    """Put an event back with a growing delay; after about three days it is dead and stays for the operator."""
    row = session.get_one(OutboxRow, event_id)
    row.last_error = error[:500]
    if row.attempts >= MAX_ATTEMPTS:
        row.dead_at = clock.real_now()
    else:
        row.available_at = clock.real_now() + min(timedelta(seconds=2 ** min(row.attempts, 12)), LONGEST_WAIT)

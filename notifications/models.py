"""Tables of the notices and of what was sent."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime

_UNREAD = text("read_at IS NULL")


class Notice(Base):
    """An in-app notice (站内消息) for one officer, with its sentence in both languages. It holds no personal data."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("event_id", "officer_id"),
        Index("ix_notices_officer", "officer_id", "id"),
        Index("ix_notices_unread", "officer_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(Id)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    event: Mapped[str] = mapped_column(String(80))
    text_zh: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300))
    path: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Receipt(Base):
    """That an event was told to an officer by a channel: the unique key makes a repeat a no-op.

    ``SENDING`` stands before a mail leaves and ``SENT`` after the server took it: a process killed in between sends
    the mail again, under the same Message-ID. ``DROPPED``: it was not needed any more when it was to be sent again.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("event_id", "officer_id", "channel"),
        CheckConstraint("state IN ('SENDING', 'SENT', 'DROPPED')", name="state"),
        CheckConstraint("channel IN ('notice', 'mail')", name="channel"),
        CheckConstraint("(state = 'SENT') = (sent_at IS NOT NULL)", name="sent_when"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(Id)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    channel: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

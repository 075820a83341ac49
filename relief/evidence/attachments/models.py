"""The one table of attachments."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime
from relief.evidence.sealed import SealedBytes, SealedText

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
MEDIA_TYPES = ("image/jpeg", "image/png", "application/pdf")
_DIGEST = 64


class Attachment(Base):
    """A photo, scan or drawn signature: encrypted, known by the hash of what was handed in."""

    __tablename__ = "attachments"
    __table_args__ = (
        UniqueConstraint("id", "case_id", name="uq_attachments_id_case"),
        CheckConstraint(f"size > 0 AND size <= {MAX_ATTACHMENT_BYTES}", name="size"),
        CheckConstraint("media_type IN ('image/jpeg', 'image/png', 'application/pdf')", name="media_type"),
        CheckConstraint(f"length(sha256) = {_DIGEST}", name="sha256"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), index=True)
    evidence_id: Mapped[uuid.UUID] = mapped_column(Id, index=True)
    step: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(SealedText("attachments.name"))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(_DIGEST))
    content: Mapped[bytes] = mapped_column(SealedBytes("attachments.content"), deferred=True)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))

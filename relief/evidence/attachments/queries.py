"""Read attachments: what there is, and one of them whole."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from kit.db import Session
from relief.evidence.attachments.models import Attachment
from relief.evidence.errors import EvidenceNotFound


@dataclass(frozen=True)
class AttachmentRecord:
    """One attachment without its content; ``size`` in bytes."""

    id: uuid.UUID
    evidence_id: uuid.UUID
    step: str
    kind: str
    name: str = field(repr=False)
    media_type: str
    size: int
    sha256: str
    recorded_at: datetime


@dataclass(frozen=True)
class AttachmentContent:
    """One attachment whole."""

    case_id: uuid.UUID
    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


def attachments_of(session: Session, case_id: uuid.UUID) -> tuple[AttachmentRecord, ...]:
    """Return a case's attachments in the order in which they came in."""
    rows = session.scalars(select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id))
    return tuple(
        AttachmentRecord(r.id, r.evidence_id, r.step, r.kind, r.name, r.media_type, r.size, r.sha256, r.recorded_at)
        for r in rows
    )


def attachment(session: Session, case_id: uuid.UUID, attachment_id: uuid.UUID) -> AttachmentContent:
    """Return an attachment of a case with its content; the caller has checked who may see the case.

    Raises:
        EvidenceNotFound: the case has no such attachment.
    """
    row = session.get(Attachment, attachment_id)
    if row is None or row.case_id != case_id:
        raise EvidenceNotFound
    return AttachmentContent(row.case_id, row.name, row.media_type, row.content)

"""Keep what was photographed, scanned or drawn: checked by its first bytes, hashed, encrypted."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.db import Session, new_id
from relief.evidence.attachments.models import MAX_ATTACHMENT_BYTES, Attachment
from relief.evidence.errors import AttachmentTooLarge, AttachmentTypeRefused, TooManyAttachments

MAX_PER_STEP = 12
PHOTO, SCAN, SIGNATURE = "photo", "scan", "signature"
_MEGABYTE = 1024 * 1024
_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))


@dataclass(frozen=True)
class Keeping:
    """To which case, fact and step attachments belong, and who hands them in when."""

    case_id: uuid.UUID
    evidence_id: uuid.UUID
    step: str
    officer_id: uuid.UUID
    at: datetime


def keep_files(session: Session, keeping: Keeping, kind: str, files: Sequence[Mapping[str, Any]]) -> None:
    """Keep the files of one field, each ``{"name", "content"}``.

    Raises:
        TooManyAttachments, AttachmentTooLarge, AttachmentTypeRefused: what is wrong with them.
    """
    if len(files) > MAX_PER_STEP:
        raise TooManyAttachments(limit=MAX_PER_STEP, count=len(files))
    for file in files:
        _keep(session, keeping, kind, str(file["name"]), bytes(file["content"]))
    session.flush()


def keep_drawing(session: Session, keeping: Keeping, drawing: bytes, name: str) -> uuid.UUID:
    """Keep a drawn signature and return its id.

    Raises:
        AttachmentTooLarge, AttachmentTypeRefused: what is wrong with it.
    """
    kept = _keep(session, keeping, SIGNATURE, name, drawing)
    session.flush()
    return kept


def _keep(session: Session, keeping: Keeping, kind: str, name: str, content: bytes) -> uuid.UUID:
    media_type = next((of for magic, of in _MAGIC if content.startswith(magic)), None)
    if media_type is None:
        raise AttachmentTypeRefused(name=name[:40])
    if len(content) > MAX_ATTACHMENT_BYTES:
        size = -(-len(content) // _MEGABYTE)
        raise AttachmentTooLarge(limit=MAX_ATTACHMENT_BYTES // _MEGABYTE, name=name[:40], size=size)
    row = Attachment(
        id=new_id(), case_id=keeping.case_id, evidence_id=keeping.evidence_id, step=keeping.step, kind=kind, name=name,
        media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), content=content,
        recorded_at=keeping.at, recorded_by=keeping.officer_id,
    )  # fmt: skip
    session.add(row)
    return row.id

"""Reads of an officer's own notices."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kit.db import Session
from kit.i18n import pick
from notifications.models import Notice

PAGE = 50


@dataclass(frozen=True)
class NoticeRecord:
    """A notice as its officer sees it; ``path`` is the page it links to."""

    id: uuid.UUID
    event: str
    text_zh: str
    text_en: str
    path: str
    created_at: datetime
    read_at: datetime | None

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return pick(self.text_zh, self.text_en)


def unread_count(session: Session, officer_id: uuid.UUID) -> int:
    """Return how many notices the officer has not read."""
    return (
        session.scalar(
            select(func.count()).select_from(Notice).where(Notice.officer_id == officer_id, Notice.read_at.is_(None))
        )
        or 0
    )


def notices(
    session: Session, officer_id: uuid.UUID, *, before: uuid.UUID | None = None, limit: int = PAGE
) -> Sequence[NoticeRecord]:
    """Return the officer's notices, newest first; ``before`` is the last id of the page before."""
    statement = select(Notice).where(Notice.officer_id == officer_id)
    if before is not None:
        statement = statement.where(Notice.id < before)
    rows = session.scalars(statement.order_by(Notice.id.desc()).limit(limit))
    return [NoticeRecord(r.id, r.event, r.text_zh, r.text_en, r.path, r.created_at, r.read_at) for r in rows]

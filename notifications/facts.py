"""Writes of an officer's own notices."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update

from kit import clock
from kit.db import Session
from kit.errors import NotFound
from notifications.models import Notice


class NoticeNotFound(NotFound):
    """Expected to find this notice among yours, but it is not there."""


def mark_read(session: Session, officer_id: uuid.UUID, notice_id: uuid.UUID) -> str:
    """Mark one of the officer's notices as read and return the page it links to.

    Raises:
        NoticeNotFound: there is none, or it is somebody else's.
    """
    row = session.scalar(select(Notice).where(Notice.id == notice_id, Notice.officer_id == officer_id))
    if row is None:
        raise NoticeNotFound
    row.read_at = row.read_at or clock.now()
    return row.path


def mark_all_read(session: Session, officer_id: uuid.UUID) -> None:
    """Mark all of the officer's notices as read."""
    session.execute(
        update(Notice).where(Notice.officer_id == officer_id, Notice.read_at.is_(None)).values(read_at=clock.now())
    )

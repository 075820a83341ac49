"""The worker's heartbeat: one row per process with the time of its last sweep, in real time.

The watchdog, the supervisor and the web's status page read it; only the worker writes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Session, UTCDateTime

FORGET_AFTER = timedelta(days=1)


class WorkerHeartbeat(Base):
    """One worker process, named ``host:pid``, and when it last finished a sweep."""

    __tablename__ = "worker_heartbeats"

    worker: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    swept_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


def beat(session: Session, worker: str) -> None:
    """Record that ``worker`` has just finished a sweep, and forget processes that ended days ago."""
    at = clock.real_now()
    row = session.get(WorkerHeartbeat, worker)
    if row is None:
        session.add(WorkerHeartbeat(worker=worker, started_at=at, swept_at=at))
        session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.swept_at < at - FORGET_AFTER))
    else:
        row.swept_at = at


def last_sweep(session: Session) -> datetime | None:
    """Return when any worker last finished a sweep, or None when none ever did."""
    return session.scalar(select(func.max(WorkerHeartbeat.swept_at)))

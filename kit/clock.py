"""The only clock. Everything that asks "now" asks here; tests and the demonstration can set it.

``now`` is the time of the domain: deadlines, timers, signatures. ``real_now`` is for what must not be moved by a
demonstration: sessions, rate limits and the back-off of the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_offset: ContextVar[float] = ContextVar("offset_seconds", default=0.0)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def real_now() -> datetime:
    """Return the machine's time, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the domain's time, aware, in UTC: frozen by a test, or moved on by the demonstration."""
    frozen_at = _frozen.get()
    if frozen_at is not None:
        return frozen_at + timedelta(seconds=_offset.get())
    return real_now() + timedelta(seconds=_offset.get())


def today() -> date:
    """Return today's date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def local_date(instant: datetime) -> date:
    """Return the Shanghai date of an instant."""
    return instant.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """Return the first instant after ``day`` in Shanghai, in UTC: a thing due on that day is late from here on."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC) + timedelta(days=1)


def start_of_day(day: date) -> datetime:
    """Return the first instant of ``day`` in Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


@contextmanager
def shifted(seconds: float) -> Iterator[None]:
    """Move the clock by the demonstration's offset inside the block; used by the transaction only."""
    token = _offset.set(seconds)
    try:
        yield
    finally:
        _offset.reset(token)


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` inside the block; for tests and reproducible runs."""
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)

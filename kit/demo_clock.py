"""The demonstration's clock: one offset row, which exists only in demonstration mode."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import CheckConstraint, Float, Integer, select
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Session, lock
from kit.errors import AppError
from kit.settings import get_settings


class ClockIsReal(AppError):
    """Expected to move the clock on, but this is not the demonstration. Only a demonstration's clock can be moved."""


class ClockGoesForward(AppError):
    """Expected to move the clock forward, but a clock cannot go back: what was signed would be in the future."""


class DemoClock(Base):
    """The one offset, in seconds, by which the demonstration's time is ahead of the machine's."""

    __tablename__ = "demo_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)


def move_on(session: Session, by: timedelta) -> None:
    """Move the demonstration's clock on; every process sees it from its next transaction.

    Raises:
        ClockIsReal: not in demonstration mode.
        ClockGoesForward: ``by`` is negative.
    """
    if not get_settings().demo:
        raise ClockIsReal
    if by < timedelta(0):
        raise ClockGoesForward
    row = session.scalar(lock(select(DemoClock).where(DemoClock.id == 1)))
    if row is None:
        row = DemoClock(id=1, offset_seconds=0.0)
        session.add(row)
    row.offset_seconds += by.total_seconds()

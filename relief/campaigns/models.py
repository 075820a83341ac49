"""Tables of the campaign year."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime


class Campaign(Base):
    """A campaign year (四送活动年度) of one union: what it plans for each of the four sends."""

    __tablename__ = "campaigns"
    __table_args__ = (UniqueConstraint("unit_id", "year"), CheckConstraint("year BETWEEN 2000 AND 2200", name="year"))

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    no: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SendPlan(Base):
    """What one unit plans for one send: households to reach, money in fen, the days, the text."""

    __tablename__ = "send_plans"
    __table_args__ = (
        UniqueConstraint("campaign_id", "step"),
        CheckConstraint("households >= 0", name="households"),
        CheckConstraint("budget_fen >= 0", name="budget"),
        CheckConstraint("ends_on >= starts_on", name="days"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaigns.id"))
    step: Mapped[str] = mapped_column(String(120))
    households: Mapped[int] = mapped_column(Integer)
    budget_fen: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    measures: Mapped[str] = mapped_column(Text)
    planned_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    planned_at: Mapped[datetime] = mapped_column(UTCDateTime)

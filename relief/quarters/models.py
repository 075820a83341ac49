"""Tables of the quarterly re-examination (动态调整)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime


class QuarterRun(Base):
    """One run over the register of a province, as of the quarter's last day. A dry run changes no file."""

    __tablename__ = "quarter_runs"
    __table_args__ = (
        UniqueConstraint("unit_id", "quarter", "run_key"),
        CheckConstraint("dry_run = 1 OR dry_run = 0", name="dry_run"),
        CheckConstraint("finished_at IS NULL OR finished_at >= started_at", name="finished"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    quarter: Mapped[str] = mapped_column(String(6))
    run_key: Mapped[str] = mapped_column(String(80))
    as_of: Mapped[date] = mapped_column(Date)
    dry_run: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class QuarterPart(Base):
    """One county of a run: written in the transaction that wrote its outcomes, so that none is decided twice."""

    __tablename__ = "quarter_parts"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quarter_runs.id"), primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_name: Mapped[str] = mapped_column(String(120))
    files: Mapped[int] = mapped_column(Integer)
    finished_at: Mapped[datetime] = mapped_column(UTCDateTime)


class QuarterOutcome(Base):
    """What the tables say of one file today, beside what it was filed with; money in fen."""

    __tablename__ = "quarter_outcomes"
    __table_args__ = (Index("ix_quarter_outcomes_part", "run_id", "part_id", "outcome"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quarter_runs.id"), primary_key=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hardship_files.id"), primary_key=True)
    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    file_no: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))
    category_before: Mapped[str | None] = mapped_column(String(10))
    category_now: Mapped[str | None] = mapped_column(String(10))
    persons: Mapped[int | None] = mapped_column(Integer)
    line_fen: Mapped[int | None] = mapped_column(BigInteger)
    income_fen: Mapped[int | None] = mapped_column(BigInteger)
    ruleset_hash: Mapped[str | None] = mapped_column(String(64))
    sentences: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

"""Decisions as they were made. A decision is never changed: deciding again adds a row."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Connection, Date, ForeignKey, Index, Integer, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from kit.db import Base, Id, UTCDateTime
from relief.eligibility.errors import DecisionIsFinal
from relief.evidence.sealed import SealedText


class EligibilityDecision(Base):
    """A decision on a case: DT1 (kind scope) or DT3 with DT2 (kind category).

    ``inputs`` is encrypted JSON, because causes of hardship touch health. ``line`` is the dibao line used, in fen per
    person and month. ``fingerprint`` is the SHA-256 of everything that the decision rests on.
    """

    __tablename__ = "eligibility_decisions"
    __table_args__ = (
        CheckConstraint("kind IN ('scope', 'category')", name="kind"),
        CheckConstraint("kind = 'scope' OR (line IS NOT NULL AND gap IS NOT NULL AND persons > 0)", name="sums"),
        CheckConstraint(
            "(kind = 'scope' AND outcome IN ('IN', 'REVIEW', 'NOT_YET', 'OUT', 'DUPLICATE'))"
            " OR (kind = 'category' AND outcome IN ('K1', 'K1P', 'K2', 'K3', 'OUT'))",
            name="outcome",
        ),
        CheckConstraint("length(ruleset_hash) = 64", name="ruleset_hash"),
        Index("ix_eligibility_decisions_latest", "case_id", "kind", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"))
    kind: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(40))
    statistics_cell: Mapped[str | None] = mapped_column(String(8))
    decided_on: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    division: Mapped[str] = mapped_column(String(12))
    ruleset: Mapped[str] = mapped_column(String(40))
    ruleset_hash: Mapped[str] = mapped_column(String(64))
    persons: Mapped[int | None] = mapped_column(Integer)
    line: Mapped[int | None] = mapped_column(BigInteger)
    line_assumed: Mapped[bool]
    income: Mapped[int | None] = mapped_column(BigInteger)
    expense: Mapped[int | None] = mapped_column(BigInteger)
    relief: Mapped[int | None] = mapped_column(BigInteger)
    gap: Mapped[int | None] = mapped_column(BigInteger)
    inputs: Mapped[str] = mapped_column(SealedText("eligibility_decisions.inputs"))
    hits: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sentences: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))


@event.listens_for(EligibilityDecision, "before_update")
@event.listens_for(EligibilityDecision, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Connection, _target: EligibilityDecision) -> None:
    raise DecisionIsFinal

"""The one table of checks after filing."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime
from relief.evidence.sealed import SealedText


class Check(Base):
    """A check after filing (D11): by the county 检查, the city 抽查 or the province 督查."""

    __tablename__ = "checks"
    __table_args__ = (
        CheckConstraint("kind IN ('county_check', 'spot_check', 'supervise')", name="kind"),
        CheckConstraint("outcome IN ('pass', 'problem', 'ordered')", name="outcome"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    checked_on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    error_class: Mapped[str] = mapped_column(String(20))
    finding: Mapped[str] = mapped_column(SealedText("checks.finding"))
    instruction: Mapped[str] = mapped_column(SealedText("checks.instruction"))
    due_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))
    recorded_name: Mapped[str] = mapped_column(String(80))

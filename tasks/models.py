"""Tables of the worklist."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.crypto import SealedText
from kit.db import Base, Id, UTCDateTime

_LIVE = "state IN ('OPEN', 'CLAIMED')"


class WorkItem(Base):
    """A work item (待办事项): one thing that the holder of one post must do on one subject by a date.

    It carries what the inbox shows, so that a page is a single index range scan. ``subject_title`` is masked.
    """

    __tablename__ = "work_items"
    __table_args__ = (
        UniqueConstraint("instance_id", "key"),
        CheckConstraint("state IN ('OPEN', 'CLAIMED', 'DONE', 'CANCELLED')", name="state"),
        CheckConstraint("state <> 'CLAIMED' OR (assignee_id IS NOT NULL AND claimed_at IS NOT NULL)", name="claimed"),
        CheckConstraint("state <> 'OPEN' OR assignee_id IS NULL", name="open_is_free"),
        CheckConstraint(
            "(state = 'DONE' AND done_at IS NOT NULL AND done_by IS NOT NULL AND outcome IS NOT NULL)"
            " OR (state <> 'DONE' AND done_by IS NULL AND outcome IS NULL)",
            name="done_by_whom",
        ),
        CheckConstraint("(state IN ('DONE', 'CANCELLED')) = (done_at IS NOT NULL)", name="ended_when"),
        Index("ix_work_items_inbox", "unit_id", "role", "due_at", "id", sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("ix_work_items_done", "done_by", "done_at"),
        Index("ix_work_items_due", "due_at", sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    process: Mapped[str] = mapped_column(String(80))
    instance_id: Mapped[uuid.UUID] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(200))
    step: Mapped[str] = mapped_column(String(120))
    label_zh: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))
    form: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID] = mapped_column(Id, index=True)
    subject_no: Mapped[str] = mapped_column(String(60))
    subject_title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"))
    unit_name: Mapped[str] = mapped_column(String(120))
    province_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    city_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    county_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    level: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    provisional: Mapped[bool] = mapped_column(default=False)
    escalated_level: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    done_by_name: Mapped[str | None] = mapped_column(String(80))
    done_for: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    done_for_name: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(String(40))
    outcome_zh: Mapped[str | None] = mapped_column(String(80))
    outcome_en: Mapped[str | None] = mapped_column(String(80))
    opinion: Mapped[str] = mapped_column(SealedText("work_items.opinion"), default="")


class Exclusion(Base):
    """An officer who may not do this work item, and why: separation of duties."""

    __tablename__ = "work_item_exclusions"

    work_item_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("work_items.id"), primary_key=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(80))

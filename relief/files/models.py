"""Tables of hardship files, their episodes, the people in them, file numbers and samples.

An episode that is FILED carries the ids of its four gates; triggers (``migrations/triggers.py``) compare their rows.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime

_ACTIVE = text("status IN ('INHERITED', 'FILED', 'RELIEVED')")
_LIVE_PERSON = text("active")
_LIVE_PERSON_SQLITE = text("active = 1")


class HardshipFile(Base):
    """A household's file (困难职工档案): its number is kept for life, its episodes come and go."""

    __tablename__ = "hardship_files"
    __table_args__ = (
        CheckConstraint("status IN ('INHERITED', 'FILED', 'RELIEVED', 'EXITED', 'CLOSED')", name="status"),
        CheckConstraint("(status IN ('EXITED', 'CLOSED')) = (closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("(closed_on IS NULL) = (closing_code IS NULL)", name="closing_code"),
        CheckConstraint("status NOT IN ('FILED', 'RELIEVED') OR current_episode_id IS NOT NULL", name="episode"),
        Index(
            "uq_hardship_files_active_household",
            "household_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_hardship_files_county", "county_id", "status"),
        Index("ix_hardship_files_province", "province_id", "status"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    file_no: Mapped[str] = mapped_column(String(40), unique=True)
    household_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("households.id"), index=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"), index=True)
    province_id: Mapped[uuid.UUID] = mapped_column(Id)
    city_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    county_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    title: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    current_episode_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closing_code: Mapped[str | None] = mapped_column(String(30))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class FilePerson(Base):
    """Somebody in a file, by the blind index of the ID number: nobody is in two active files anywhere.

    The file's row follows in the same transaction, hence the deferred reference.
    """

    __tablename__ = "file_persons"
    __table_args__ = (
        CheckConstraint("role IN ('main', 'member')", name="role"),
        Index(
            "uq_file_persons_active",
            "id_number_index",
            unique=True,
            sqlite_where=_LIVE_PERSON_SQLITE,
            postgresql_where=_LIVE_PERSON,
        ),
        Index(
            "uq_file_persons_main",
            "file_id",
            unique=True,
            sqlite_where=text("active = 1 AND role = 'main'"),
            postgresql_where=text("active AND role = 'main'"),
        ),
    )

    file_id: Mapped[uuid.UUID] = mapped_column(
        Id, ForeignKey("hardship_files.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    active: Mapped[bool]


class Episode(Base):
    """A period in a file (期): CANDIDATE from acceptance, FILED through the four gates only, ENDED at its end."""

    __tablename__ = "episodes"
    __table_args__ = (
        UniqueConstraint("id", "file_id", name="uq_episodes_id_file"),
        CheckConstraint("status IN ('CANDIDATE', 'INHERITED', 'FILED', 'ENDED', 'DROPPED')", name="status"),
        CheckConstraint("entry_path IN ('NEW', 'MISSED', 'RE_ENTER', 'TRANSFER', 'INHERITED')", name="entry_path"),
        CheckConstraint("status = 'INHERITED' OR case_id IS NOT NULL OR entry_path = 'INHERITED'", name="case"),
        CheckConstraint(
            "status <> 'FILED' OR (case_id IS NOT NULL AND file_id IS NOT NULL AND filed_at IS NOT NULL"
            " AND visit_id IS NOT NULL AND deliberation_id IS NOT NULL AND publicity_id IS NOT NULL"
            " AND signature_id IS NOT NULL AND statement_id IS NOT NULL AND appraisal_id IS NOT NULL"
            " AND approval_id IS NOT NULL AND category IS NOT NULL AND main_cause IS NOT NULL)",
            name="four_gates",
        ),
        CheckConstraint("ended_on IS NULL OR status IN ('ENDED', 'DROPPED')", name="ended"),
        *(
            ForeignKeyConstraint([f"{name}_id", "case_id"], [f"{table}.id", f"{table}.case_id"], name=f"fk_episodes_{name}")
            for name, table in (
                ("visit", "visits"),
                ("statement", "economic_statements"),
                ("deliberation", "deliberations"),
                ("appraisal", "appraisals"),
                ("publicity", "publicities"),
                ("signature", "signatures"),
                ("approval", "approvals"),
            )
        ),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("applications.id"), unique=True)
    file_id: Mapped[uuid.UUID | None] = mapped_column(
        Id, ForeignKey("hardship_files.id", deferrable=True, initially="DEFERRED"), index=True
    )
    status: Mapped[str] = mapped_column(String(20))
    entry_path: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    filed_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    ended_on: Mapped[date | None] = mapped_column(Date)
    category: Mapped[str | None] = mapped_column(String(10))
    main_cause: Mapped[str | None] = mapped_column(String(10))
    secondary_causes: Mapped[list[str]] = mapped_column(JSON)
    groups: Mapped[list[str]] = mapped_column(JSON)
    primary_group: Mapped[str | None] = mapped_column(String(10))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    statement_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    deliberation_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    appraisal_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    publicity_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    signature_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    approval_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("eligibility_decisions.id"))


class FileCounter(Base):
    """The last file number given out in one county and year; locked while the next is taken."""

    __tablename__ = "file_counters"

    county_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class SamplingRound(Base):
    """A city's random sample of one quarter: with the stored seed anybody can draw it again."""

    __tablename__ = "sampling_rounds"
    __table_args__ = (
        UniqueConstraint("unit_id", "quarter"),
        CheckConstraint("share_permille BETWEEN 0 AND 1000", name="share"),
        CheckConstraint("length(seed) = 64", name="seed"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"))
    quarter: Mapped[str] = mapped_column(String(6))
    seed: Mapped[str] = mapped_column(String(64))
    share_permille: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SampleDraw(Base):
    """Whether one case was drawn in its round, and by which ticket."""

    __tablename__ = "sample_draws"

    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    round_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("sampling_rounds.id"), index=True)
    ticket: Mapped[str] = mapped_column(String(16))
    sampled: Mapped[bool]
    drawn_at: Mapped[datetime] = mapped_column(UTCDateTime)

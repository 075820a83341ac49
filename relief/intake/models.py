"""Applications (one per case) with their consents, papers, returns, declared lines and scans."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime

_IS_OPEN = text("status = 'OPEN'")


class CaseCounter(Base):
    """The last number given in one county (or city) and year; locked while the next one is taken."""

    __tablename__ = "case_counters"

    area_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Application(Base):
    """One application = one case. Its status, its times and its reason cannot contradict each other."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("status IN ('OPEN', 'FILED', 'REJECTED', 'LAPSED', 'WITHDRAWN', 'ENDED')", name="status"),
        CheckConstraint("(status = 'OPEN') = (closed_at IS NULL)", name="closed_at"),
        CheckConstraint("(status IN ('REJECTED', 'LAPSED', 'WITHDRAWN')) = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("(status = 'ENDED') = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by"),
        CheckConstraint("contract_months IS NULL OR contract_months >= 0", name="contract_months"),
        Index("uq_applications_open_household", "household_id", unique=True,
              sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("uq_applications_open_applicant", "applicant_id", unique=True,
              sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_applications_unit", "unit_id", "status", "id"),
        Index("ix_applications_county", "county_id", "status", "id"),
        Index("ix_applications_city", "city_id", "status", "id"),
        Index("ix_applications_province", "province_id", "status", "id"),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_no: Mapped[str] = mapped_column(String(32), unique=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"))
    province_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"))
    city_id: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("units.id"))
    county_id: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("units.id"))
    division: Mapped[str] = mapped_column(String(12))
    household_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("households.id"), index=True)
    applicant_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    title: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12))
    origin: Mapped[str] = mapped_column(String(12))
    applied_on: Mapped[date] = mapped_column(Date)
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    registered_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))
    import_key: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    status: Mapped[str] = mapped_column(String(10))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    proposed_reason: Mapped[str | None] = mapped_column(String(20))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None] = mapped_column(String(20))
    reason_note: Mapped[bytes | None] = mapped_column(LargeBinary)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # What was declared and decides the scope (requirements 3.0, DT1).
    work_state: Mapped[str] = mapped_column(String(20))
    union_member: Mapped[bool]
    migrant: Mapped[bool]
    retired: Mapped[bool]
    restructured: Mapped[bool]
    single_parent: Mapped[bool]
    on_dibao: Mapped[bool]
    employer_has_union: Mapped[bool]
    contract_months: Mapped[int | None] = mapped_column(Integer)
    assets: Mapped[list[str]] = mapped_column(JSON)
    causes: Mapped[list[str]] = mapped_column(JSON)
    cause_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    centre_reason: Mapped[str] = mapped_column(String(200))


class DeclaredLineRow(Base):
    """One line of income or expense as the household declared it; ``amount`` in fen per ``period``."""

    __tablename__ = "application_lines"
    __table_args__ = (
        CheckConstraint("direction IN ('income', 'expense')", name="direction"),
        CheckConstraint("period IN ('month', 'quarter', 'year')", name="period"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    direction: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(12))
    amount: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(10))
    note: Mapped[bytes | None] = mapped_column(LargeBinary)


class Consent(Base):
    """An adult member's signed authorisation (授权委托书) to check the household's economic state."""

    __tablename__ = "consents"
    __table_args__ = (
        UniqueConstraint("application_id", "person_id", "purpose"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    application_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))


class Paper(Base):
    """One entry of the checklist: received, or still missing."""

    __tablename__ = "application_papers"
    __table_args__ = (CheckConstraint("(received_at IS NULL) = (received_by IS NULL)", name="received_by"),)

    application_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    paper: Mapped[str] = mapped_column(String(20), primary_key=True)
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))


class PaperReturn(Base):
    """One return for more (退回补证): who asked for what and where to go on, and what was supplied."""

    __tablename__ = "application_returns"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("return_to IN ('accept', 'verify', 'sums')", name="return_to"),
        CheckConstraint("(supplied_at IS NULL) = (supplied_by IS NULL)", name="supplied_by"),
        Index("uq_application_returns_open", "application_id", unique=True,
              sqlite_where=text("supplied_at IS NULL"), postgresql_where=text("supplied_at IS NULL")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    application_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"))
    number: Mapped[int] = mapped_column(Integer)
    step: Mapped[str] = mapped_column(String(40))
    return_to: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    papers: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # Empty when a decision table asked, not an officer.
    asked_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    supplied: Mapped[list[str]] = mapped_column(JSON)
    supplied_note: Mapped[bytes | None] = mapped_column(LargeBinary)
    supplied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    supplied_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))


class Scan(Base):
    """A scanned paper, encrypted; ``digest`` is the SHA-256 of what was uploaded."""

    __tablename__ = "application_scans"
    __table_args__ = (UniqueConstraint("application_id", "digest"),)

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    application_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"))
    step: Mapped[str] = mapped_column(String(40))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))

"""Tables of the evidence behind a case: one row per fact, never changed after its case is filed.

A row that a later round replaces keeps its content and gets ``superseded_at``; of every kind a case has at most one
row that is not superseded. Texts about the household are encrypted. Dates are days in Shanghai, instants UTC.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime
from relief.evidence.sealed import SealedText

_CURRENT = text("superseded_at IS NULL")
_DIGEST = 64


def _keys(table: str) -> tuple[UniqueConstraint, Index]:
    """Return what every kind of evidence has: a key that carries its case, and one current row a case."""
    return (
        UniqueConstraint("id", "case_id", name=f"uq_{table}_id_case"),
        Index(f"uq_{table}_current", "case_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )


class Recorded:
    """Who recorded a row, when, and in whose place."""

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"))
    recorded_name: Mapped[str] = mapped_column(String(80))
    acting_for: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Comparison(Recorded, Base):
    """Data check (信息比对): what the offices answered; no answer in time is a flag, not a stop (0.3.5)."""

    __tablename__ = "comparisons"
    __table_args__ = (
        *_keys("comparisons"),
        CheckConstraint("outcome IN ('matched', 'difference', 'no_reply')", name="outcome"),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    on_dibao: Mapped[bool]
    difference: Mapped[str] = mapped_column(SealedText("comparisons.difference"))
    explanation: Mapped[str] = mapped_column(SealedText("comparisons.explanation"))


class ComparisonReply(Base):
    """One office's answer."""

    __tablename__ = "comparison_replies"
    __table_args__ = (
        CheckConstraint("result IN ('same', 'difference', 'no_reply')", name="result"),
        CheckConstraint("replied_on IS NULL OR replied_on >= asked_on", name="order"),
        CheckConstraint("(result = 'no_reply') = (replied_on IS NULL)", name="replied"),
    )

    comparison_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("comparisons.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(30))
    asked_on: Mapped[date] = mapped_column(Date)
    replied_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(SealedText("comparison_replies.note"))


class Visit(Recorded, Base):
    """Home visit (入户走访, gate 1). ``answers`` is encrypted JSON: D7's questions in fen, housing, wishes."""

    __tablename__ = "visits"
    __table_args__ = (
        *_keys("visits"),
        ForeignKeyConstraint(
            ["household_signature_id", "case_id"], ["attachments.id", "attachments.case_id"],
            name="fk_visits_household_signature", use_alter=False,
        ),
        CheckConstraint("outcome IN ('done', 'refused')", name="outcome"),
        CheckConstraint("outcome <> 'done' OR household_signature_id IS NOT NULL", name="household_signed"),
        CheckConstraint("visited_at <= recorded_at", name="not_before_it_happened"),
    )  # fmt: skip

    outcome: Mapped[str] = mapped_column(String(20))
    visited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    visited_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(SealedText("visits.place"))
    persons: Mapped[int | None] = mapped_column(Integer)
    emergency: Mapped[bool]
    answers: Mapped[str] = mapped_column(SealedText("visits.answers"))
    household_signature_id: Mapped[uuid.UUID | None] = mapped_column(Id)


class VisitVisitor(Base):
    """One of the two or more who went."""

    __tablename__ = "visit_visitors"

    visit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("visits.id"), primary_key=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Statement(Recorded, Base):
    """Economic statement (算账): totals of a year in fen. Never changed: a correction is a new statement.

    ``income_year`` is without relief (requirements 0.3.1), which stands in ``relief_year``.
    """

    __tablename__ = "economic_statements"
    __table_args__ = (
        *_keys("economic_statements"),
        CheckConstraint("outcome IN ('agreed', 'disputed')", name="outcome"),
        CheckConstraint("income_year >= 0 AND relief_year >= 0 AND expense_year >= 0", name="amounts"),
        CheckConstraint("gap_year = expense_year - income_year", name="gap"),
        CheckConstraint("persons > 0", name="persons"),
        CheckConstraint("outcome <> 'agreed' OR household_signature_id IS NOT NULL", name="household_signed"),
        ForeignKeyConstraint(
            ["household_signature_id", "case_id"], ["attachments.id", "attachments.case_id"],
            name="fk_economic_statements_household_signature",
        ),
    )  # fmt: skip

    outcome: Mapped[str] = mapped_column(String(20))
    persons: Mapped[int] = mapped_column(Integer)
    income_year: Mapped[int] = mapped_column(BigInteger)
    relief_year: Mapped[int] = mapped_column(BigInteger)
    expense_year: Mapped[int] = mapped_column(BigInteger)
    gap_year: Mapped[int] = mapped_column(BigInteger)
    facts: Mapped[str] = mapped_column(SealedText("economic_statements.facts"))
    household_signature_id: Mapped[uuid.UUID | None] = mapped_column(Id)


class StatementLine(Base):
    """One income or expense, in fen, with its period and what it rests on."""

    __tablename__ = "statement_lines"
    __table_args__ = (
        CheckConstraint("side IN ('income', 'expense')", name="side"),
        CheckConstraint("period IN ('month', 'quarter', 'year')", name="period"),
        CheckConstraint("source IN ('declared', 'document', 'compared', 'visited')", name="source"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint(
            "yearly = amount * CASE period WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END", name="yearly"
        ),
    )

    statement_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("economic_statements.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    side: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(String(10))
    yearly: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(SealedText("statement_lines.note"))


class Deliberation(Recorded, Base):
    """Collective study (集体研究, gate 3): the meeting, its votes and the hash of its minutes."""

    __tablename__ = "deliberations"
    __table_args__ = (
        *_keys("deliberations"),
        CheckConstraint("outcome IN ('propose', 'return', 'reject')", name="outcome"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_abstain >= 0", name="votes"),
        CheckConstraint("outcome <> 'propose' OR votes_for > votes_against + votes_abstain", name="majority"),
        CheckConstraint(
            "outcome = 'return' OR (held_on IS NOT NULL AND chaired_by IS NOT NULL AND minutes_sha256 IS NOT NULL)",
            name="met",
        ),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(120))
    chaired_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    votes_for: Mapped[int] = mapped_column(Integer)
    votes_against: Mapped[int] = mapped_column(Integer)
    votes_abstain: Mapped[int] = mapped_column(Integer)
    absent: Mapped[str] = mapped_column(String(200))
    conflict_note: Mapped[str] = mapped_column(SealedText("deliberations.conflict_note"))
    minutes: Mapped[str] = mapped_column(SealedText("deliberations.minutes"))
    minutes_sha256: Mapped[str | None] = mapped_column(String(_DIGEST))


class DeliberationMember(Base):
    """Who was present; one with a declared conflict neither counts for the quorum nor votes."""

    __tablename__ = "deliberation_members"

    deliberation_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("deliberations.id"), primary_key=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("officers.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    conflicted: Mapped[bool]


class Appraisal(Recorded, Base):
    """Appraisal (评议): category, causes, groups and the draft of the plan."""

    __tablename__ = "appraisals"
    __table_args__ = (
        *_keys("appraisals"),
        CheckConstraint("outcome IN ('propose', 'return', 'reject')", name="outcome"),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    appraised_on: Mapped[date | None] = mapped_column(Date)
    panel: Mapped[str] = mapped_column(String(300))
    category: Mapped[str | None] = mapped_column(String(10))
    category_reason: Mapped[str] = mapped_column(SealedText("appraisals.category_reason"))
    main_cause: Mapped[str | None] = mapped_column(String(10))
    secondary_causes: Mapped[list[str]] = mapped_column(JSON)
    cause_text: Mapped[str] = mapped_column(SealedText("appraisals.cause_text"))
    groups: Mapped[list[str]] = mapped_column(JSON)
    primary_group: Mapped[str | None] = mapped_column(String(10))
    plan: Mapped[str] = mapped_column(SealedText("appraisals.plan"))


class Publicity(Recorded, Base):
    """Publicity (公示, gate 2): the masked text as it hangs, and a period that nobody can shorten.

    It runs from ``started_on``, the day it was recorded, to ``ends_on``, the last day, included. An objection
    interrupts it; ``remaining_days`` is then what is left.
    """

    __tablename__ = "publicities"
    __table_args__ = (
        *_keys("publicities"),
        CheckConstraint("state IN ('POSTED', 'INTERRUPTED', 'CLOSED', 'STOPPED')", name="state"),
        CheckConstraint("days_required >= 1 AND started_on >= posted_on AND ends_on > started_on", name="period"),
        CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'INTERRUPTED') = (interrupted_at IS NOT NULL)", name="interrupted"),
        CheckConstraint(f"length(text_sha256) = {_DIGEST}", name="hash"),
    )

    state: Mapped[str] = mapped_column(String(20))
    place_unit: Mapped[str] = mapped_column(String(120))
    place_community: Mapped[str] = mapped_column(String(120))
    posted_on: Mapped[date] = mapped_column(Date)
    started_on: Mapped[date] = mapped_column(Date)
    days_required: Mapped[int] = mapped_column(Integer)
    ends_on: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool]
    notice: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(_DIGEST))
    running_since: Mapped[date] = mapped_column(Date)
    running_days: Mapped[int] = mapped_column(Integer)
    interrupted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Objection(Base):
    """An objection (异议) to what is posted; whoever handles it did not visit."""

    __tablename__ = "objections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["publicity_id", "case_id"], ["publicities.id", "publicities.case_id"], name="fk_objections_publicity"
        ),
        CheckConstraint("state IN ('OPEN', 'DISMISSED', 'RECHECK', 'REJECTED')", name="state"),
        CheckConstraint("NOT anonymous OR objector IS NULL", name="anonymous"),
        CheckConstraint(
            "(state = 'OPEN') = (decided_at IS NULL) AND (decided_at IS NULL) = (handled_by IS NULL)", name="decided"
        ),
        Index("ix_objections_open", "case_id", sqlite_where=text("state = 'OPEN'"), postgresql_where=text("state = 'OPEN'")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("applications.id"))
    publicity_id: Mapped[uuid.UUID] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    anonymous: Mapped[bool]
    objector: Mapped[str | None] = mapped_column(SealedText("objections.objector"))
    content: Mapped[str] = mapped_column(SealedText("objections.content"))
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    handled_by: Mapped[uuid.UUID | None] = mapped_column(Id, ForeignKey("officers.id"))
    handled_name: Mapped[str | None] = mapped_column(String(80))
    investigated_on: Mapped[date | None] = mapped_column(Date)
    methods: Mapped[list[str]] = mapped_column(JSON)
    finding: Mapped[str] = mapped_column(SealedText("objections.finding"))
    malicious: Mapped[bool]
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Review(Recorded, Base):
    """The county's review (审核)."""

    __tablename__ = "reviews"
    __table_args__ = (*_keys("reviews"), CheckConstraint("outcome IN ('pass', 'return', 'reject')", name="outcome"))

    outcome: Mapped[str] = mapped_column(String(20))
    checked: Mapped[list[str]] = mapped_column(JSON)
    opinion: Mapped[str] = mapped_column(SealedText("reviews.opinion"))


class Signature(Recorded, Base):
    """The chair's signature (主席签字, gate 4): who signed, in which post on that date, over which documents."""

    __tablename__ = "signatures"
    __table_args__ = (
        *_keys("signatures"),
        ForeignKeyConstraint(
            ["drawing_id", "case_id"], ["attachments.id", "attachments.case_id"], name="fk_signatures_drawing"
        ),
        CheckConstraint("outcome IN ('sign', 'return', 'reject')", name="outcome"),
        CheckConstraint("outcome <> 'sign' OR drawing_id IS NOT NULL", name="drawn"),
        CheckConstraint(f"length(document_sha256) = {_DIGEST}", name="hash"),
    )

    outcome: Mapped[str] = mapped_column(String(20))
    post_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("posts.id"))
    unit_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("units.id"))
    unit_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    letter_no: Mapped[str | None] = mapped_column(String(60))
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    signed_on: Mapped[date] = mapped_column(Date)
    document_sha256: Mapped[str] = mapped_column(String(_DIGEST))
    drawing_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    opinion: Mapped[str] = mapped_column(SealedText("signatures.opinion"))


class Approval(Recorded, Base):
    """The county help centre's decision (审批)."""

    __tablename__ = "approvals"
    __table_args__ = (*_keys("approvals"), CheckConstraint("outcome IN ('pass', 'return', 'reject')", name="outcome"))

    outcome: Mapped[str] = mapped_column(String(20))
    document_sha256: Mapped[str] = mapped_column(String(_DIGEST))
    opinion: Mapped[str] = mapped_column(SealedText("approvals.opinion"))

"""What the evidence's queries hand out: frozen, and masked unless asked for in full. Money in fen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kit.i18n import Text
from relief.evidence.attachments.queries import AttachmentRecord


@dataclass(frozen=True)
class By:
    """Who recorded something and when; ``acting_for`` when a stand-in did."""

    officer_id: uuid.UUID
    name: str
    at: datetime
    acting_for: uuid.UUID | None = None


@dataclass(frozen=True)
class ReplyRecord:
    """One office's answer to the data check."""

    source: str
    asked_on: date
    replied_on: date | None
    result: str
    note: str = field(repr=False)


@dataclass(frozen=True)
class ComparisonRecord:
    """A data check (信息比对)."""

    id: uuid.UUID
    outcome: str
    on_dibao: bool
    difference: str = field(repr=False)
    explanation: str = field(repr=False)
    replies: tuple[ReplyRecord, ...]
    by: By


@dataclass(frozen=True)
class VisitRecord:
    """A home visit. ``amounts``: D7's questions in fen; ``observed``: what was seen, by the form's field names."""

    id: uuid.UUID
    outcome: str
    visited_at: datetime
    visited_on: date
    place: str = field(repr=False)
    visitors: tuple[str, ...]
    persons: int | None
    emergency: bool
    amounts: Mapping[str, int | None] = field(repr=False)
    observed: Mapping[str, str] = field(repr=False)
    insurance: tuple[str, ...]
    signed: bool
    photos: tuple[AttachmentRecord, ...]
    by: By


@dataclass(frozen=True)
class LineRecord:
    """One income or expense."""

    side: str
    kind: str
    amount: int
    period: str
    yearly: int
    source: str
    note: str = field(repr=False)


@dataclass(frozen=True)
class StatementRecord:
    """An economic statement; ``income_year`` is without relief. ``situation``: what else was established."""

    id: uuid.UUID
    outcome: str
    persons: int
    income_year: int
    relief_year: int
    expense_year: int
    gap_year: int
    lines: tuple[LineRecord, ...]
    situation: Mapping[str, object] = field(repr=False)
    signed: bool
    by: By


@dataclass(frozen=True)
class MemberOfStudy:
    """Somebody present at the collective study."""

    name: str
    chaired: bool
    conflicted: bool


@dataclass(frozen=True)
class DeliberationRecord:
    """A collective study."""

    id: uuid.UUID
    outcome: str
    held_on: date | None
    place: str
    members: tuple[MemberOfStudy, ...]
    absent: str
    conflict_note: str = field(repr=False)
    votes_for: int
    votes_against: int
    votes_abstain: int
    minutes: str = field(repr=False)
    minutes_sha256: str | None
    by: By


@dataclass(frozen=True)
class AppraisalRecord:
    """An appraisal; ``cause_text`` may name a diagnosis and is hidden unless asked for in full."""

    id: uuid.UUID
    outcome: str
    appraised_on: date | None
    panel: str
    category: str | None
    category_reason: str = field(repr=False)
    main_cause: str | None
    secondary_causes: tuple[str, ...]
    cause_text: str = field(repr=False)
    groups: tuple[str, ...]
    primary_group: str | None
    plan: str = field(repr=False)
    by: By


@dataclass(frozen=True)
class PublicityRecord:
    """A publicity; ``ends_on`` is its last day, included."""

    id: uuid.UUID
    state: str
    place_unit: str
    place_community: str
    posted_on: date
    started_on: date
    ends_on: date
    days: int
    provisional: bool
    text: str
    text_sha256: str
    closed_at: datetime | None
    photos: tuple[AttachmentRecord, ...]
    superseded: bool
    by: By


@dataclass(frozen=True)
class ObjectionRecord:
    """An objection; the objector's name is never handed out here."""

    id: uuid.UUID
    publicity_id: uuid.UUID
    state: str
    channel: str
    anonymous: bool
    content: str = field(repr=False)
    raised_at: datetime
    handled_by: str | None
    investigated_on: date | None
    methods: tuple[str, ...]
    finding: str = field(repr=False)
    malicious: bool
    decided_at: datetime | None


@dataclass(frozen=True)
class VerdictRecord:
    """A review or an approval."""

    id: uuid.UUID
    outcome: str
    opinion: str = field(repr=False)
    by: By


@dataclass(frozen=True)
class SignatureRecord:
    """The chair's signature: in which post, over which documents."""

    id: uuid.UUID
    outcome: str
    unit_name: str
    role: str
    letter_no: str | None
    signed_at: datetime
    signed_on: date
    document_sha256: str
    drawing_id: uuid.UUID | None
    by: By


@dataclass(frozen=True)
class CheckRecord:
    """A check after filing."""

    id: uuid.UUID
    kind: str
    outcome: str
    checked_on: date
    method: str
    items: tuple[Mapping[str, str], ...]
    error_class: str
    finding: str = field(repr=False)
    instruction: str = field(repr=False)
    due_on: date | None
    by: By


@dataclass(frozen=True)
class CaseEvidence:
    """Everything that is on record for a case, of the current round; ``rounds`` counts the visits ever made."""

    case_id: uuid.UUID
    comparison: ComparisonRecord | None
    visit: VisitRecord | None
    statement: StatementRecord | None
    deliberation: DeliberationRecord | None
    appraisal: AppraisalRecord | None
    publicity: PublicityRecord | None
    earlier_publicities: tuple[PublicityRecord, ...]
    objections: tuple[ObjectionRecord, ...]
    review: VerdictRecord | None
    signature: SignatureRecord | None
    approval: VerdictRecord | None
    checks: tuple[CheckRecord, ...]
    rounds: int


class GateState(StrEnum):
    """Whether a gate holds."""

    PASSED = "PASSED"
    WAITING = "WAITING"
    MISSING = "MISSING"
    STALE = "STALE"


@dataclass(frozen=True)
class Gate:
    """One of the four gates (四个不建档): its kind as in the diagram, and which record proves it."""

    kind: str
    state: GateState
    evidence_id: uuid.UUID | None
    on: date | None
    who: tuple[str, ...]
    sentence: Text

    @property
    def passed(self) -> bool:
        """Whether the gate holds."""
        return self.state is GateState.PASSED

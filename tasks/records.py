"""Frozen values that the worklist takes in and hands out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kit.i18n import pick


@dataclass(frozen=True)
class RoutingFacts:
    """Where a work item goes, as computed by the operation that opens it."""

    unit_id: uuid.UUID
    unit_name: str
    province_id: uuid.UUID | None
    city_id: uuid.UUID | None
    county_id: uuid.UUID | None
    level: str
    role: str
    excluded: Mapping[uuid.UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubjectFacts:
    """What a work item is about; ``title`` is masked, it stands in inboxes and notices."""

    kind: str
    id: uuid.UUID
    no: str
    title: str


@dataclass(frozen=True)
class NewWorkItem:
    """All that is needed to open a work item."""

    process: str
    instance_id: uuid.UUID
    key: str
    step: str
    label_zh: str
    label_en: str
    form: str
    subject: SubjectFacts
    routing: RoutingFacts
    due_at: datetime
    provisional: bool


@dataclass(frozen=True)
class WorkItemRecord:
    """A work item as pages and operations see it. Instants are aware UTC."""

    id: uuid.UUID
    process: str
    instance_id: uuid.UUID
    key: str
    step: str
    label_zh: str
    label_en: str
    form: str
    subject_kind: str
    subject_id: uuid.UUID
    subject_no: str
    subject_title: str
    unit_id: uuid.UUID
    unit_name: str
    level: str
    role: str
    state: str
    assignee_id: uuid.UUID | None
    opened_at: datetime
    claimed_at: datetime | None
    due_at: datetime
    provisional: bool
    escalated_level: int
    done_at: datetime | None
    done_by: uuid.UUID | None
    done_by_name: str | None
    done_for_name: str | None
    outcome: str | None
    outcome_zh: str | None
    outcome_en: str | None
    opinion: str
    excluded: frozenset[uuid.UUID] = frozenset()

    @property
    def label(self) -> str:
        """The step's name in the reader's language."""
        return pick(self.label_zh, self.label_en)

    @property
    def outcome_label(self) -> str:
        """The outcome's name in the reader's language; empty while the item is open."""
        return pick(self.outcome_zh or "", self.outcome_en or "")


@dataclass(frozen=True)
class Page:
    """One page of work items; ``next`` is the cursor of the following page, or None at the end."""

    items: tuple[WorkItemRecord, ...]
    next: str | None

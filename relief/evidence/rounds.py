"""Rounds: what a later round replaces. A new fact makes itself and everything that rests on it stale."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update

from kit.db import Session, new_id
from relief.evidence.models import (
    Appraisal,
    Approval,
    Comparison,
    Deliberation,
    Publicity,
    Recorded,
    Review,
    Signature,
    Statement,
    Visit,
)
from relief.intake.steps import StepFacts

_R = TypeVar("_R", bound=Recorded)

STAGES: tuple[tuple[type[Recorded], ...], ...] = (
    (Comparison, Visit),
    (Statement,),
    (Deliberation,),
    (Appraisal,),
    (Publicity,),
    (Review,),
    (Signature,),
    (Approval,),
)
"""The kinds of evidence in the order of the chain; kinds of one stage do not rest on each other."""


def current(session: Session, kind: type[_R], case_id: uuid.UUID) -> _R | None:
    """Return the case's row of a kind that no later round replaced, or None."""
    return session.scalar(select(kind).where(kind.case_id == case_id, kind.superseded_at.is_(None)))


def begin(session: Session, kind: type[_R], facts: StepFacts) -> _R:
    """Return a new row of a kind, still to be filled in, after making stale what it replaces."""
    supersede(session, kind, facts.case_id, facts.at)
    row = kind()
    row.id, row.case_id, row.recorded_at = new_id(), facts.case_id, facts.at
    row.recorded_by, row.recorded_name = facts.actor.officer_id, facts.actor.name
    row.acting_for = facts.acting_for.officer_id if facts.acting_for else None
    return row


def supersede(session: Session, kind: type[Recorded], case_id: uuid.UUID, at: datetime) -> None:
    """Make stale the current row of a kind and every current row of the stages after it."""
    stage = next(number for number, kinds in enumerate(STAGES) if kind in kinds)
    for stale in (kind, *(later for kinds in STAGES[stage + 1 :] for later in kinds)):
        session.execute(
            update(stale).where(stale.case_id == case_id, stale.superseded_at.is_(None)).values(superseded_at=at)
        )

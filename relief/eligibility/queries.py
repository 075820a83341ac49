"""Reads of the decisions made."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from decisions.dmn import Sentence
from kit.db import Session
from relief.eligibility.errors import NotDecidedYet
from relief.eligibility.models import EligibilityDecision
from relief.eligibility.outcome import Economics, Ratio
from relief.eligibility.records import DecisionRecord, HitRecord

MONTHS = 12


def latest(session: Session, case_id: uuid.UUID, kind: str) -> DecisionRecord:
    """Return the latest decision of a kind (scope or category) on a case.

    Raises:
        NotDecidedYet: none has been made.
    """
    found = latest_row(session, case_id, kind)
    if found is None:
        raise NotDecidedYet
    return record(found)


def for_case(session: Session, case_id: uuid.UUID) -> tuple[DecisionRecord, ...]:
    """Return all decisions on a case, oldest first."""
    query = select(EligibilityDecision).where(EligibilityDecision.case_id == case_id).order_by(EligibilityDecision.id)
    return tuple(record(row) for row in session.scalars(query))


def inputs(session: Session, decision_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what a decision was made from; personal, for the pages of the case only.

    Raises:
        NotDecidedYet: there is no such decision.
    """
    row = session.get(EligibilityDecision, decision_id)
    if row is None:
        raise NotDecidedYet
    found: dict[str, Any] = json.loads(row.inputs)
    return found


def latest_row(session: Session, case_id: uuid.UUID, kind: str) -> EligibilityDecision | None:
    """Return the row of the latest decision of a kind on a case, for this package's writes."""
    return session.scalar(
        select(EligibilityDecision)
        .where(EligibilityDecision.case_id == case_id, EligibilityDecision.kind == kind)
        .order_by(EligibilityDecision.id.desc())
        .limit(1)
    )


def record(row: EligibilityDecision) -> DecisionRecord:
    """Return a row as a record."""
    return DecisionRecord(
        id=row.id, case_id=row.case_id, kind=row.kind, outcome=row.outcome, reason=row.reason,
        statistics_cell=row.statistics_cell, decided_on=row.decided_on, decided_at=row.decided_at,
        division=row.division, ruleset=row.ruleset, ruleset_hash=row.ruleset_hash, persons=row.persons, line=row.line,
        line_assumed=row.line_assumed, economics=_economics(row),
        hits=tuple(HitRecord(hit["table"], hit["rule_id"], hit["index"]) for hit in row.hits),
        sentences=tuple(Sentence(each["zh"], each["en"], each["source"]) for each in row.sentences),
    )  # fmt: skip


def _economics(row: EligibilityDecision) -> Economics | None:
    if row.persons is None or row.line is None or row.income is None or row.gap is None:
        return None
    months = MONTHS * row.persons
    return Economics(
        income=row.income, expense=row.expense or 0, relief=row.relief or 0, gap=row.gap,
        per_capita=Ratio(row.income, months), ratio=Ratio(row.income, months * row.line),
    )  # fmt: skip

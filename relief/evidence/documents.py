"""The hash over what a signature covers: the evidence of a case as it stands, so that a later change shows."""

from __future__ import annotations

import hashlib
import json
import uuid

from sqlalchemy import select

from kit.db import Session
from relief.evidence.attachments.models import Attachment
from relief.evidence.models import (
    Appraisal,
    Comparison,
    Deliberation,
    Publicity,
    Statement,
    StatementLine,
    Visit,
    VisitVisitor,
)
from relief.evidence.rounds import current


def document_sha256(session: Session, case_id: uuid.UUID) -> str:
    """Return the SHA-256 of the case's current evidence up to the publicity, attachments by their hashes."""
    visit, statement = current(session, Visit, case_id), current(session, Statement, case_id)
    study, appraisal = current(session, Deliberation, case_id), current(session, Appraisal, case_id)
    publicity, comparison = current(session, Publicity, case_id), current(session, Comparison, case_id)
    parts: dict[str, object] = {
        "comparison": [comparison.id, comparison.outcome, comparison.difference] if comparison else None,
        "visit": [visit.id, visit.visited_at, visit.answers, _visitors(session, visit.id)] if visit else None,
        "statement": [statement.id, statement.facts, _lines(session, statement.id)] if statement else None,
        "study": [study.id, study.held_on, study.outcome, study.minutes_sha256] if study else None,
        "appraisal": [appraisal.id, appraisal.category, appraisal.main_cause, appraisal.secondary_causes,
                      appraisal.groups, appraisal.plan] if appraisal else None,
        "publicity": [publicity.id, publicity.text_sha256] if publicity else None,
        "attachments": _attachments(session, [row.id for row in (comparison, visit, statement, study, appraisal, publicity) if row]),
    }  # fmt: skip
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _visitors(session: Session, visit_id: uuid.UUID) -> list[str]:
    return sorted(map(str, session.scalars(select(VisitVisitor.officer_id).where(VisitVisitor.visit_id == visit_id))))


def _lines(session: Session, statement_id: uuid.UUID) -> list[list[object]]:
    rows = session.scalars(
        select(StatementLine).where(StatementLine.statement_id == statement_id).order_by(StatementLine.seq)
    )
    return [[row.side, row.kind, row.amount, row.period, row.source] for row in rows]


def _attachments(session: Session, evidence_ids: list[uuid.UUID]) -> list[str]:
    return list(
        session.scalars(
            select(Attachment.sha256).where(Attachment.evidence_id.in_(evidence_ids)).order_by(Attachment.sha256)
        )
    )

"""What a form offers as a first value: what the system knows already, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from kit.db import Session
from kit.errors import AppError
from relief.eligibility import queries as eligibility
from relief.evidence import queries as evidence
from relief.intake import queries as intake
from tasks.records import WorkItemRecord
from web import forms
from workflows.forms import Form

SUMS = "sums"


def for_task(session: Session, item: WorkItemRecord, form: Form) -> dict[str, Any]:
    """Return the first values of a task's form, as they would have been typed."""
    if item.subject_kind != "case":
        return {}
    values: dict[str, Any] = {}
    for field in form.fields:
        source = _SOURCES.get(field.prefill or "")
        if source is not None:
            values[field.name] = _known(source, session, item.subject_id)
    if form.key == SUMS:
        # The sums start from what was declared; the clerk corrects what the visit and the papers show otherwise.
        values |= _declared(session, item.subject_id)
    return forms.as_entered(form, values)


def _known(source: Callable[[Session, UUID], object], session: Session, case_id: UUID) -> object:
    try:
        return source(session, case_id)
    except AppError:
        # Not known yet: the field stays empty, and the form says what is missing when it is sent.
        return None


def _category(session: Session, case_id: UUID) -> str:
    return eligibility.latest(session, case_id, "category").outcome


def _notice(session: Session, case_id: UUID) -> str:
    return evidence.masked_notice(session, case_id).text


def _declared(session: Session, case_id: UUID) -> dict[str, list[dict[str, object]]]:
    rows: dict[str, list[dict[str, object]]] = {"income": [], "expense": []}
    for line in intake.declared_lines(session, case_id):
        row = {
            "kind": line.kind,
            "amount": line.amount,
            "period": line.period,
            "source": line.source,
            "note": line.note,
        }
        rows[line.direction].append(row)
    return rows


_SOURCES: Mapping[str, Callable[[Session, UUID], object]] = {"category": _category, "masked_notice": _notice}

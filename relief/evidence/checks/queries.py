"""Read the checks after filing."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from kit.db import Session
from relief.evidence.checks.models import Check
from relief.evidence.records import By, CheckRecord


def checks_of(session: Session, case_id: uuid.UUID) -> tuple[CheckRecord, ...]:
    """Return a case's checks, oldest first."""
    rows = session.scalars(select(Check).where(Check.case_id == case_id).order_by(Check.recorded_at, Check.id))
    return tuple(
        CheckRecord(
            id=row.id, kind=row.kind, outcome=row.outcome, checked_on=row.checked_on, method=row.method,
            items=tuple({name: str(value) for name, value in item.items()} for item in row.items),
            error_class=row.error_class, finding=row.finding, instruction=row.instruction, due_on=row.due_on,
            by=By(row.recorded_by, row.recorded_name, row.recorded_at),
        )
        for row in rows
    )  # fmt: skip

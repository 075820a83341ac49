"""What must hold of a database after any kill: nothing between two steps, nothing lost, nothing done twice."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from sqlalchemy import func, inspect, select, text

from kit import audit, db
from kit.audit import AuditEvent
from kit.db import Session
from kit.outbox import OutboxRow
from tasks.models import WorkItem
from tasks.status import WorkItemState
from workflows.instances.models import CommandReceipt, Timer, TrailEntry
from workflows.instances.reconcile import unreconciled


def contents() -> dict[str, str]:
    """Return a digest of every table's rows: two equal ones mean that not one row differs."""
    with db.reading() as session:
        return {name: _digest(session, name) for name in inspect(session.connection()).get_table_names()}


def _digest(session: Session, table: str) -> str:
    rows = sorted(repr(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{table}"')))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def assert_whole() -> None:
    """Check that rows and snapshots agree, the audit chain holds, and everything was recorded exactly once."""
    with db.reading() as session:
        assert unreconciled(session) == ()
        assert audit.verify(session).damages == ()
        _told_once(session)
        _recorded_once(session)


def _told_once(session: Session) -> None:
    """Check that each work item ever opened was told once, and nothing else."""
    items = {str(item) for item in session.scalars(select(WorkItem.id))}
    told = [
        row["work_item_id"] for row in session.scalars(select(OutboxRow.payload).where(OutboxRow.event == "TaskOpened"))
    ]
    assert Counter(told) == Counter(items)


def _recorded_once(session: Session) -> None:
    """Check that trail, audit chain and receipts hold each opening, completion and firing once."""
    counts = Counter((e.instance_id, e.key, e.what) for e in session.scalars(select(TrailEntry)))
    assert set(counts.values()) <= {1}
    done = {
        (item.instance_id, item.key): str(item.id)
        for item in session.scalars(select(WorkItem).where(WorkItem.state == WorkItemState.DONE))
    }
    fired = {(t.instance_id, t.key) for t in session.scalars(select(Timer).where(Timer.state == "FIRED"))}
    completed = {(instance, key) for instance, key, what in counts if what == "completed"}
    assert completed >= done.keys() | fired
    receipts = [r.result["work_item"] for r in session.scalars(select(CommandReceipt))]
    assert Counter(receipts) == Counter(done.values())
    assert _audited(session, "complete:%") == len(done)
    assert _audited(session, "timer:%") == len(fired)


def _audited(session: Session, pattern: str) -> int:
    """Return the number of audited commands; fails when one subject has two rows for one wait."""
    rows = session.execute(select(AuditEvent.subject, AuditEvent.payload).where(AuditEvent.action.like(pattern)))
    keys = Counter((subject, json.loads(payload)["key"]) for subject, payload in rows)
    assert set(keys.values()) <= {1}
    return len(keys)


def count(table: type, *conditions: object) -> int:
    """Return the number of rows of a table."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]

"""All writes of the worklist. Guards are asked by the operation, which knows who acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kit.db import Session, new_id
from tasks.models import Exclusion, WorkItem
from tasks.records import NewWorkItem
from tasks.status import LIVE, WORK_ITEM, WorkItemState


@dataclass(frozen=True)
class Completion:
    """Who completed a work item, for whom, with which outcome and opinion."""

    officer_id: uuid.UUID
    officer_name: str
    principal_id: uuid.UUID | None
    principal_name: str | None
    outcome: str
    outcome_zh: str
    outcome_en: str
    opinion: str
    at: datetime


def open_work_item(session: Session, new: NewWorkItem, at: datetime) -> uuid.UUID:
    """Open a work item with its routing and its exclusions."""
    subject, routing = new.subject, new.routing
    row = WorkItem(
        id=new_id(), process=new.process, instance_id=new.instance_id, key=new.key, step=new.step,
        label_zh=new.label_zh, label_en=new.label_en, form=new.form,
        subject_kind=subject.kind, subject_id=subject.id, subject_no=subject.no, subject_title=subject.title,
        unit_id=routing.unit_id, unit_name=routing.unit_name, province_id=routing.province_id,
        city_id=routing.city_id, county_id=routing.county_id, level=routing.level, role=routing.role,
        state=WORK_ITEM.initial, opened_at=at, due_at=new.due_at, provisional=new.provisional, opinion="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(Exclusion(work_item_id=row.id, officer_id=who, reason=why) for who, why in routing.excluded.items())
    return row.id


def claim(session: Session, item_id: uuid.UUID, officer_id: uuid.UUID, at: datetime) -> None:
    """Give a work item to one officer (签收); a claim that has lapsed passes to the new claimant."""
    row = session.get_one(WorkItem, item_id)
    if row.state != WorkItemState.CLAIMED:
        row.state = WORK_ITEM.target(row.state, "claim")
    row.assignee_id, row.claimed_at = officer_id, at


def release(session: Session, item_id: uuid.UUID) -> None:
    """Give a work item back to all holders of its post."""
    row = session.get_one(WorkItem, item_id)
    row.state = WORK_ITEM.target(row.state, "release")
    row.assignee_id, row.claimed_at = None, None


def complete(session: Session, item_id: uuid.UUID, done: Completion) -> None:
    """Close a work item as done (办理)."""
    row = session.get_one(WorkItem, item_id)
    row.state = WORK_ITEM.target(row.state, "complete")
    row.assignee_id = done.officer_id
    row.claimed_at = row.claimed_at or done.at
    row.done_at, row.done_by, row.done_by_name = done.at, done.officer_id, done.officer_name
    row.done_for, row.done_for_name = done.principal_id, done.principal_name
    row.outcome, row.outcome_zh, row.outcome_en = done.outcome, done.outcome_zh, done.outcome_en
    row.opinion = done.opinion


def cancel(session: Session, instance_id: uuid.UUID, key: str, at: datetime) -> None:
    """Close a work item that the process no longer needs; one that is closed already stays as it is."""
    row = session.scalar(select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.key == key))
    if row is not None and row.state in LIVE:
        row.state = WORK_ITEM.target(row.state, "cancel")
        row.done_at = at


def move_due(session: Session, item_id: uuid.UUID, due_at: datetime, *, provisional: bool) -> None:
    """Set a new due instant, for instance when a clock goes on after a pause."""
    row = session.get_one(WorkItem, item_id)
    row.due_at, row.provisional = due_at, provisional

"""All reads of the worklist. Inbox pages are index range scans with keyset cursors."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from kit import clock, db
from kit.db import Session
from tasks.errors import TaskNotFound
from tasks.models import Exclusion, WorkItem
from tasks.records import Page, WorkItemRecord
from tasks.status import LIVE, WorkItemState
from unions.models import Post, StandIn
from unions.queries import held_on, stands_in_on
from unions.records import Actor

PAGE = 50
_PLAIN = tuple(field.name for field in fields(WorkItemRecord) if field.name != "excluded")


def work_item(session: Session, item_id: uuid.UUID, *, locked: bool = False) -> WorkItemRecord:
    """Return one work item.

    Raises:
        TaskNotFound: there is none.
    """
    statement = select(WorkItem).where(WorkItem.id == item_id).execution_options(populate_existing=True)
    row = session.scalar(db.lock(statement) if locked else statement)
    if row is None:
        raise TaskNotFound
    return _records(session, [row])[0]


def inbox(session: Session, actor: Actor, *, after: str | None = None, limit: int = PAGE) -> Page:
    """Return what the actor's posts have to do, soonest due first, without what colleagues claimed."""
    statement = _mine(actor)
    if after:
        due, _, last = after.partition("_")
        at = datetime.fromisoformat(due)
        statement = statement.where(
            or_(WorkItem.due_at > at, and_(WorkItem.due_at == at, WorkItem.id > uuid.UUID(last)))
        )
    rows = session.scalars(statement.order_by(WorkItem.due_at, WorkItem.id).limit(limit + 1)).all()
    return _page(session, rows, limit, lambda row: f"{row.due_at.isoformat()}_{row.id}")


def inbox_count(session: Session, actor: Actor) -> int:
    """Return how many work items wait for the actor's posts."""
    return session.scalar(select(func.count()).select_from(_mine(actor).subquery())) or 0


def done_by(session: Session, actor: Actor, *, after: str | None = None, limit: int = PAGE) -> Page:
    """Return what the actor completed, latest first (已办)."""
    statement = select(WorkItem).where(WorkItem.done_by == actor.officer_id)
    if after:
        done, _, last = after.partition("_")
        at = datetime.fromisoformat(done)
        statement = statement.where(
            or_(WorkItem.done_at < at, and_(WorkItem.done_at == at, WorkItem.id < uuid.UUID(last)))
        )
    rows = session.scalars(statement.order_by(WorkItem.done_at.desc(), WorkItem.id.desc()).limit(limit + 1)).all()
    return _page(session, rows, limit, lambda row: f"{row.done_at and row.done_at.isoformat()}_{row.id}")


def for_subject(session: Session, subject_id: uuid.UUID) -> tuple[WorkItemRecord, ...]:
    """Return all work items of a subject in the order in which they were opened: the timeline's backbone (流转记录)."""
    rows = session.scalars(
        select(WorkItem).where(WorkItem.subject_id == subject_id).order_by(WorkItem.opened_at, WorkItem.id)
    ).all()
    return tuple(_records(session, rows))


def live_of_instance(session: Session, instance_id: uuid.UUID) -> tuple[WorkItemRecord, ...]:
    """Return an instance's open and claimed work items."""
    rows = session.scalars(
        select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.state.in_(LIVE)).order_by(WorkItem.id)
    ).all()
    return tuple(_records(session, rows))


def live_keys(session: Session) -> tuple[tuple[uuid.UUID, str], ...]:
    """Return the instance and the key of every open or claimed work item, for comparing them with the processes."""
    rows = session.execute(select(WorkItem.instance_id, WorkItem.key).where(WorkItem.state.in_(LIVE)))
    return tuple((instance_id, key) for instance_id, key in rows)


def doers(session: Session, subject_id: uuid.UUID, steps: Iterable[str]) -> tuple[uuid.UUID, ...]:
    """Return who completed any of ``steps`` on a subject: those whom the separation of duties keeps from others."""
    rows = session.scalars(
        select(WorkItem.done_by)
        .where(WorkItem.subject_id == subject_id, WorkItem.step.in_(tuple(steps)), WorkItem.state == WorkItemState.DONE)
        .distinct()
    )
    return tuple(officer for officer in rows if officer is not None)


def _mine(actor: Actor) -> Select[WorkItem]:
    posts = {(post.unit_id, str(post.role)) for post in actor.posts}
    places = [and_(WorkItem.unit_id == unit_id, WorkItem.role == role) for unit_id, role in sorted(posts, key=str)]
    excluded = exists().where(Exclusion.work_item_id == WorkItem.id, Exclusion.officer_id == actor.officer_id)
    return select(WorkItem).where(
        or_(false(), *places),
        WorkItem.state.in_(LIVE),
        or_(WorkItem.assignee_id.is_(None), WorkItem.assignee_id == actor.officer_id, ~_claimant_holds(clock.today())),
        ~excluded,
    )


def _claimant_holds(on: date) -> ColumnElement[bool]:
    # Who left the post, or whose letter ran out, holds nothing any more: the claim lapses, nobody's case stands still.
    here = and_(Post.unit_id == WorkItem.unit_id, Post.role == WorkItem.role, held_on(on))
    own = exists().where(Post.officer_id == WorkItem.assignee_id, here)
    letter = exists().where(
        StandIn.post_id == Post.id, StandIn.officer_id == WorkItem.assignee_id, stands_in_on(on), here
    )
    return or_(own, letter)


def _lapsed(session: Session, rows: Sequence[WorkItem]) -> frozenset[uuid.UUID]:
    claimed = [row.id for row in rows if row.state == WorkItemState.CLAIMED]
    if not claimed:
        return frozenset()
    return frozenset(
        session.scalars(select(WorkItem.id).where(WorkItem.id.in_(claimed), ~_claimant_holds(clock.today())))
    )


def _page(session: Session, rows: Sequence[WorkItem], limit: int, cursor: Callable[[WorkItem], str]) -> Page:
    more = len(rows) > limit
    shown = rows[:limit]
    return Page(tuple(_records(session, shown)), cursor(shown[-1]) if more else None)


def _records(session: Session, rows: Sequence[WorkItem]) -> list[WorkItemRecord]:
    excluded: dict[uuid.UUID, set[uuid.UUID]] = {}
    if rows:
        for entry in session.scalars(select(Exclusion).where(Exclusion.work_item_id.in_([row.id for row in rows]))):
            excluded.setdefault(entry.work_item_id, set()).add(entry.officer_id)
    lapsed = _lapsed(session, rows)
    free = {"state": WorkItemState.OPEN, "assignee_id": None, "claimed_at": None}
    return [
        WorkItemRecord(
            **({name: getattr(row, name) for name in _PLAIN} | (free if row.id in lapsed else {})),
            excluded=frozenset(excluded.get(row.id, ())),
        )
        for row in rows
    ]

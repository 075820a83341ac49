"""Claim a work item (签收) and give it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock
from kit.db import Session
from tasks import facts, permissions, policies, queries
from unions import queries as unions
from unions.records import Actor
from workflows.instances.queries import locked_instance


@dataclass(frozen=True)
class ClaimTask:
    """An officer claims a work item of one of their posts."""

    work_item_id: uuid.UUID
    actor: Actor


@dataclass(frozen=True)
class ReleaseTask:
    """An officer gives a claimed work item back to all holders of its post."""

    work_item_id: uuid.UUID
    actor: Actor


def claim_task(session: Session, command: ClaimTask) -> None:
    """Claim a work item; claiming one's own again changes nothing.

    Raises:
        TaskNotFound, NotYourTask, ExcludedFromTask, TaskAlreadyCompleted, TaskCancelled, TaskClaimedByAnother.
    """
    locked_instance(session, queries.work_item(session, command.work_item_id).instance_id)
    item = queries.work_item(session, command.work_item_id, locked=True)
    permissions.check_may_act(command.actor, item, "claim")
    holder = unions.get_officer(session, item.assignee_id).name if item.assignee_id else ""
    policies.check_can_work(item, command.actor.officer_id, "claim", holder)
    if item.assignee_id == command.actor.officer_id:
        return
    facts.claim(session, item.id, command.actor.officer_id, clock.now())
    audit.append(
        session, actor=str(command.actor.officer_id), action=f"claim:{item.step}", subject=item.subject_id,
        payload={"key": item.key},
    )  # fmt: skip


def release_task(session: Session, command: ReleaseTask) -> None:
    """Give a work item back.

    Raises:
        TaskNotFound, NotYourTask, TaskAlreadyCompleted, TaskCancelled, TaskNotClaimed.
    """
    locked_instance(session, queries.work_item(session, command.work_item_id).instance_id)
    item = queries.work_item(session, command.work_item_id, locked=True)
    policies.check_can_release(item, command.actor.officer_id)
    facts.release(session, item.id)
    audit.append(
        session, actor=str(command.actor.officer_id), action=f"release:{item.step}", subject=item.subject_id,
        payload={"key": item.key},
    )  # fmt: skip

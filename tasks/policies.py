"""In which state a work item may be claimed, released, completed."""

from __future__ import annotations

import uuid

from kit.i18n import Text, datetime_text
from tasks.errors import TaskAlreadyCompleted, TaskCancelled, TaskClaimedByAnother, TaskNotClaimed
from tasks.records import WorkItemRecord
from tasks.status import WorkItemState


def _check_live(item: WorkItemRecord, verb: str) -> None:
    if item.done_at is None:
        return
    when = datetime_text(item.done_at)
    if item.state == WorkItemState.DONE:
        raise TaskAlreadyCompleted(verb=Text(verb), label=item.label, who=item.done_by_name, when=when)
    raise TaskCancelled(verb=Text(verb), label=item.label, when=when)


def check_can_work(item: WorkItemRecord, officer_id: uuid.UUID, verb: str, claimant: str = "") -> None:
    """Let an officer claim or complete an item that is live and not claimed by a colleague.

    Raises:
        TaskAlreadyCompleted, TaskCancelled, TaskClaimedByAnother: it is not.
    """
    _check_live(item, verb)
    if item.assignee_id is not None and item.assignee_id != officer_id:
        raise TaskClaimedByAnother(verb=Text(verb), label=item.label, who=claimant)


def check_can_release(item: WorkItemRecord, officer_id: uuid.UUID) -> None:
    """Let the claimant give an item back.

    Raises:
        TaskAlreadyCompleted, TaskCancelled, TaskNotClaimed: it is not theirs to give back.
    """
    _check_live(item, "release")
    if item.assignee_id != officer_id:
        raise TaskNotClaimed(label=item.label)


def can_work(item: WorkItemRecord, officer_id: uuid.UUID) -> bool:
    """Say whether ``check_can_work`` would pass."""
    return item.done_at is None and item.assignee_id in (None, officer_id)

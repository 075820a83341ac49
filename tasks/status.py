"""In which state a work item is, and what may happen to it: one literal table."""

from __future__ import annotations

from enum import StrEnum

from kit.transitions import StateMachine, Transition


class WorkItemState(StrEnum):
    """States of a work item (待办事项)."""

    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


LIVE = (WorkItemState.OPEN, WorkItemState.CLAIMED)

WORK_ITEM = StateMachine(
    thing="task",
    initial=WorkItemState.OPEN,
    moves=(
        Transition(WorkItemState.OPEN, "claim", WorkItemState.CLAIMED, "holder of the post"),
        Transition(WorkItemState.OPEN, "complete", WorkItemState.DONE, "holder of the post"),
        Transition(WorkItemState.OPEN, "cancel", WorkItemState.CANCELLED, "the process"),
        Transition(WorkItemState.CLAIMED, "release", WorkItemState.OPEN, "its claimant"),
        Transition(WorkItemState.CLAIMED, "complete", WorkItemState.DONE, "its claimant"),
        Transition(WorkItemState.CLAIMED, "cancel", WorkItemState.CANCELLED, "the process"),
    ),
)

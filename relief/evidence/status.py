"""The lives of a publicity and of an objection, as two tables."""

from __future__ import annotations

from enum import StrEnum

from kit.transitions import StateMachine, Transition


class PublicityState(StrEnum):
    """Where a publicity stands."""

    POSTED = "POSTED"  # 公示中
    INTERRUPTED = "INTERRUPTED"  # 异议中断
    CLOSED = "CLOSED"  # 公示期满
    STOPPED = "STOPPED"  # 终止


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "OPEN"  # 待核实
    DISMISSED = "DISMISSED"  # 不成立
    RECHECK = "RECHECK"  # 成立，重新核查
    REJECTED = "REJECTED"  # 成立，不予建档


PUBLICITY = StateMachine(
    thing="publicity",
    initial=PublicityState.POSTED,
    moves=(
        Transition(PublicityState.POSTED, "interrupt", PublicityState.INTERRUPTED, "an objection"),
        Transition(PublicityState.INTERRUPTED, "resume", PublicityState.POSTED, "county reviewer, objection dismissed"),
        Transition(PublicityState.POSTED, "close", PublicityState.CLOSED, "clock, after the last day"),
        Transition(PublicityState.INTERRUPTED, "stop", PublicityState.STOPPED, "county reviewer, objection upheld"),
        Transition(PublicityState.POSTED, "stop", PublicityState.STOPPED, "process, the case ends while it hangs"),
    ),
)

OBJECTION = StateMachine(
    thing="objection",
    initial=ObjectionState.OPEN,
    moves=(
        Transition(ObjectionState.OPEN, "dismiss", ObjectionState.DISMISSED, "county reviewer"),
        Transition(ObjectionState.OPEN, "uphold for a new check", ObjectionState.RECHECK, "county reviewer"),
        Transition(ObjectionState.OPEN, "uphold and reject", ObjectionState.REJECTED, "county reviewer"),
    ),
)

VERB_OF_OUTCOME = {
    "dismissed": "dismiss",
    "upheld_recheck": "uphold for a new check",
    "upheld_reject": "uphold and reject",
}
"""What each outcome of the step ``handle_objection`` does to an objection."""

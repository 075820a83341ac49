"""The life of an application, as one table."""

from __future__ import annotations

from enum import StrEnum

from kit.transitions import StateMachine, Transition


class Status(StrEnum):
    """Where an application stands."""

    OPEN = "OPEN"
    FILED = "FILED"  # 已建档
    REJECTED = "REJECTED"  # 不予建档
    LAPSED = "LAPSED"  # 逾期未补
    WITHDRAWN = "WITHDRAWN"  # 申请人撤回
    ENDED = "ENDED"  # 建档后退档


APPLICATION = StateMachine(
    thing="application",
    initial=Status.OPEN,
    moves=(
        Transition(Status.OPEN, "file", Status.FILED, "process, after the four gates"),
        Transition(Status.OPEN, "reject", Status.REJECTED, "process, on a coded reason"),
        Transition(Status.OPEN, "lapse", Status.LAPSED, "process, when nothing is supplied in time"),
        Transition(Status.OPEN, "withdraw", Status.WITHDRAWN, "clerk, for the applicant"),
        Transition(Status.FILED, "end", Status.ENDED, "files, when the file is closed"),
    ),
)


class CaseOutcome(StrEnum):
    """How a case closes without a file; the values are those that the diagram's ends name."""

    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


VERB_OF_OUTCOME = {CaseOutcome.REJECTED: "reject", CaseOutcome.LAPSED: "lapse", CaseOutcome.WITHDRAWN: "withdraw"}

CLOSED_WITH_REASON = (Status.REJECTED, Status.LAPSED, Status.WITHDRAWN)
ALIVE = (Status.OPEN, Status.FILED)
"""States in which the household is taken: nobody of it may have a second case or file."""

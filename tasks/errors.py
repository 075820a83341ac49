"""Refusals of the worklist; each class's docstring is its message."""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotAllowed, NotFound


class TaskNotFound(NotFound):
    """Expected to find the task, but there is none with this number among those that you may see."""


class NotYourTask(NotAllowed):
    """Expected to {verb} the task "{label}", but it belongs to the {role} of {unit}. Ask a holder of that post."""


class ExcludedFromTask(NotAllowed):
    """Expected to {verb} the task "{label}", but you already acted on this case in another part: nobody passes two gates. Leave it to a colleague."""


class TaskAlreadyCompleted(Conflict):
    """Expected to {verb} the task "{label}", but {who} completed it at {when}. Nothing was changed."""


class TaskCancelled(Conflict):
    """Expected to {verb} the task "{label}", but the process went another way and the task was cancelled at {when}."""


class TaskClaimedByAnother(Conflict):
    """Expected to {verb} the task "{label}", but {who} claimed it. Ask them to release it."""


class TaskNotClaimed(Conflict):
    """Expected to release the task "{label}", but you do not hold it."""


class OutcomeUnknown(Invalid):
    """Expected one of the outcomes {known} for the task "{label}", but got "{outcome}". Choose one of the buttons."""


class OpinionMissing(Invalid):
    """Expected an opinion with the outcome "{outcome}", but it is empty. Write why, so that the next person knows."""

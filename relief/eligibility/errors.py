"""Why no decision about a household can be made."""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotFound


class NobodyInHousehold(Invalid):
    """Expected at least one person in the household, but {persons} are given. Correct the number of persons."""


class NoLine(Invalid):
    """Expected a dibao line above 0, but it is {line} fen. Enter the line of the place and date."""


class NotAnAmountOfTime(Invalid):
    """Expected 0 or more months below the line, but {months} are given. Correct the number of months."""


class StillHardWithoutReason(Invalid):
    """Expected the committee's reason why the household is still in hardship, but there is none. Record the reason."""


class NoSumsYet(Conflict):
    """Expected the sums of the household before its category is decided, but there are none. Do the sums first."""


class NotDecidedYet(NotFound):
    """Expected a decision on this case, but none has been made yet."""


class NoRuleSet(NotFound):
    """Expected a rule-set for division {division} on {day}, but none is in force. Publish one, or correct the date."""


class DecisionIsFinal(Conflict):
    """Expected a decision that was made to stay as it is. Decide again instead: the new decision is kept beside it."""

"""What evidence needs to know of a jurisdiction's settings."""

from __future__ import annotations

from datetime import date

from kit.db import Session
from relief.settings.parameters import parameter

LEAST_DAYS, LEAST_VISITORS, LEAST_QUORUM = 1, 2, 3
"""What no setting can go below: the schema's triggers ask for as much."""


def publicity_days(session: Session, division: str, on: date) -> int:
    """Return for how many working days a notice must hang in a division on a day."""
    return max(LEAST_DAYS, parameter(session, "publicity_days", division, on).integer)


def visitors_required(session: Session, division: str, on: date) -> int:
    """Return how many people must go on a home visit."""
    return max(LEAST_VISITORS, parameter(session, "visitors_required", division, on).integer)


def study_quorum(session: Session, division: str, on: date) -> int:
    """Return how many members without a conflict a collective study needs."""
    return max(LEAST_QUORUM, parameter(session, "study_quorum", division, on).integer)


def difference_permille(session: Session, division: str, on: date) -> int:
    """Return by how much verified sums may differ from the declared ones without a reason."""
    return parameter(session, "difference_permille", division, on).integer

"""What evidence needs to know of a jurisdiction's settings."""

from __future__ import annotations

from datetime import date

from kit.db import Session
from relief.settings.parameters import parameter


def publicity_days(session: Session, division: str, on: date) -> int:
    """Return for how many working days a notice must hang in a division on a day."""
    return parameter(session, "publicity_days", division, on).integer

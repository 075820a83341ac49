"""Set a jurisdiction's parameter: its dibao line, its days of publicity, and whatever else differs by place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit
from kit.db import Session
from relief.settings import parameters
from relief.settings.parameters import NewParameter


@dataclass(frozen=True)
class SetParameter:
    """Somebody sets a value from a day on, and names its legal basis."""

    new: NewParameter
    by: str


def set_parameter(session: Session, command: SetParameter) -> uuid.UUID:
    """Store the value and say in the audit chain who set it.

    Raises:
        SettingUnknown, SettingOfWrongKind, SettingPeriodOverlaps: it cannot be set so.
    """
    new = command.new
    parameter_id = parameters.set_parameter(session, new)
    audit.append(
        session, actor=command.by, action="set_parameter", subject=f"parameter:{new.name}",
        payload={"division": new.division, "from": new.valid_from.isoformat(), "value": new.value,
                 "to": new.valid_to.isoformat() if new.valid_to else None, "basis": new.legal_basis},
    )  # fmt: skip
    return parameter_id

"""What a domain package is told about one completed step of a case."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from unions.records import Actor, StandInFor


@dataclass(frozen=True)
class StepFacts:
    """One officer's work at one step: ``values`` are those of the step's form, validated; ``at`` is the domain's time.

    ``acting_for`` says whose post it was and by which letter, when the actor stands in.
    """

    case_id: uuid.UUID
    step: str
    actor: Actor
    acting_for: StandInFor | None
    outcome: str
    opinion: str = field(repr=False)
    values: Mapping[str, object] = field(repr=False)
    at: datetime

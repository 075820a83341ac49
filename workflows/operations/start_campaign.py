"""Start the campaign year of one union."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock
from kit.db import Session
from relief.campaigns import facts as campaigns
from unions import queries as unions
from workflows.instances import facts, queries
from workflows.operations import progress
from workflows.operations.context import SYSTEM, Services

PROCESS = "campaign_year"


@dataclass(frozen=True)
class StartCampaign:
    """The calendar starts the campaign year of one union of any level."""

    unit_id: uuid.UUID
    year: int


def start_campaign(session: Session, command: StartCampaign, services: Services) -> uuid.UUID | None:
    """Start a campaign year and return its id; None when that year of that union was started before."""
    at = clock.now()
    campaign_id = campaigns.create(session, command.unit_id, command.year, at)
    if campaign_id is None:
        return None
    definition = queries.current_definition(session, PROCESS)
    audit.append(session, actor=SYSTEM, action="start_campaign", subject=campaign_id, payload={"year": command.year})
    instance = facts.create_instance(session, definition.hash, PROCESS, "campaign", campaign_id, at)
    level = unions.get_unit(session, command.unit_id).level
    progress.take_first_step(session, instance, {"level": str(level)}, services)
    return campaign_id

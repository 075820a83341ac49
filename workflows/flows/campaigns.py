"""What the campaign calendar does, without Prefect: starts the year of every union that has none yet.

The named dates of a year are timers in our own table; the worker lets them act on their day.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from kit import clock
from kit.db import reading, transaction
from relief.campaigns import queries as campaigns
from unions import queries as unions
from unions.levels import Level
from unions.roles import Role
from workflows.operations.start_campaign import StartCampaign, start_campaign
from workflows.services.table import SERVICES

log = logging.getLogger(__name__)


PLANNERS = {
    Level.PROVINCE: Role.MANAGER,
    Level.CITY: Role.MANAGER,
    Level.COUNTY: Role.MANAGER,
    Level.GRASSROOTS: Role.CLERK,
}
"""Who plans the sends at each level, as the diagram says."""


@dataclass(frozen=True)
class Started:
    """How many unions got their campaign year, how many had it, and the codes of those where it failed."""

    started: int
    there: int
    failed: tuple[str, ...]


def start_year(year: int | None = None) -> Started:
    """Start the campaign ``year`` (today's when omitted) of each union in which somebody plans.

    That is the manager, at the grassroots the clerk. Each union in a transaction of its own: a failure stops no other,
    and a repeat starts only what is missing.
    """
    with reading() as session:
        wanted = year or campaigns.current_year()
        planning = [
            unit for level, role in PLANNERS.items() for unit in unions.unions_with(session, level, role, clock.today())
        ]
    started, failed = 0, []
    for unit in planning:
        try:
            with transaction() as session:
                started += start_campaign(session, StartCampaign(unit.id, wanted), SERVICES) is not None
        except Exception as error:  # noqa: BLE001 - whatever it is, the other unions go on and the run fails at its end
            log.warning("campaign year %s of union %s did not start: %s", wanted, unit.code, type(error).__name__)
            failed.append(unit.code)
    return Started(started, len(planning) - started - len(failed), tuple(failed))

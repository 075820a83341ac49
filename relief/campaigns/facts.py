"""All writes of campaigns."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from kit.db import Session, new_id
from relief.campaigns import queries
from relief.campaigns.errors import PlanEndsBeforeItStarts
from relief.campaigns.models import Campaign, SendPlan
from relief.intake.steps import StepFacts
from unions import queries as unions


def create(session: Session, unit_id: uuid.UUID, year: int, at: datetime) -> uuid.UUID | None:
    """Add the campaign year of a union; None when it exists already."""
    if queries.started(session, unit_id, year):
        return None
    unit = unions.get_unit(session, unit_id)
    row = Campaign(id=new_id(), no=f"HD-{unit.code}-{year}", unit_id=unit_id, year=year, created_at=at)
    session.add(row)
    session.flush()
    return row.id


def record_plan_send(session: Session, facts: StepFacts) -> Mapping[str, object]:
    """Record what a unit plans for one send.

    Raises:
        PlanEndsBeforeItStarts: the days are in the wrong order.
    """
    values = facts.values
    starts, ends = cast("date", values["starts_on"]), cast("date", values["ends_on"])
    if ends < starts:
        raise PlanEndsBeforeItStarts(starts=starts, ends=ends)
    session.add(
        SendPlan(
            id=new_id(), campaign_id=facts.case_id, step=facts.step, households=values["households"],
            budget_fen=values["budget"], starts_on=starts, ends_on=ends, measures=values["measures"],
            planned_by=facts.actor.officer_id, planned_at=facts.at,
        )
    )  # fmt: skip
    session.flush()
    return {}

"""All reads of campaigns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from kit import clock
from kit.db import Session
from relief.campaigns import dates
from relief.campaigns.errors import CampaignNotFound
from relief.campaigns.models import Campaign, SendPlan
from unions import queries as unions


@dataclass(frozen=True)
class CampaignRecord:
    """A campaign year; ``division`` is the union's civil-affairs code."""

    id: uuid.UUID
    no: str
    unit_id: uuid.UUID
    unit_name: str
    division: str
    year: int
    created_at: datetime

    @property
    def title(self) -> str:
        """What the worklist shows: the union's name and the year; no personal data."""
        return f"{self.unit_name} {self.year}"


@dataclass(frozen=True)
class SendPlanRecord:
    """A recorded plan; money in fen."""

    step: str
    households: int
    budget_fen: int
    starts_on: date
    ends_on: date
    measures: str
    planned_by: uuid.UUID
    planned_at: datetime


def campaign(session: Session, campaign_id: uuid.UUID) -> CampaignRecord:
    """Return one campaign year.

    Raises:
        CampaignNotFound: there is none.
    """
    row = session.get(Campaign, campaign_id)
    if row is None:
        raise CampaignNotFound
    unit = unions.get_unit(session, row.unit_id)
    return CampaignRecord(row.id, row.no, unit.id, unit.name, unit.division or "", row.year, row.created_at)


def started(session: Session, unit_id: uuid.UUID, year: int) -> bool:
    """Say whether the year of a union was started."""
    return session.scalar(select(Campaign.id).where(Campaign.unit_id == unit_id, Campaign.year == year)) is not None


def plans(session: Session, campaign_id: uuid.UUID) -> tuple[SendPlanRecord, ...]:
    """Return the plans of a campaign year, in the order in which they were made."""
    rows = session.scalars(select(SendPlan).where(SendPlan.campaign_id == campaign_id).order_by(SendPlan.planned_at))
    return tuple(
        SendPlanRecord(
            r.step, r.households, r.budget_fen, r.starts_on, r.ends_on, r.measures, r.planned_by, r.planned_at
        )
        for r in rows
    )


def named_date(record: CampaignRecord, name: str) -> datetime:
    """Return the instant of a named date of a campaign's year."""
    return dates.named_instant(record.year, name)


def year_of(day: date) -> int:
    """Return the campaign year that begins on or before ``day``: the calendar year."""
    return day.year


def current_year() -> int:
    """Return today's campaign year."""
    return year_of(clock.today())

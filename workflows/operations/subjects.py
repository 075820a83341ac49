"""The kinds of things that processes run on, and how each is routed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from kit import clock
from kit.db import Session
from relief.campaigns import queries as campaigns
from relief.evidence import permissions as duties
from relief.intake import queries as intake
from relief.settings import parameters
from tasks import queries as worklist
from tasks.records import RoutingFacts, SubjectFacts
from unions import queries as unions
from unions.levels import Level
from unions.permissions import can_see_unit
from unions.records import Actor
from workflows.engine.definition import Deadline, Element
from workflows.instances.clocks import Span, Unit
from workflows.operations.context import Subject

SEPARATED: Mapping[str, tuple[str, ...]] = {
    # Nobody passes two gates: invariant 14 and the conflict rule of requirements 2.
    "chair_sign": ("home_visit", "deliberate", "appraise"),
    "review": ("home_visit", "deliberate", "appraise", "data_check"),
    "handle_objection": ("home_visit",),
    "approve": ("home_visit", "deliberate", "appraise", "review", "chair_sign", "data_check"),
    "county_check": ("home_visit", "review", "approve"),
    "spot_check": ("county_check", "review", "approve"),
    "supervise": ("spot_check", "county_check"),
}
"""Step → earlier steps whose doers may not do it."""


def _length(session: Session, deadline: Deadline, division: str) -> Span:
    if deadline.setting is not None:
        days = parameters.parameter(session, deadline.setting, division, clock.today())
        return Span(Unit.WORKING_DAYS, days.integer)
    if deadline.working_days is not None:
        return Span(Unit.WORKING_DAYS, deadline.working_days)
    if deadline.calendar_days is not None:
        return Span(Unit.CALENDAR_DAYS, deadline.calendar_days)
    assert deadline.hours is not None
    return Span(Unit.HOURS, deadline.hours)


def _route(session: Session, unit_id: uuid.UUID, element: Element, excluded: Mapping[uuid.UUID, str]) -> RoutingFacts:
    assert element.level is not None
    assert element.role is not None
    unit = unions.ancestor_at(session, unit_id, Level(element.level), clock.today())
    return RoutingFacts(
        unit_id=unit.id, unit_name=unit.name, province_id=unit.province_id, city_id=unit.city_id,
        county_id=unit.county_id, level=unit.level, role=element.role, excluded=excluded,
    )  # fmt: skip


class CaseSubject:
    """An application for relief: its work goes to the levels above the union that took it in."""

    def facts(self, session: Session, subject_id: uuid.UUID) -> SubjectFacts:
        """Return the case's number and masked title."""
        case = intake.case(session, subject_id)
        return SubjectFacts("case", subject_id, case.case_no, case.title)

    def unit_id(self, session: Session, subject_id: uuid.UUID) -> uuid.UUID:
        """Return the union that took the application in."""
        return intake.case(session, subject_id).unit_id

    def route(self, session: Session, subject_id: uuid.UUID, element: Element) -> RoutingFacts:
        """Return the unit at the element's level above the case's union, without who acted in an earlier part."""
        case = intake.case(session, subject_id)
        kept_out = set(worklist.doers(session, subject_id, SEPARATED.get(element.id, ())))
        kept_out |= duties.kept_out(session, subject_id, element.id)
        return _route(session, case.unit_id, element, dict.fromkeys(kept_out, "separation of duties"))

    def span(self, session: Session, subject_id: uuid.UUID, deadline: Deadline) -> Span:
        """Return a deadline's length with the settings of the case's jurisdiction."""
        return _length(session, deadline, intake.case(session, subject_id).division)


class CampaignSubject:
    """The campaign year of one union: its planning tasks are its own."""

    def facts(self, session: Session, subject_id: uuid.UUID) -> SubjectFacts:
        """Return the campaign's number and title."""
        campaign = campaigns.campaign(session, subject_id)
        return SubjectFacts("campaign", subject_id, campaign.no, campaign.title)

    def unit_id(self, session: Session, subject_id: uuid.UUID) -> uuid.UUID:
        """Return the union whose year it is."""
        return campaigns.campaign(session, subject_id).unit_id

    def route(self, session: Session, subject_id: uuid.UUID, element: Element) -> RoutingFacts:
        """Return the union itself, at whose level the diagram has put the element."""
        return _route(session, campaigns.campaign(session, subject_id).unit_id, element, {})

    def span(self, session: Session, subject_id: uuid.UUID, deadline: Deadline) -> Span:
        """Return a deadline's length; a named date becomes its instant in the campaign's year."""
        campaign = campaigns.campaign(session, subject_id)
        if deadline.setting is not None:
            return Span(Unit.DATE, 0, campaigns.named_date(campaign, deadline.setting))
        return _length(session, deadline, campaign.division)


SUBJECTS: Mapping[str, Subject] = {"case": CaseSubject(), "campaign": CampaignSubject()}


def in_sight(session: Session, actor: Actor, kind: str, subject_id: uuid.UUID) -> bool:
    """Say whether a subject lies inside the part of the tree under one of the actor's posts."""
    return can_see_unit(actor, unions.get_unit(session, SUBJECTS[kind].unit_id(session, subject_id)))

"""Who held which post on a day: the people named in evidence must have been in office when it happened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from kit.db import Session
from kit.i18n import date_text
from relief.evidence.errors import NotInOffice
from relief.intake.records import CaseRecord
from relief.intake.steps import StepFacts
from unions import queries as unions
from unions.levels import Level
from unions.records import PostRecord, UnitRecord
from unions.roles import Role


def union_of(session: Session, case: CaseRecord, level: Level, on: date) -> UnitRecord:
    """Return the union that does a level's work for a case on a day."""
    return unions.ancestor_at(session, case.unit_id, level, on)


def names_in_office(
    session: Session, unit: UnitRecord, role: Role, officers: Sequence[uuid.UUID], on: date
) -> Mapping[uuid.UUID, str]:
    """Return the names of officers who all held a post in a union on a day, stand-ins included.

    Raises:
        NotInOffice: one of them did not.
    """
    holders = {holder.officer_id: holder.name for holder in unions.holders(session, unit.id, role, on)}
    known = unions.get_officers(session, officers)
    for officer in officers:
        if officer not in holders:
            name = known[officer].name if officer in known else str(officer)
            raise NotInOffice(name=name, role=role.label, unit=unit.name, day=date_text(on))
    return {officer: holders[officer] for officer in officers}


def post_of(session: Session, facts: StepFacts, unit: UnitRecord, role: Role, on: date) -> PostRecord:
    """Return the post in which the actor acts in a union on a day.

    Raises:
        NotInOffice: the actor held no such post there on that day, nor stood in for its holder.
    """
    # Read anew for the day: the actor's posts at hand are those of the log-in.
    acting = unions.actor_for(session, facts.actor.officer_id, on)
    post = acting.post_for(role, unit.id)
    if post is None:
        raise NotInOffice(name=facts.actor.name, role=role.label, unit=unit.name, day=date_text(on))
    return post

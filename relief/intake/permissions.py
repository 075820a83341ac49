"""Who may see and do what with a case. "In which state" is not asked here."""

from __future__ import annotations

import uuid

from kit import clock
from kit.db import Session
from relief.intake import queries
from relief.intake.errors import CannotRegister, CannotWithdraw, CaseNotFound, GrassrootsFirst
from relief.intake.records import CaseRecord
from unions import queries as unions
from unions.levels import Level
from unions.permissions import can_see_unit
from unions.records import Actor, UnitRecord
from unions.roles import Role


def can_see_case(session: Session, actor: Actor, case: CaseRecord) -> bool:
    """Say whether a case's union lies inside the part of the tree under one of the actor's posts."""
    return can_see_unit(actor, unions.get_unit(session, case.unit_id))


def visible_case(session: Session, actor: Actor, case_id: uuid.UUID) -> CaseRecord:
    """Return a case that the actor may see; what is not his or hers to see does not exist.

    Raises:
        CaseNotFound: there is none, or it lies elsewhere.
    """
    case = queries.case(session, case_id)
    if not can_see_case(session, actor, case):
        raise CaseNotFound
    return case


def check_can_register(actor: Actor, unit: UnitRecord, centre_reason: str = "") -> None:
    """Refuse an application that is not taken by a clerk of the grassroots union.

    A county's clerk (its help centre acts for it) takes those for whom no grassroots union exists, and says why.

    Raises:
        CannotRegister: the actor is no clerk of this unit, or the unit is a city's or province's.
        GrassrootsFirst: the unit is no grassroots union and no reason is given.
    """
    if actor.post_for(Role.CLERK, unit.id) is None or not _takes_applications(unit):
        raise CannotRegister(unit=unit.name)
    if unit.level is not Level.GRASSROOTS and not centre_reason.strip():
        raise GrassrootsFirst(unit=unit.name)


def can_register(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether the actor may take applications at a unit at all."""
    return actor.post_for(Role.CLERK, unit.id) is not None and _takes_applications(unit)


def units_to_register(session: Session, actor: Actor) -> tuple[UnitRecord, ...]:
    """Return the units at which the actor may take applications, for the form's choice."""
    ids = list(dict.fromkeys(post.unit_id for post in actor.posts if post.role == Role.CLERK))
    found = unions.get_units(session, ids, clock.today())
    return tuple(found[each] for each in ids if each in found and can_register(actor, found[each]))


def can_withdraw(session: Session, actor: Actor, case: CaseRecord) -> bool:
    """Say whether the actor may record that the applicant withdraws: a clerk of the case's union or above it."""
    unit = unions.get_unit(session, case.unit_id)
    line = {unit.id, *unit.ancestor_ids}
    return any(post.role == Role.CLERK and post.unit_id in line for post in actor.posts)


def check_can_withdraw(session: Session, actor: Actor, case_id: uuid.UUID) -> None:
    """Refuse what ``can_withdraw`` denies.

    Raises:
        CaseNotFound: the case is not the actor's to see.
        CannotWithdraw: the actor is no clerk over it.
    """
    case = visible_case(session, actor, case_id)
    if not can_withdraw(session, actor, case):
        raise CannotWithdraw(case_no=case.case_no, unit=unions.get_unit(session, case.unit_id).name)


def _takes_applications(unit: UnitRecord) -> bool:
    return unit.level in {Level.GRASSROOTS, Level.COUNTY}

"""Who may operate processes and see what is masked: administrators retry incidents, those who work on cases reveal."""

from __future__ import annotations

import uuid

from kit.db import Session
from kit.errors import NotAllowed
from relief.intake import permissions as intake
from unions import queries as unions
from unions.permissions import has_role_over
from unions.records import Actor, UnitRecord
from unions.roles import Role

CLOCK_ROLES = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.MANAGER})


class NotAnOperator(NotAllowed):
    """Expected an administrator to do this, but you hold no such post. Ask the administrator of your union."""


class NotAProcessOwner(NotAllowed):
    """Expected a process owner to publish a process, but you hold no such post."""


def may_operate(actor: Actor) -> bool:
    """Say whether the actor is an administrator."""
    return any(post.role == Role.ADMINISTRATOR for post in actor.posts)


def check_may_operate(actor: Actor) -> None:
    """Let administrators pass.

    Raises:
        NotAnOperator: the actor is none.
    """
    if not may_operate(actor):
        raise NotAnOperator


class CannotControlClock(NotAllowed):
    """Expected an officer of the county or above to stop or restart the clock, but you hold no such post."""


def may_control_clock(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether the actor may stop clocks of the unit's cases: the household's own grassroots union may not."""
    return has_role_over(actor, unit, CLOCK_ROLES, above_grassroots=True)


def check_may_control_clock(session: Session, actor: Actor, case_id: uuid.UUID) -> None:
    """Let officers of the county and above, on the case's line, stop its clocks.

    Raises:
        CaseNotFound: the case is not the actor's to see.
        CannotControlClock: the actor's posts are none of these.
    """
    case = intake.visible_case(session, actor, case_id)
    if not may_control_clock(actor, unions.get_unit(session, case.unit_id)):
        raise CannotControlClock


REVEALING_ROLES = frozenset(
    {Role.CLERK, Role.VISITOR, Role.COMMITTEE, Role.CHAIR, Role.REVIEWER, Role.APPROVER, Role.INSPECTOR, Role.AUDITOR}
)


class CannotReveal(NotAllowed):
    """Expected an officer who works on cases to see personal data and documents in full, but you hold no such post."""


def may_reveal(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether the actor works on the unit's cases, or audits them; managers and administrators see them masked."""
    return has_role_over(actor, unit, REVEALING_ROLES)


def check_may_reveal(actor: Actor, unit: UnitRecord) -> None:
    """Refuse what ``may_reveal`` denies.

    Raises:
        CannotReveal: no post of the actor's over the unit is one of these.
    """
    if not may_reveal(actor, unit):
        raise CannotReveal


def may_read_objections(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether the actor may read what is objected to: never the grassroots union that is objected to.

    The posted notice promises those who object that they stay confidential.
    """
    return has_role_over(actor, unit, REVEALING_ROLES, above_grassroots=True)

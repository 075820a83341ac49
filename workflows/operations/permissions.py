"""Who may operate processes and see what is masked: administrators retry incidents, those who work on cases reveal."""

from __future__ import annotations

import uuid

from kit.db import Session
from kit.errors import NotAllowed
from relief.intake import permissions as intake
from unions.levels import Level
from unions.records import Actor
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


def may_control_clock(actor: Actor) -> bool:
    """Say whether the actor's level may stop clocks at all: the household's own union may not."""
    return any(post.level is not Level.GRASSROOTS and post.role in CLOCK_ROLES for post in actor.posts)


def check_may_control_clock(session: Session, actor: Actor, case_id: uuid.UUID) -> None:
    """Let officers of the county and above, on the case's line, stop its clocks.

    Raises:
        CaseNotFound: the case is not the actor's to see.
        CannotControlClock: the actor's posts are none of these.
    """
    intake.visible_case(session, actor, case_id)
    if not may_control_clock(actor):
        raise CannotControlClock


REVEALING_ROLES = frozenset(
    {Role.CLERK, Role.VISITOR, Role.COMMITTEE, Role.CHAIR, Role.REVIEWER, Role.APPROVER, Role.INSPECTOR, Role.AUDITOR}
)


class CannotReveal(NotAllowed):
    """Expected an officer who works on cases to see personal data and documents in full, but you hold no such post."""


def may_reveal(actor: Actor) -> bool:
    """Say whether the actor works on cases, or audits them; managers and administrators see them masked."""
    return any(post.role in REVEALING_ROLES for post in actor.posts)


def check_may_reveal(actor: Actor) -> None:
    """Refuse what ``may_reveal`` denies.

    Raises:
        CannotReveal: the actor's posts are none of these.
    """
    if not may_reveal(actor):
        raise CannotReveal

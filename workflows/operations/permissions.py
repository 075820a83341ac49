"""Who may operate processes: administrators retry incidents; process owners publish."""

from __future__ import annotations

from kit.errors import NotAllowed
from unions.records import Actor
from unions.roles import Role


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

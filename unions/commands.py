"""What is asked of this room, as frozen values; ``facts`` carries it out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from kit.i18n import DEFAULT_LANGUAGE
from unions.levels import Level, UnitKind
from unions.roles import Role


@dataclass(frozen=True)
class NewUnit:
    """A unit to create; ``valid_from`` is its first day."""

    code: str
    name: str
    kind: UnitKind
    level: Level
    parent_id: uuid.UUID | None
    valid_from: date
    division: str | None = None


@dataclass(frozen=True)
class UnitChange:
    """What becomes different; what is None stays. ``parent_id`` moves the unit with everything under it."""

    name: str | None = None
    kind: UnitKind | None = None
    level: Level | None = None
    parent_id: uuid.UUID | None = None
    division: str | None = None


@dataclass(frozen=True)
class NewOfficer:
    """An officer to register; without a password nobody can log in as him or her yet."""

    login: str
    name: str
    email: str | None = None
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True)
class NewPost:
    """A post to give; both days included, an open end is None."""

    officer_id: uuid.UUID
    unit_id: uuid.UUID
    role: Role
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class NewStandIn:
    """An officer to act in somebody's post by a letter; the last day, included, must be given.

    The stand-in of a chair's post is the acting chair.
    """

    post_id: uuid.UUID
    officer_id: uuid.UUID
    letter_no: str
    starts_on: date
    ends_on: date

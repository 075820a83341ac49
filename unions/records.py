"""What queries hand out: frozen records, never rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from unions.levels import Level, UnitKind
from unions.roles import Role


@dataclass(frozen=True)
class UnitRecord:
    """A unit as it was on a date.

    ``ancestor_ids`` runs from the top of the tree down to the parent. ``province_id`` is the top where a tree has no
    province. A service point (help centre, station) carries the ids of the union that keeps it. ``valid_to`` is the
    last day, included.
    """

    id: uuid.UUID
    code: str
    name: str
    kind: UnitKind
    level: Level
    parent_id: uuid.UUID | None
    province_id: uuid.UUID
    city_id: uuid.UUID | None
    county_id: uuid.UUID | None
    division: str | None
    ancestor_ids: tuple[uuid.UUID, ...]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class StandInFor:
    """Whose post a stand-in acts in, by which letter (授权书文号), and until which day, included."""

    officer_id: uuid.UUID
    name: str
    letter_no: str
    ends_on: date


@dataclass(frozen=True)
class OfficerRecord:
    """An officer; ``via`` is set where he or she is meant as somebody's stand-in."""

    officer_id: uuid.UUID
    login: str
    name: str
    email: str | None
    language: str
    via: StandInFor | None = None


@dataclass(frozen=True)
class PostRecord:
    """One post of an actor on a date.

    ``unit_id`` is the union in whose name the post acts; an officer who sits in its help centre or station has that
    one's name in ``seat_name``. ``via`` is set when the actor stands in for the post's holder.
    """

    post_id: uuid.UUID
    unit_id: uuid.UUID
    unit_name: str
    level: Level
    role: Role
    via: StandInFor | None = None
    unit_code: str = ""
    seat_name: str = ""


@dataclass(frozen=True)
class HeldPost:
    """A post with its holder and period, for lists; ``ends_on`` is the last day, included."""

    post_id: uuid.UUID
    officer: OfficerRecord
    role: Role
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class StandInRecord:
    """A stand-in's appointment, for lists; both days are included."""

    stand_in_id: uuid.UUID
    post_id: uuid.UUID
    role: Role
    principal: OfficerRecord
    officer: OfficerRecord
    letter_no: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Actor:
    """An officer with all posts that he or she may act in on a date: own ones first, then those stood in for."""

    officer_id: uuid.UUID
    name: str
    language: str
    posts: tuple[PostRecord, ...]
    login: str = ""

    def post_for(self, role: str, unit_id: uuid.UUID) -> PostRecord | None:
        """Return the post by which the actor is ``role`` in that unit; an own one wins over one stood in for."""
        return next((post for post in self.posts if post.role == role and post.unit_id == unit_id), None)

    def holds(self, role: str) -> bool:
        """Say whether the actor is ``role`` in any unit."""
        return any(post.role == role for post in self.posts)

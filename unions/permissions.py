"""Who may see and change what in the union tree. "In which state" is not asked here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from unions.errors import CannotAppoint, CannotAppointOneself, CannotChangeTree, UnitOutOfSight
from unions.levels import Level
from unions.records import Actor, PostRecord, UnitRecord
from unions.roles import Role

_APPOINTING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
_ADMINISTERING = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Scope:
    """What an actor sees, as ids to compare with the ids that work items and cases carry.

    A row is in sight when its province is in ``province_ids``, or its city in ``city_ids``, or its county in
    ``county_ids``, or its unit in ``unit_ids``.
    """

    province_ids: frozenset[uuid.UUID]
    city_ids: frozenset[uuid.UUID]
    county_ids: frozenset[uuid.UUID]
    unit_ids: frozenset[uuid.UUID]


def scope_of(actor: Actor) -> Scope:
    """Return the tops of the parts of the tree that an actor sees; ``unit_ids`` has the units of all posts."""
    return Scope(
        province_ids=_units_at(actor, Level.PROVINCE),
        city_ids=_units_at(actor, Level.CITY),
        county_ids=_units_at(actor, Level.COUNTY),
        unit_ids=frozenset(post.unit_id for post in actor.posts),
    )


def can_see_unit(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether a unit lies inside the part of the tree under one of the actor's posts."""
    return any(_covers(post, unit) for post in actor.posts)


def check_can_see_unit(actor: Actor, unit: UnitRecord) -> None:
    """Refuse what ``can_see_unit`` denies, as if the unit did not exist.

    Raises:
        UnitOutOfSight: the unit lies under none of the actor's posts.
    """
    if not can_see_unit(actor, unit):
        raise UnitOutOfSight


def can_appoint(actor: Actor, unit: UnitRecord, officer_id: uuid.UUID) -> bool:
    """Say whether the actor may give or end posts and stand-ins of ``officer_id`` in a unit; never one's own."""
    return officer_id != actor.officer_id and has_role_over(actor, unit, _APPOINTING)


def check_can_appoint(actor: Actor, unit: UnitRecord, officer_id: uuid.UUID) -> None:
    """Refuse what ``can_appoint`` denies.

    Raises:
        UnitOutOfSight: the unit lies under none of the actor's posts.
        CannotAppoint: no post of the actor's covers it.
        CannotAppointOneself: the actor is the officer.
    """
    check_can_see_unit(actor, unit)
    if not has_role_over(actor, unit, _APPOINTING):
        raise CannotAppoint(unit=unit.name)
    if officer_id == actor.officer_id:
        raise CannotAppointOneself(unit=unit.name)


def can_change_tree(actor: Actor, unit: UnitRecord) -> bool:
    """Say whether the actor may create units under a unit, change it or close it."""
    return has_role_over(actor, unit, _ADMINISTERING)


def check_can_change_tree(actor: Actor, unit: UnitRecord) -> None:
    """Refuse what ``can_change_tree`` denies.

    Raises:
        UnitOutOfSight: the unit lies under none of the actor's posts.
        CannotChangeTree: no administrator's post of the actor's covers it.
    """
    check_can_see_unit(actor, unit)
    if not can_change_tree(actor, unit):
        raise CannotChangeTree(unit=unit.name)


def has_role_over(actor: Actor, unit: UnitRecord, roles: frozenset[Role], *, above_grassroots: bool = False) -> bool:
    """Say whether one post of the actor's has one of the roles and covers the unit; two posts do not add up.

    With ``above_grassroots`` the post must be one of a county, city or province.
    """
    return any(
        post.role in roles and _covers(post, unit) and not (above_grassroots and post.level is Level.GRASSROOTS)
        for post in actor.posts
    )


def _covers(post: PostRecord, unit: UnitRecord) -> bool:
    return post.unit_id == unit.id or post.unit_id in unit.ancestor_ids


def _units_at(actor: Actor, level: Level) -> frozenset[uuid.UUID]:
    return frozenset(post.unit_id for post in actor.posts if post.level is level)

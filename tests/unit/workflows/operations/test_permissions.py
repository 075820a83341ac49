"""One post must have the role and cover the unit: two posts in two counties do not add up."""

from __future__ import annotations

import pytest

from kit import db
from tests.unit.unions import world
from tests.unit.unions.world import ON
from unions import queries
from unions.records import Actor, UnitRecord
from unions.roles import Role
from workflows.operations import permissions
from workflows.operations.permissions import CannotReveal

pytestmark = pytest.mark.usefixtures("database")


def actor_with(session: db.Session, *posts: tuple[UnitRecord, Role]) -> Actor:
    who = world.officer(session, "-".join(f"{unit.code}-{role}" for unit, role in posts))
    for unit, role in posts:
        world.post(session, who, unit, role)
    return queries.actor_for(session, who.officer_id, ON)


def test_a_post_in_one_county_gives_nothing_in_another() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        actor = actor_with(session, (tree.xifeng, Role.ADMINISTRATOR), (tree.heshui, Role.REVIEWER))
    for may in (permissions.may_reveal, permissions.may_control_clock, permissions.may_read_objections):
        assert may(actor, tree.heshui_town)
        assert not may(actor, tree.factory)
    with pytest.raises(CannotReveal):
        permissions.check_may_reveal(actor, tree.factory)


def test_the_level_and_the_cover_must_be_of_the_same_post() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        actor = actor_with(session, (tree.factory, Role.CLERK), (tree.heshui, Role.CLERK))
    assert permissions.may_reveal(actor, tree.factory)
    assert not permissions.may_control_clock(actor, tree.factory)
    assert not permissions.may_read_objections(actor, tree.factory)


def test_levels_above_see_and_a_manager_stops_clocks_without_reading() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        manager = actor_with(session, (tree.qingyang, Role.MANAGER))
        inspector = actor_with(session, (tree.province, Role.INSPECTOR))
    assert permissions.may_control_clock(manager, tree.factory)
    assert not permissions.may_reveal(manager, tree.factory)
    assert not permissions.may_read_objections(manager, tree.factory)
    assert permissions.may_reveal(inspector, tree.factory)
    assert permissions.may_read_objections(inspector, tree.factory)
    assert not permissions.may_control_clock(inspector, tree.factory)

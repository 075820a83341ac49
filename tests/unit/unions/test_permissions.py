"""Who sees and changes what."""

from __future__ import annotations

import pytest

from kit import db
from tests.unit.unions import world
from tests.unit.unions.world import ON
from unions import errors, permissions, queries
from unions.levels import Level
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")


def test_each_level_sees_its_own_part_of_the_tree_and_nothing_beside_it() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        everything = queries.subtree(session, tree.province.id, ON)
        seen = {}
        for login, where in {
            "province": tree.province, "city": tree.qingyang, "county": tree.xifeng, "centre": tree.centre,
            "neighbour": tree.heshui, "factory": tree.factory, "industry": tree.machinery,
        }.items():  # fmt: skip
            who = world.officer(session, login)
            world.post(session, who, where, Role.CLERK)
            actor = queries.actor_for(session, who.officer_id, ON)
            seen[login] = {unit.code for unit in everything if permissions.can_see_unit(actor, unit)}
    xifeng = {"621002", "621002001", "621002-E1", "621002-E1-S", "621002-H"}
    heshui = {"621024", "621024100"}
    assert seen["province"] == {unit.code for unit in everything}
    assert seen["city"] == {"621000"} | xifeng | heshui
    assert seen["county"] == seen["centre"] == xifeng
    assert seen["neighbour"] == heshui
    assert seen["factory"] == {"621002-E1", "621002-E1-S"}
    assert seen["industry"] == {"620000-I1", "620000-I1-E1"}


def test_an_actor_without_posts_sees_nothing() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        actor = queries.actor_for(session, world.officer(session, "nobody").officer_id, ON)
        assert not any(permissions.can_see_unit(actor, u) for u in queries.subtree(session, tree.province.id, ON))
        with pytest.raises(errors.UnitOutOfSight):
            permissions.check_can_see_unit(actor, tree.xifeng)


def test_the_scope_names_the_tops_by_level() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "two-posts")
        world.post(session, who, tree.centre, Role.APPROVER)
        world.post(session, who, tree.heshui_town, Role.VISITOR)
        scope = permissions.scope_of(queries.actor_for(session, who.officer_id, ON))
    assert (scope.province_ids, scope.city_ids) == (frozenset(), frozenset())
    assert scope.county_ids == {tree.xifeng.id}
    assert scope.unit_ids == {tree.xifeng.id, tree.heshui_town.id}


def test_only_administrators_and_managers_above_give_posts_and_never_to_themselves() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        target = world.officer(session, "target").officer_id
        actors = {}
        for login, where, role in (
            ("manager", tree.xifeng, Role.MANAGER), ("admin", tree.province, Role.ADMINISTRATOR),
            ("clerk", tree.xifeng, Role.CLERK), ("neighbour", tree.heshui, Role.MANAGER),
        ):  # fmt: skip
            who = world.officer(session, login)
            world.post(session, who, where, role)
            actors[login] = queries.actor_for(session, who.officer_id, ON)
    allowed = {login: permissions.can_appoint(actor, tree.factory, target) for login, actor in actors.items()}
    assert allowed == {"manager": True, "admin": True, "clerk": False, "neighbour": False}
    with pytest.raises(errors.CannotAppointOneself):
        permissions.check_can_appoint(actors["manager"], tree.factory, actors["manager"].officer_id)
    with pytest.raises(errors.CannotAppoint):
        permissions.check_can_appoint(actors["clerk"], tree.factory, target)
    with pytest.raises(errors.UnitOutOfSight):
        permissions.check_can_appoint(actors["neighbour"], tree.factory, target)
    assert not permissions.can_appoint(actors["manager"], tree.qingyang, target)


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_change_the_tree(role: Role) -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "someone")
        world.post(session, who, tree.xifeng, role)
        actor = queries.actor_for(session, who.officer_id, ON)
    assert permissions.can_change_tree(actor, tree.street) is (role is Role.ADMINISTRATOR)
    if role is not Role.ADMINISTRATOR:
        with pytest.raises(errors.CannotChangeTree):
            permissions.check_can_change_tree(actor, tree.street)


def test_every_kind_and_role_has_a_name_in_both_languages() -> None:
    for member in (*Level, *Role):
        assert member.label.render("zh") != member.label.render("en")

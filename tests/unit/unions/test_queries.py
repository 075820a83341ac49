"""Who stands where, and who may act, on a date."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from kit import clock, db
from tests.unit.unions import world
from tests.unit.unions.world import BY, ON, SINCE
from unions import errors, facts, queries
from unions.commands import NewStandIn, UnitChange
from unions.levels import Level
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def test_ancestor_at_finds_each_level_of_a_full_line() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        found = [queries.ancestor_at(session, tree.factory.id, level, ON).id for level in Level]
    assert found == [tree.factory.id, tree.xifeng.id, tree.qingyang.id, tree.province.id]


def test_ancestor_at_resolves_a_missing_level_upward() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        street = tree.jiayuguan_street.id
        assert queries.ancestor_at(session, street, Level.COUNTY, ON).id == tree.jiayuguan.id
        assert queries.ancestor_at(session, street, Level.GRASSROOTS, ON).id == street
        assert queries.ancestor_at(session, tree.xifeng.id, Level.GRASSROOTS, ON).id == tree.xifeng.id
        assert queries.ancestor_at(session, tree.foundry.id, Level.COUNTY, ON).id == tree.machinery.id
        assert queries.ancestor_at(session, tree.foundry.id, Level.PROVINCE, ON).id == tree.province.id


def test_ancestor_at_passes_over_service_points() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        assert queries.ancestor_at(session, tree.station.id, Level.GRASSROOTS, ON).id == tree.factory.id
        assert queries.ancestor_at(session, tree.centre.id, Level.COUNTY, ON).id == tree.xifeng.id


def test_units_repeat_the_ids_of_the_unions_above_them() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
    assert (tree.street.province_id, tree.street.city_id, tree.street.county_id) == (
        tree.province.id, tree.qingyang.id, tree.xifeng.id,
    )  # fmt: skip
    assert tree.centre.county_id == tree.xifeng.id
    assert (tree.jiayuguan_street.city_id, tree.jiayuguan_street.county_id) == (tree.jiayuguan.id, None)
    assert (tree.foundry.city_id, tree.foundry.county_id) == (tree.machinery.id, None)
    assert tree.province.province_id == tree.province.id


def test_tree_lists_parents_before_children_and_siblings_by_code() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        names = [unit.code for unit in queries.subtree(session, tree.qingyang.id, ON)]
        assert names == [
            "621000", "621002", "621002-E1", "621002-E1-S", "621002-H", "621002001", "621024", "621024100",
        ]  # fmt: skip
        assert [u.code for u in queries.children(session, tree.province.id, ON)] == [
            "620000-I1", "620200", "621000",
        ]  # fmt: skip
        assert [u.id for u in queries.roots(session, ON)] == [tree.province.id]
        assert [u.id for u in queries.ancestors(session, tree.street.id, ON)] == [
            tree.province.id, tree.qingyang.id, tree.xifeng.id,
        ]  # fmt: skip


def test_units_are_found_by_code_and_missing_ones_refused() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        assert queries.unit_by_code(session, "621002").id == tree.xifeng.id
        with pytest.raises(errors.UnitNotFound, match="999999"):
            queries.unit_by_code(session, "999999")
        with pytest.raises(errors.UnitNotFound, match="2017-12-31"):
            queries.get_unit(session, tree.xifeng.id, SINCE - DAY)
        with pytest.raises(errors.UnitNotFound):
            queries.get_unit(session, uuid.uuid4())


def test_a_post_is_held_on_its_first_and_last_day_and_not_beside_them() -> None:
    first, last = date(2018, 3, 1), date(2018, 8, 31)
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "zhang")
        world.post(session, who, tree.xifeng, Role.REVIEWER, since=first, until=last)
        held = {
            day: bool(queries.actor_for(session, who.officer_id, day).posts)
            for day in (first - DAY, first, last, last + DAY)
        }
        listed = [bool(queries.holders(session, tree.xifeng.id, Role.REVIEWER, day)) for day in held]
    assert list(held.values()) == [False, True, True, False]
    assert listed == [False, True, True, False]


def test_a_stand_in_begins_and_ends_with_the_letter_and_the_principal_keeps_the_post() -> None:
    first, last = date(2018, 11, 1), date(2018, 11, 30)
    with db.transaction() as session:
        tree = world.plant(session)
        chair, deputy = world.officer(session, "chair", "王主席"), world.officer(session, "deputy", "李副主席")
        post = world.post(session, chair, tree.factory, Role.CHAIR)
        facts.appoint_stand_in(session, NewStandIn(post, deputy.officer_id, "庆工函〔2018〕7号", first, last), by=BY)
        on_days = [
            [(o.name, o.via and o.via.name) for o in queries.holders(session, tree.factory.id, Role.CHAIR, day)]
            for day in (first - DAY, first, last, last + DAY)
        ]
        actor = queries.actor_for(session, deputy.officer_id, last)
        after = queries.actor_for(session, deputy.officer_id, last + DAY)
    alone, both = [("王主席", None)], [("王主席", None), ("李副主席", "王主席")]
    assert on_days == [alone, both, both, alone]
    acting = actor.post_for(Role.CHAIR, tree.factory.id)
    assert acting is not None
    assert acting.via is not None
    assert (acting.via.name, acting.via.letter_no, acting.via.ends_on) == ("王主席", "庆工函〔2018〕7号", last)
    assert after.posts == ()


def test_officers_of_a_help_centre_act_for_the_union_that_keeps_it() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        head = world.officer(session, "head")
        world.post(session, head, tree.centre, Role.APPROVER)
        assert [o.login for o in queries.holders(session, tree.xifeng.id, Role.APPROVER, ON)] == ["head"]
        assert queries.holders(session, tree.qingyang.id, Role.APPROVER, ON) == ()
        post = queries.actor_for(session, head.officer_id, ON).posts[0]
    assert (post.unit_id, post.unit_name, post.seat_name) == (tree.xifeng.id, tree.xifeng.name, tree.centre.name)


def test_an_own_post_wins_over_one_stood_in_for() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        one, two = world.officer(session, "one", "甲"), world.officer(session, "two", "乙")
        post = world.post(session, one, tree.xifeng, Role.REVIEWER)
        world.post(session, two, tree.xifeng, Role.REVIEWER)
        facts.appoint_stand_in(session, NewStandIn(post, two.officer_id, "1号", ON, ON), by=BY)
        holders = queries.holders(session, tree.xifeng.id, Role.REVIEWER, ON)
        actor = queries.actor_for(session, two.officer_id, ON)
    assert [(o.name, o.via) for o in holders] == [("甲", None), ("乙", None)]
    own = actor.post_for("reviewer", tree.xifeng.id)
    assert own is not None
    assert own.via is None
    assert len(actor.posts) == 2


def test_a_renamed_unit_shows_the_name_of_the_day() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        facts.change_unit(session, tree.xifeng.id, UnitChange(name="西峰市总工会"), date(2019, 1, 1), by=BY)
        names = [queries.get_unit(session, tree.xifeng.id, day).name for day in (date(2018, 12, 31), date(2019, 1, 1))]
        with clock.frozen(clock.start_of_day(date(2018, 6, 1))):
            assert queries.get_unit(session, tree.xifeng.id).name == "西峰区总工会"
        with clock.frozen(clock.start_of_day(date(2017, 6, 1))):
            assert queries.get_unit(session, tree.xifeng.id).name == "西峰区总工会"
        assert queries.get_unit(session, tree.xifeng.id).name == "西峰市总工会"
    assert names == ["西峰区总工会", "西峰市总工会"]

"""Changes take effect on their day, and what cannot be is refused with nothing saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kit import audit, db
from kit.db import Session
from kit.errors import AppError
from tests.unit.unions import world
from tests.unit.unions.world import BY, ON, SINCE, Tree
from unions import errors, facts, queries
from unions.commands import NewOfficer, NewPost, NewStandIn, NewUnit, UnitChange
from unions.levels import Level, UnitKind
from unions.models import UnitVersion
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
MOVE = date(2019, 1, 1)


def test_a_moved_county_takes_everything_under_it_along_from_that_day_on() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        facts.change_unit(session, tree.xifeng.id, UnitChange(parent_id=tree.jiayuguan.id), MOVE, by=BY)
        before, after = MOVE - DAY, MOVE
        for unit in (tree.factory, tree.station, tree.street):
            assert queries.get_unit(session, unit.id, before).city_id == tree.qingyang.id
            assert queries.get_unit(session, unit.id, after).city_id == tree.jiayuguan.id
            assert queries.ancestor_at(session, unit.id, Level.CITY, before).id == tree.qingyang.id
            assert queries.ancestor_at(session, unit.id, Level.CITY, after).id == tree.jiayuguan.id
        assert tree.xifeng.id not in {u.id for u in queries.subtree(session, tree.qingyang.id, after)}
        assert tree.factory.id in {u.id for u in queries.subtree(session, tree.jiayuguan.id, after)}


def test_a_renamed_county_leaves_the_states_of_its_units_alone() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        count = select(func.count()).select_from(UnitVersion)
        before = session.scalar(count)
        facts.change_unit(session, tree.xifeng.id, UnitChange(name="西峰市总工会"), MOVE, by=BY)
        assert session.scalar(count) == (before or 0) + 1


def test_a_closed_unit_is_there_on_its_last_day_and_gone_on_the_next() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        facts.close_unit(session, tree.station.id, ON, by=BY)
        assert queries.get_unit(session, tree.station.id, ON).valid_to == ON
        with pytest.raises(errors.UnitNotFound):
            queries.get_unit(session, tree.station.id, ON + DAY)
        # Old cases still need its name.
        assert queries.get_unit(session, tree.station.id).name == tree.station.name


def test_nobody_acts_in_a_unit_before_it_exists_or_after_it_is_closed() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "zhang")
        post = world.post(session, who, tree.street, Role.CLERK)
        facts.end_post(session, post, ON, by=BY)
        facts.close_unit(session, tree.street.id, ON, by=BY)
        assert queries.actor_for(session, who.officer_id, ON).holds(Role.CLERK)
        assert queries.actor_for(session, who.officer_id, ON + DAY).posts == ()


def test_ending_a_post_ends_the_letters_that_would_outlast_it() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        chair, deputy = world.officer(session, "chair"), world.officer(session, "deputy")
        post = world.post(session, chair, tree.factory, Role.CHAIR)
        facts.appoint_stand_in(session, NewStandIn(post, deputy.officer_id, "7号", ON, ON + 30 * DAY), by=BY)
        facts.end_post(session, post, ON + DAY, by=BY)
        assert queries.actor_for(session, deputy.officer_id, ON + DAY).posts
        assert not queries.actor_for(session, deputy.officer_id, ON + 2 * DAY).posts
        # The next chair may begin on the day after.
        world.post(session, deputy, tree.factory, Role.CHAIR, since=ON + 2 * DAY)
        holders = queries.holders(session, tree.factory.id, Role.CHAIR, ON + 2 * DAY)
        assert [(o.login, o.via) for o in holders] == [("deputy", None)]


def test_a_stand_in_can_be_ended_early() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        chair, deputy = world.officer(session, "chair"), world.officer(session, "deputy")
        post = world.post(session, chair, tree.factory, Role.CHAIR)
        new = NewStandIn(post, deputy.officer_id, "7号", ON, ON + 30 * DAY)
        stand_in = facts.appoint_stand_in(session, new, by=BY)
        facts.end_stand_in(session, stand_in, ON, by=BY)
        (listed,) = queries.stand_ins_in(session, tree.factory.id)
        assert (listed.principal.login, listed.officer.login, listed.ends_on) == ("chair", "deputy", ON)
        assert queries.stand_ins_in(session, tree.factory.id, ON + DAY) == ()
        with pytest.raises(errors.PeriodBackwards):
            facts.end_stand_in(session, stand_in, ON + DAY, by=BY)
        assert queries.actor_for(session, deputy.officer_id, ON).posts
        assert not queries.actor_for(session, deputy.officer_id, ON + DAY).posts


def test_changes_are_written_into_the_audit_chain() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "zhang")
        world.post(session, who, tree.xifeng, Role.REVIEWER)
        actions = [row.action for row in audit.history(session, who.officer_id)]
        report = audit.verify(session)
    assert actions == ["officer_registered", "officer_appointed"]
    assert report.damages == ()


def _unit(code: str, kind: UnitKind, level: Level, since: date = SINCE) -> Callable[[Session, Tree], object]:
    def act(session: Session, tree: Tree) -> object:
        return facts.create_unit(session, NewUnit(code, "某工会", kind, level, tree.xifeng.id, since), by=BY)

    return act


def _second_chair(session: Session, tree: Tree) -> object:
    world.post(session, world.officer(session, "one"), tree.xifeng, Role.CHAIR, until=ON)
    return world.post(session, world.officer(session, "two"), tree.xifeng, Role.CHAIR, since=ON)


def _longer_chair(session: Session, tree: Tree) -> object:
    first = world.post(session, world.officer(session, "one"), tree.xifeng, Role.CHAIR, until=ON)
    world.post(session, world.officer(session, "two"), tree.xifeng, Role.CHAIR, since=ON + DAY)
    facts.end_post(session, first, ON + DAY, by=BY)
    return None


def _same_post(session: Session, tree: Tree) -> object:
    one = world.officer(session, "one")
    world.post(session, one, tree.xifeng, Role.CLERK, since=ON)
    return world.post(session, one, tree.xifeng, Role.CLERK, since=SINCE, until=ON)


def _letter(starts: date, ends: date, number: str = "7号") -> Callable[[Session, Tree], object]:
    def act(session: Session, tree: Tree) -> object:
        post = world.post(session, world.officer(session, "one"), tree.xifeng, Role.CHAIR, until=ON)
        deputy = world.officer(session, "two")
        return facts.appoint_stand_in(session, NewStandIn(post, deputy.officer_id, number, starts, ends), by=BY)

    return act


def _two_letters(session: Session, tree: Tree) -> object:
    post = world.post(session, world.officer(session, "one"), tree.xifeng, Role.CHAIR)
    for login in ("two", "three"):
        deputy = world.officer(session, login)
        facts.appoint_stand_in(session, NewStandIn(post, deputy.officer_id, "7号", ON, ON), by=BY)
    return None


def _own_letter(session: Session, tree: Tree) -> object:
    one = world.officer(session, "one")
    post = world.post(session, one, tree.xifeng, Role.CHAIR)
    return facts.appoint_stand_in(session, NewStandIn(post, one.officer_id, "7号", ON, ON), by=BY)


REFUSALS: dict[str, tuple[type[AppError], Callable[[Session, Tree], object]]] = {
    "a code twice": (errors.CodeTaken, _unit("621024", UnitKind.ENTERPRISE, Level.GRASSROOTS)),
    "a year of the Ming": (
        errors.DateImpossible, _unit("X", UnitKind.ENTERPRISE, Level.GRASSROOTS, date(1618, 1, 1)),
    ),
    "before its parent": (errors.UnitNotFound, _unit("X", UnitKind.ENTERPRISE, Level.GRASSROOTS, SINCE - DAY)),
    "an enterprise at county level": (errors.LevelDoesNotFit, _unit("X", UnitKind.ENTERPRISE, Level.COUNTY)),
    "a county under a county": (errors.ParentDoesNotFit, _unit("X", UnitKind.TERRITORIAL, Level.COUNTY)),
    "a city's help centre at a county": (errors.ParentDoesNotFit, _unit("X", UnitKind.HELP_CENTRE, Level.CITY)),
    "no parent": (
        errors.ParentMissing,
        lambda s, _t: world.unit(s, "X", "某", UnitKind.ENTERPRISE, Level.GRASSROOTS, None),
    ),
    "under a service point": (
        errors.ParentDoesNotFit,
        lambda s, t: world.unit(s, "X", "某", UnitKind.STATION, Level.GRASSROOTS, t.station),
    ),
    "no name": (
        errors.TextMissing, lambda s, t: world.unit(s, "X", "  ", UnitKind.STATION, Level.GRASSROOTS, t.street),
    ),
    "under itself": (
        errors.UnitMovesUnderItself,
        lambda s, t: facts.change_unit(s, t.qingyang.id, UnitChange(parent_id=t.xifeng.id), MOVE, by=BY),
    ),
    "a change on the first day": (
        errors.UnitChangedLater,
        lambda s, t: facts.change_unit(s, t.xifeng.id, UnitChange(name="某"), SINCE, by=BY),
    ),
    "closing with units under it": (
        errors.UnitHasChildren, lambda s, t: facts.close_unit(s, t.xifeng.id, ON, by=BY),
    ),
    "closing with posts": (
        errors.UnitHasPosts,
        lambda s, t: (
            world.post(s, world.officer(s, "one"), t.street, Role.CLERK),
            facts.close_unit(s, t.street.id, ON, by=BY),
        ),
    ),
    "a post before its unit": (
        errors.PostOutsideUnit,
        lambda s, t: world.post(s, world.officer(s, "one"), t.xifeng, Role.CLERK, since=SINCE - DAY),
    ),
    "a post backwards": (
        errors.PeriodBackwards,
        lambda s, t: world.post(s, world.officer(s, "one"), t.xifeng, Role.CLERK, since=ON, until=ON - DAY),
    ),
    "an open post in a closed unit": (
        errors.PostOutsideUnit,
        lambda s, t: (
            facts.close_unit(s, t.street.id, ON, by=BY),
            world.post(s, world.officer(s, "one"), t.street, Role.CLERK),
        ),
    ),
    "two chairs on one day": (errors.ChairHeld, _second_chair),
    "a chair who stays on under the next": (errors.ChairHeld, _longer_chair),
    "the same post twice on one day": (errors.PostOverlaps, _same_post),
    "a letter that outlasts the post": (errors.StandInOutsidePost, _letter(ON, ON + DAY)),
    "a letter before the post": (errors.StandInOutsidePost, _letter(SINCE - DAY, ON)),
    "a letter backwards": (errors.PeriodBackwards, _letter(ON, ON - DAY)),
    "a letter without a number": (errors.TextMissing, _letter(ON - DAY, ON, " ")),
    "two letters on one day": (errors.StandInOverlaps, _two_letters),
    "a letter for oneself": (errors.StandInForOneself, _own_letter),
    "a log-in name twice": (
        errors.LoginTaken, lambda s, _t: (world.officer(s, "one"), world.officer(s, " ONE ")),
    ),
    "a log-in name with a blank": (errors.LoginMalformed, lambda s, _t: world.officer(s, "one two")),
    "no e-mail address": (
        errors.EmailMalformed,
        lambda s, _t: facts.register_officer(s, NewOfficer("one", "甲", "someone at home"), by=BY),
    ),
    "an unknown officer": (
        errors.OfficerNotFound, lambda s, t: facts.appoint(s, NewPost(t.xifeng.id, t.xifeng.id, Role.CLERK, ON), by=BY),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_is_refused(case: str) -> None:
    error, act = REFUSALS[case]
    with db.transaction() as session:
        tree = world.plant(session)
        with pytest.raises(error) as refused:
            act(session, tree)
    for language in ("zh", "en"):
        assert "{" not in refused.value.message(language)


def test_a_unit_recorded_for_later_stops_a_move_that_would_strand_it() -> None:
    with db.transaction() as session:
        tree = world.plant(session)
        world.unit(session, "X", "将设的工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, tree.xifeng, since=MOVE + DAY)
        with pytest.raises(errors.UnitChangedLater):
            facts.change_unit(session, tree.xifeng.id, UnitChange(parent_id=tree.jiayuguan.id), MOVE, by=BY)


def test_the_schema_itself_keeps_one_open_chair_and_one_open_state() -> None:
    from sqlalchemy.exc import IntegrityError

    from kit.db import new_id
    from unions.models import Post

    with db.transaction() as session:
        tree = world.plant(session)
        chair, other = world.officer(session, "chair"), world.officer(session, "other")
        world.post(session, chair, tree.xifeng, Role.CHAIR)
        with pytest.raises(IntegrityError):
            with db.savepoint(session):
                session.add(
                    Post(
                        id=new_id(), officer_id=other.officer_id, unit_id=tree.xifeng.id, role="chair", starts_on=ON,
                        ends_on=None,
                    )
                )  # fmt: skip

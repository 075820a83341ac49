"""The demonstration's province, as every trial of the product starts from it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from cli.demo_province import FACTORY, PASSWORD, SINCE, load_demo
from kit import db
from tests.unit.unions.world import ON
from unions import errors, queries, sessions
from unions.levels import Level, UnitKind
from unions.models import Officer, Post, Unit, UnitVersion
from unions.permissions import can_see_unit
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")


def _counts() -> list[int]:
    with db.reading() as session:
        return [session.scalar(select(func.count()).select_from(t)) or 0 for t in (Unit, UnitVersion, Officer, Post)]


def test_loading_twice_adds_nothing_and_gives_the_same_logins() -> None:
    with db.transaction() as session:
        first = load_demo(session)
    before = _counts()
    with db.transaction() as session:
        again = load_demo(session)
    assert _counts() == before
    assert again == first
    assert len({each.login for each in first}) == len(first) == before[2]


def test_the_whole_territorial_tree_of_gansu_stands() -> None:
    with db.transaction() as session:
        load_demo(session)
        territorial = [u for u in queries.units_of_kind(session, UnitKind.TERRITORIAL, SINCE) if u.division]
        townships = queries.units_of_kind(session, UnitKind.TOWNSHIP, SINCE)
        centres = queries.units_of_kind(session, UnitKind.HELP_CENTRE, SINCE)
    levels = [sum(u.level is level for u in territorial) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)]
    assert levels == [1, 14, 86]
    assert len(townships) == 1356
    assert len(centres) == 1 + 14 + 86
    assert {u.name for u in territorial} >= {"甘肃省总工会", "庆阳市总工会", "西峰区总工会", "合水县总工会"}


def test_work_of_the_demonstrated_line_finds_its_officers_at_every_level() -> None:
    with db.transaction() as session:
        load_demo(session)
        factory = queries.unit_by_code(session, FACTORY)
        expected = {
            (Level.GRASSROOTS, Role.CLERK): ["xf-clerk"],
            (Level.GRASSROOTS, Role.VISITOR): ["xf-visitor1", "xf-visitor2"],
            (Level.GRASSROOTS, Role.COMMITTEE): ["xf-committee1", "xf-committee2", "xf-committee3"],
            (Level.GRASSROOTS, Role.CHAIR): ["xf-chair"],
            (Level.COUNTY, Role.CLERK): ["qx-clerk"],
            (Level.COUNTY, Role.REVIEWER): ["qx-reviewer"],
            (Level.COUNTY, Role.APPROVER): ["qx-approver"],
            (Level.COUNTY, Role.INSPECTOR): ["qx-inspector"],
            (Level.CITY, Role.INSPECTOR): ["qy-inspector"],
            (Level.PROVINCE, Role.INSPECTOR): ["gs-inspector"],
        }
        found = {
            (level, role): [
                o.login for o in queries.holders(session, queries.ancestor_at(session, factory.id, level, ON).id, role, ON)
            ]
            for level, role in expected
        }  # fmt: skip
    assert found == expected


def test_streets_of_jiayuguan_have_no_county_and_go_to_the_city() -> None:
    with db.transaction() as session:
        load_demo(session)
        street = queries.unit_by_code(session, "620200001")
        assert street.county_id is None
        assert queries.ancestor_at(session, street.id, Level.COUNTY, ON).name == "嘉峪关市总工会"


def test_every_demo_officer_logs_in_with_the_printed_password() -> None:
    with db.transaction() as session:
        logins = load_demo(session)
        for each in (logins[0], logins[-1]):
            made = sessions.log_in(session, each.login, PASSWORD, "127.0.0.1")
            assert isinstance(made, sessions.SessionToken)
            actor = sessions.resolve(session, made.token)
            assert actor is not None
            assert (actor.name, len(actor.posts)) == (each.name, 1)


def test_an_officer_of_a_neighbour_county_sees_nothing_of_xifeng() -> None:
    with db.transaction() as session:
        load_demo(session)
        xifeng = queries.unit_by_code(session, "621002")
        sees = {}
        for login in ("qx-clerk", "hs-clerk", "hs-manager", "qy-manager", "gs-auditor", "xf-clerk"):
            officer = queries.officer_by_login(session, login)
            actor = queries.actor_for(session, officer.officer_id, ON)
            sees[login] = sum(can_see_unit(actor, unit) for unit in queries.subtree(session, xifeng.id, ON))
        whole = len(queries.subtree(session, xifeng.id, ON))
    assert whole == 1 + 10 + 1 + 2 + 2
    # The factory's clerk sees the factory and its station.
    assert sees == {
        "qx-clerk": whole, "hs-clerk": 0, "hs-manager": 0, "qy-manager": whole, "gs-auditor": whole, "xf-clerk": 2,
    }  # fmt: skip


def test_outside_the_demonstration_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    from kit import settings

    monkeypatch.setenv("BANGFU_AUDIT_KEY", "A" * 43 + "=")
    monkeypatch.setenv("BANGFU_DEMO", "false")
    settings.forget()
    with pytest.raises(errors.DemonstrationOnly):
        with db.transaction() as session:
            load_demo(session)
    assert _counts() == [0, 0, 0, 0]
    settings.forget()

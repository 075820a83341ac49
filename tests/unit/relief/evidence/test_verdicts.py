"""Review, signature, approval and the checks after filing: who may, and what must be there first."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from kit import clock, db
from kit.errors import FieldErrors
from relief.evidence import errors, queries
from relief.files import facts as files
from tests.support import offices
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import World, day
from unions import facts as unions
from unions.commands import NewPost, NewStandIn
from unions.records import Actor
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")


def _also(world: World, name: str, unit: str, role: Role) -> None:
    """Give an officer another post."""
    with db.transaction() as session:
        unions.appoint(
            session, NewPost(world.officers[name].officer_id, world.units[unit], role, offices.FROM), by="test"
        )


def _new(world: World, login: str, *posts: tuple[str, Role]) -> Actor:
    with db.transaction() as session:
        return offices.officer(session, login, *((world.units[unit], role) for unit, role in posts))


def _with(world: World, name: str, actor: Actor) -> World:
    return World(world.units, {**world.officers, name: actor}, world.case_id)


def test_each_act_waits_for_the_one_before_and_names_the_missing_record() -> None:
    world = chain.case_at("closed")
    with pytest.raises(errors.PublicityNotOver) as hanging:
        chain.review(world, day(11, 15))
    assert "不公示公开不建档" in hanging.value.message("zh")
    chain.close(world)
    with pytest.raises(errors.NoReviewYet):
        chain.sign(world)
    with pytest.raises(FieldErrors):
        chain.review(world, checked=chain.REVIEWED[:5])
    chain.review(world)
    with pytest.raises(errors.NoSignatureYet) as unsigned:
        chain.approve(world)
    assert "工会主席不签字不建档" in unsigned.value.message("zh")


def test_whoever_visited_entered_or_chaired_does_not_review() -> None:
    world = chain.case_at("review")
    for name, kind in (
        ("visitor1", errors.VisitorMayNotDoThis),
        ("member1", errors.CommitteeChairMayNotDoThis),
        ("clerk", errors.RegistrarMayNotDoThis),
    ):
        _also(world, name, "county", Role.REVIEWER)
        with pytest.raises(kind):
            chain.review(world, by=name)


def test_only_the_chair_of_this_union_signs() -> None:
    """Gate 4: a clerk, another union's chair, and a chair whose term is over are refused."""
    world = chain.case_at("chair_sign")
    for name in ("clerk", "member2", "other-chair"):
        with pytest.raises(errors.NotInOffice) as refused:
            chain.sign(world, by=name)
        assert "base union" in refused.value.message("zh")
    with pytest.raises(FieldErrors):
        chain.sign(world, signature=None)
    with pytest.raises(errors.NotConfirmed):
        chain.sign(world, statement=False)
    chain.sign(world)
    with chain.reading() as session:
        signature = queries.evidence_of(session, world.case_id).signature
    assert signature is not None
    assert (signature.role, signature.unit_name, signature.signed_on) == ("chair", "base union", date(2018, 11, 20))


def test_an_acting_chair_signs_with_a_letter_and_only_while_it_runs() -> None:
    """Scenario 13: the chair is away; without a letter nobody signs."""
    world = chain.case_at("chair_sign")
    deputy = _new(world, "deputy", ("base", Role.COMMITTEE))
    world = _with(world, "deputy", deputy)
    with pytest.raises(errors.NotInOffice):
        chain.sign(world, by="deputy")
    with clock.frozen(day(11, 20)), db.transaction() as session:
        chair_post = world.officers["chair"].posts[0].post_id
        letter = NewStandIn(chair_post, deputy.officer_id, "西工发2018-31号", date(2018, 11, 20), date(2018, 11, 23))
        unions.appoint_stand_in(session, letter, by="test")
    with pytest.raises(errors.NotInOffice):
        chain.sign(world, day(11, 26), by="deputy")
    chain.sign(world, day(11, 21), by="deputy")
    with chain.reading() as session:
        signature = queries.evidence_of(session, world.case_id).signature
    assert signature is not None
    assert signature.letter_no == "西工发2018-31号"
    assert signature.by.acting_for == world.officers["chair"].officer_id
    chain.approve(world, day(11, 22))
    with clock.frozen(day(11, 22)), db.transaction() as session:
        assert files.file_case(session, world.case_id, day(11, 22)).startswith("DA-621002-2018-")


def test_a_chair_who_visited_does_not_sign() -> None:
    world = chain.begin()
    _also(world, "chair", "base", Role.VISITOR)
    chain.data_check(world)
    chain.visit(world, visitors=world.ids("visitor1", "chair"))
    for step in (chain.sums, chain.study, chain.appraise, chain.post, chain.close, chain.review):
        step(world)
    with pytest.raises(errors.VisitorMayNotDoThis):
        chain.sign(world)


def test_the_reviewer_does_not_approve_and_the_approver_does_not_check() -> None:
    world = chain.case_at("approve")
    _also(world, "reviewer", "county", Role.APPROVER)
    with pytest.raises(errors.ReviewerMayNotDoThis):
        chain.approve(world, by="reviewer")
    chain.approve(world)
    with clock.frozen(day(11, 21, 15)), db.transaction() as session:
        files.file_case(session, world.case_id, day(11, 21, 15))
    items = [{"item": "visit", "result": "right"}]
    check: dict[str, Any] = {"checked_on": "2018-11-26", "items": items, "method": "papers"}
    _also(world, "approver", "county", Role.INSPECTOR)
    with pytest.raises(errors.ApproverMayNotCheck):
        chain.record(world, "county_check", "pass", day(11, 26), "approver", **check)
    with pytest.raises(errors.CheckedBeforeFiling):
        chain.record(world, "county_check", "pass", day(11, 26), "inspector", **(check | {"checked_on": "2018-11-20"}))
    problem: dict[str, Any] = {"problem": "缺少一张照片", "order": "补齐照片"}
    with pytest.raises(errors.OrderDueBeforeCheck):
        chain.record(
            world, "county_check", "problem", day(11, 26), "inspector", **check, **problem, order_due="2018-11-26"
        )
    chain.record(world, "county_check", "problem", day(11, 26), "inspector", **check, **problem, order_due="2018-12-03")
    chain.record(world, "spot_check", "pass", day(11, 27), "city-inspector", **(check | {"checked_on": "2018-11-27"}))
    ordered: dict[str, Any] = {
        "supervised_on": "2018-11-28",
        "findings": "县区检查认真",
        "order": "继续坚持",
        "order_due": "2018-12-28",
    }
    chain.record(world, "supervise", "ordered", day(11, 28), "province-inspector", **ordered)
    with chain.reading(day(11, 28)) as session:
        checks = queries.evidence_of(session, world.case_id).checks
    assert [(check.kind, check.outcome) for check in checks] == [
        ("county_check", "problem"), ("spot_check", "pass"), ("supervise", "ordered"),
    ]  # fmt: skip
    assert (checks[0].finding, checks[0].due_on) == ("缺少一张照片", date(2018, 12, 3))


def test_all_four_gates_show_their_evidence() -> None:
    world = chain.case_at(None)
    with chain.reading() as session:
        gates = queries.gates(session, world.case_id)
    assert [(gate.kind, gate.passed, str(gate.on)) for gate in gates] == [
        ("visit", True, "2018-11-06"),
        ("study", True, "2018-11-08"),
        ("publicity", True, "2018-11-16"),
        ("signature", True, "2018-11-20"),
    ]
    assert all(isinstance(gate.evidence_id, uuid.UUID) for gate in gates)
    assert gates[3].who == ("chair name",)
    assert gates[1].sentence.render("zh") == "2018-11-08 已集体研究：赞成 3 票，反对 0 票，弃权 0 票。"

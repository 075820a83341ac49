"""What the collective study and the appraisal refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kit import db
from kit.errors import AppError
from relief.evidence import errors, queries, settings
from relief.intake import queries as intake
from relief.settings.parameters import NewParameter, set_parameter
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import day

pytestmark = pytest.mark.usefixtures("database")


def test_minutes_dated_before_the_visit_are_refused_and_the_sentence_says_so() -> None:
    """Scenario 15."""
    world = chain.case_at("deliberate")
    with pytest.raises(errors.MinutesBeforeVisit) as refused:
        chain.study(world, held_on="2018-11-05")
    assert "2018-11-05 早于入户走访日期 2018-11-06" in refused.value.message("zh")
    assert "the home visit of 2018-11-06" in refused.value.message("en")


def test_a_study_without_a_quorum_a_chair_or_honest_votes_is_refused() -> None:
    world = chain.case_at("deliberate")
    four: dict[str, Any] = {"present": world.ids("member1", "member2", "member3", "member4")}
    aside: dict[str, Any] = {"conflicted": world.ids("member3"), "conflict_note": "是申请人的表弟"}
    refused: tuple[tuple[type[AppError], dict[str, Any]], ...] = (
        (errors.NoQuorum, aside | {"votes_for": "2"}),
        (errors.NotInOffice, {"present": world.ids("member1", "member2", "clerk")}),
        (errors.ChairNotPresent, {"chaired_by": world.ids("member4")}),
        (errors.ChairInConflict, four | aside | {"chaired_by": world.ids("member3")}),
        (errors.ConflictNotPresent, {"conflicted": world.ids("member4"), "conflict_note": "亲属"}),
        (errors.ConflictNeedsReason, four | aside | {"conflict_note": ""}),
        (errors.ConflictsNotAsked, {"conflicts_asked": False}),
        (errors.VotesDoNotAddUp, {"votes_for": "4"}),
        (errors.NoMajority, {"votes_for": "1", "votes_abstain": "2"}),
    )
    for kind, changes in refused:
        with pytest.raises(kind):
            chain.study(world, **changes)
    chain.study(world, **four, **aside, votes_for="2", votes_against="1")
    with chain.reading(day(11, 8)) as session:
        found = queries.evidence_of(session, world.case_id).deliberation
    assert found is not None
    assert [(member.name, member.chaired, member.conflicted) for member in found.members] == [
        ("member1 name", True, False),
        ("member2 name", False, False),
        ("member3 name", False, True),
        ("member4 name", False, False),
    ]


def test_a_return_says_where_to_and_what_is_missing() -> None:
    world = chain.case_at("deliberate")
    given: dict[str, Any] = {"return_reason": "CONTRADICTION", "return_to": "verify", "missing": ["VISIT", "INCOME"]}
    with pytest.raises(errors.OpinionNeeded):
        chain.study(world, outcome="return", opinion=" ", **given)
    assert chain.study(world, outcome="return", opinion="收入说不清", **given) == {"return_to": "verify"}
    with chain.reading(day(11, 8)) as session:
        (sent_back,) = intake.returns(session, world.case_id)
        assert not queries.gates(session, world.case_id)[1].passed
    assert (sent_back.step, sent_back.reason, sent_back.papers) == ("deliberate", "CONTRADICTION", ("INCOME", "VISIT"))
    assert sent_back.note == "收入说不清"


def test_a_rejection_keeps_its_coded_reason() -> None:
    world = chain.case_at("deliberate")
    chain.study(
        world, outcome="reject", opinion="不符合条件", reject_reason="OVER_LINE", votes_for="0", votes_against="3"
    )
    with chain.reading(day(11, 8)) as session:
        assert intake.case(session, world.case_id).proposed_reason == "OVER_LINE"


def test_the_appraisal_needs_a_study_that_proposes_and_one_main_cause() -> None:
    world = chain.case_at("deliberate")
    with pytest.raises(errors.NoDeliberationYet) as none:
        chain.appraise(world)
    assert "不集体研究不建档" in none.value.message("zh")
    chain.study(world)
    refused: tuple[tuple[type[AppError], dict[str, Any]], ...] = (
        (errors.AppraisalBeforeStudy, {"appraised_on": "2018-11-07"}),
        (errors.MainCauseTwice, {"secondary_causes": ["R09", "R03"]}),
        (errors.CauseNeedsText, {"main_cause": "R10"}),
        (errors.PrimaryGroupNotChosen, {"primary_group": "G1"}),
    )
    for kind, changes in refused:
        with pytest.raises(kind):
            chain.appraise(world, **changes)
    chain.appraise(world, main_cause="R10", cause_text="患高血压")
    with chain.reading(day(11, 8)) as session:
        masked = queries.evidence_of(session, world.case_id).appraisal
        whole = queries.evidence_of(session, world.case_id, in_full=True).appraisal
    assert masked is not None
    assert whole is not None
    assert (masked.cause_text, whole.cause_text) == ("***", "患高血压")


def test_a_jurisdiction_can_ask_for_more_but_never_for_less() -> None:
    world = chain.case_at("home_visit")
    with db.transaction() as session:
        for name, value in (("visitors_required", 3), ("study_quorum", 4), ("publicity_days", 0)):
            set_parameter(session, NewParameter(name, "621002", date(2018, 1, 1), value, "区总工会规定"))
    with pytest.raises(errors.TooFewVisitors) as few:
        chain.visit(world)
    assert "须 3 人以上" in few.value.message("zh")
    with db.transaction() as session:
        assert settings.study_quorum(session, "621002", date(2018, 11, 5)) == 4
        assert settings.publicity_days(session, "621002", date(2018, 11, 5)) == 1
        assert settings.study_quorum(session, "621024", date(2018, 11, 5)) == 3

"""What the data check, the home visit and the sums refuse, and what they keep."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from cli.demo_story import png
from kit import db
from kit.errors import AppError, FieldErrors
from relief.evidence import errors, queries
from relief.evidence import facts as evidence
from relief.intake import queries as intake
from relief.intake.steps import StepFacts
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import day

pytestmark = pytest.mark.usefixtures("database")


def test_a_visit_is_refused_when_it_is_not_one() -> None:
    world = chain.case_at("home_visit")
    refused: dict[type[AppError], dict[str, Any]] = {
        errors.VisitBeforeApplication: {"visited_at": "2018-11-04T09:30"},
        errors.NotInOffice: {"visitors": world.ids("visitor1", "clerk")},
        errors.AttachmentTypeRefused: {},
    }
    for kind, changes in refused.items():
        if changes:
            with pytest.raises(kind):
                chain.visit(world, **changes)
    faulty: tuple[dict[str, Any], ...] = (
        {"visitors": world.ids("visitor1")},
        {"household_signature": None},
        {"photos": []},
        {"photos": [chain.SCRIPT]},
        {"visited_at": "2018-11-07T09:30"},
    )
    for changes in faulty:
        with pytest.raises(FieldErrors):
            chain.visit(world, **changes)
    with chain.reading(day(11, 6)) as session:
        assert queries.evidence_of(session, world.case_id).visit is None


def test_the_recorder_itself_refuses_a_lone_visitor_and_a_future_visit() -> None:
    """The rules hold without the form, for an import or an offline phone."""
    world = chain.case_at("home_visit")
    values: dict[str, Any] = {
        "visited_at": day(11, 6, 9), "visitors": (world.officers["visitor1"].officer_id,), "place": "x",
        "household_signature": png(), "photos": (chain.PHOTO,), "persons": 3,
    }  # fmt: skip
    facts = StepFacts(world.case_id, "home_visit", world.officers["visitor1"], None, "done", "", values, day(11, 6))
    lacking: dict[type[AppError], dict[str, Any]] = {
        errors.TooFewVisitors: {},
        errors.VisitInFuture: {"visited_at": day(11, 7)},
    }
    both = tuple(world.officers[name].officer_id for name in ("visitor1", "visitor2"))
    lacking |= {
        errors.HouseholdSignatureMissing: {"visitors": both, "household_signature": None},
        errors.PhotoMissing: {"visitors": both, "photos": ()},
        errors.AttachmentTypeRefused: {"visitors": both, "photos": (chain.SCRIPT,)},
        errors.TooManyAttachments: {"visitors": both, "photos": (chain.PHOTO,) * 13},
    }
    for kind, changes in lacking.items():
        with pytest.raises(kind), db.transaction() as session:
            evidence.record_home_visit(session, replace(facts, values=values | changes))


def test_a_refused_visit_proposes_its_reason_and_is_no_gate() -> None:
    world = chain.case_at("home_visit")
    chain.visit(world, outcome="refused", refused_reason="两次敲门均拒绝开门", photos=[], household_signature=None)
    with chain.reading(day(11, 6)) as session:
        assert intake.case(session, world.case_id).proposed_reason == "REFUSED_VISIT"
        visit_gate = queries.gates(session, world.case_id)[0]
        assert not visit_gate.passed
        assert "不入户调查不建档" in visit_gate.sentence.render("zh")


def test_what_the_visitors_wrote_is_encrypted_and_shown_masked() -> None:
    world = chain.begin()
    chain.visit(world, problems="电话 13893400017，想反映取暖问题")
    with chain.reading(day(11, 6)) as session:
        stored = session.execute(text("SELECT place, answers FROM visits")).one()
        content = session.execute(text("SELECT content FROM attachments WHERE kind = 'photo'")).scalar_one()
        visit = queries.evidence_of(session, world.case_id).visit
        whole = queries.evidence_of(session, world.case_id, in_full=True).visit
    assert "南大街".encode() not in bytes(stored.place)
    assert b"13893400017" not in bytes(stored.answers)
    assert not bytes(content).startswith(b"\x89PNG")
    assert visit is not None
    assert whole is not None
    assert visit.place == "西峰区南大街****"
    assert visit.observed["problems"] == "电话 *******0017，想反映取暖问题"
    assert (visit.observed["cause_seen"], whole.observed["cause_seen"]) == ("***", "高血压病历")
    assert visit.amounts["schooling_year"] == 1_200_000
    assert visit.visitors == ("visitor1 name", "visitor2 name")
    assert whole.place == "西峰区南大街12号3单元501"


def test_a_photo_comes_back_as_it_was_and_only_with_its_case() -> None:
    world = chain.case_at("sums")
    with chain.reading(day(11, 6)) as session:
        photo = next(each for each in queries.attachments_of(session, world.case_id) if each.kind == "photo")
        assert queries.attachment(session, world.case_id, photo.id).content == chain.PHOTO["content"]
        with pytest.raises(errors.EvidenceNotFound):
            queries.attachment(session, photo.id, photo.id)


def test_the_data_check_refuses_answers_that_contradict_it() -> None:
    world = chain.case_at("data_check")
    line: dict[str, Any] = {
        "source": "civil_affairs",
        "asked_on": "2018-11-06",
        "replied_on": "2018-11-06",
        "result": "same",
    }
    refused: tuple[tuple[type[AppError], str, dict[str, Any]], ...] = (
        (errors.NoConsentSeen, "matched", {"consent_seen": False}),
        (errors.ReplyDatesWrong, "matched", {"replies": [line | {"replied_on": "2018-11-05"}]}),
        (errors.ReplyResultWrong, "matched", {"replies": [line | {"replied_on": None}]}),
        (errors.OutcomeContradictsReplies, "matched", {"replies": [line | {"result": "difference"}]}),
        (errors.OutcomeContradictsReplies, "no_reply", {"replies": [line]}),
    )
    for kind, outcome, changes in refused:
        with pytest.raises(kind):
            chain.data_check(world, outcome, **changes)
    silent = line | {"replied_on": None, "result": "no_reply"}
    chain.data_check(world, "no_reply", replies=[line, silent | {"source": "tax"}])
    with chain.reading(day(11, 6)) as session:
        found = queries.evidence_of(session, world.case_id).comparison
    assert found is not None
    assert [(reply.source, reply.result) for reply in found.replies] == [("civil_affairs", "same"), ("tax", "no_reply")]


def test_the_sums_need_a_visit_and_reasons() -> None:
    world = chain.case_at("home_visit")
    with pytest.raises(errors.NoVisitYet) as refused:
        chain.sums(world)
    assert "不入户调查不建档" in refused.value.message("zh")
    chain.visit(world)
    wanting: tuple[tuple[type[AppError], dict[str, Any]], ...] = (
        (errors.DifferenceNeedsReason, {"difference_reason": ""}),
        (errors.EventNeedsDate, {"event": "accident"}),
        (errors.StillHardNeedsReason, {"relieved": True, "still_hard": True}),
    )
    for kind, changes in wanting:
        with pytest.raises(kind):
            chain.sums(world, **changes)
    with pytest.raises(FieldErrors) as without_period:
        chain.sums(world, income=[{"kind": "wage", "amount": "2000", "source": "visited"}])
    assert "income.0.period" in without_period.value.errors


def test_relief_is_no_income_and_every_period_counts_for_a_year() -> None:
    world = chain.case_at("sums")
    chain.sums(
        world,
        income=[
            {"kind": "wage", "amount": "1000.01", "period": "month", "source": "visited"},
            {"kind": "pension", "amount": "300", "period": "quarter", "source": "document"},
            {"kind": "dibao", "amount": "500", "period": "month", "source": "document"},
        ],
    )
    with chain.reading(day(11, 7)) as session:
        statement = queries.statement_of(session, world.case_id)
    assert statement is not None
    assert (statement.income_year, statement.relief_year) == (1_320_012, 600_000)
    assert statement.gap_year == 3_080_000 - 1_320_012


def test_a_new_visit_makes_what_rested_on_the_old_one_stale() -> None:
    world = chain.case_at("review")
    chain.visit(world, day(11, 19), visited_at="2018-11-19T09:00")
    with chain.reading(day(11, 19)) as session:
        found = queries.evidence_of(session, world.case_id)
        states = [(gate.kind, str(gate.state)) for gate in queries.gates(session, world.case_id)]
    assert (found.statement, found.deliberation, found.appraisal, found.publicity) == (None, None, None, None)
    assert found.rounds == 2
    assert len(found.earlier_publicities) == 1
    assert states == [("visit", "PASSED"), ("study", "STALE"), ("publicity", "STALE"), ("signature", "MISSING")]

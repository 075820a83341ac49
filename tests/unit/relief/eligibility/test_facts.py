"""Decisions of real cases: kept with their explanation, once, and final."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select, text

from kit import clock, db
from relief.eligibility import facts, queries
from relief.eligibility.errors import DecisionIsFinal, NoSumsYet, NotDecidedYet
from relief.eligibility.models import EligibilityDecision
from relief.eligibility.records import DecisionRecord
from relief.intake import facts as intake
from relief.intake import queries as intake_queries
from relief.intake.status import CaseOutcome
from relief.settings.parameters import NewParameter, set_parameter
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import World, day

pytestmark = pytest.mark.usefixtures("database")
CAUSES = ["illness", "schooling"]


def decide(world: World, kind: str, *, at_hour: int = 12) -> str:
    at = day(11, 7, at_hour)
    with clock.frozen(at), db.transaction() as session:
        return facts.decide(session, world.case_id, kind, at)


def with_sums(**changes: Any) -> World:
    world = chain.case_at("sums")
    chain.sums(world, **({"situations": CAUSES} | changes))
    return world


def stored(world: World, kind: str) -> DecisionRecord:
    with db.reading() as session:
        return queries.latest(session, world.case_id, kind)


def test_qingyang_is_decided_with_its_gap_and_explained() -> None:
    world = with_sums()
    assert decide(world, "scope") == "IN"
    assert decide(world, "category") == "K2"
    made = stored(world, "category")
    assert (made.gap_fen, made.statistics_cell, made.persons) == (680_000, "03C", 3)
    assert made.economics is not None
    assert (made.economics.per_capita_yuan, made.economics.percent) == ("666.67", "129.45")
    assert (made.line, made.line_assumed, made.ruleset) == (51_500, True, "rs-2016-st")
    assert made.sentences[0].source.startswith("C9")
    assert made.hits[0].rule_id == "category_k2"
    assert len(made.ruleset_hash) == 64
    with db.reading() as session:
        assert queries.inputs(session, made.id)["yearly_income"] == 2_400_000
        assert [each.kind for each in queries.for_case(session, world.case_id)] == ["scope", "category"]


def test_the_countys_own_line_decides_and_is_not_assumed() -> None:
    world = with_sums()
    with db.transaction() as session:
        set_parameter(session, NewParameter("dibao_line", "621002", day(1, 1).date(), 40_000, "notice 1"))
    assert decide(world, "category") == "OUT"
    made = stored(world, "category")
    assert (made.line, made.line_assumed, made.reason) == (40_000, False, "over_150_percent")


def test_an_event_and_relief_are_taken_from_the_sums() -> None:
    relief = {"kind": "dibao", "amount": "300", "period": "month", "source": "document"}
    wage = {"kind": "wage", "amount": "55000", "period": "year", "source": "document"}
    world = with_sums(income=[wage, relief], event="accident", event_on="2018-10-20")
    assert decide(world, "category") == "K3"
    made = stored(world, "category")
    assert made.economics is not None
    assert (made.economics.income, made.economics.relief) == (5_500_000, 360_000)


def test_below_the_line_after_relief_needs_the_recorded_reason() -> None:
    wage = [{"kind": "wage", "amount": "1000", "period": "month", "source": "document"}]
    hard = {"relieved": True, "still_hard": True, "still_hard_reason": "自费药多"}
    assert decide(with_sums(income=wage, **hard), "category") == "K1"


def test_below_the_line_without_relief_for_half_a_year() -> None:
    wage = [{"kind": "wage", "amount": "1000", "period": "month", "source": "document"}]
    world = with_sums(income=wage, below_six_months=True)
    assert decide(world, "category") == "K1"
    assert stored(world, "category").reason == "below_line_for_months"


def test_deciding_again_keeps_the_decision_unless_the_facts_changed() -> None:
    world = with_sums()
    first = decide(world, "category"), stored(world, "category").id
    assert (decide(world, "category", at_hour=13), stored(world, "category").id) == first
    chain.sums(world, at=day(11, 7, 14), situations=[])
    assert decide(world, "category", at_hour=15) == "OUT"
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(EligibilityDecision)) == 2


def test_out_proposes_the_reason_for_closing() -> None:
    world = with_sums(situations=[])
    assert decide(world, "category") == "OUT"
    with db.transaction() as session:
        intake.close_case(session, world.case_id, CaseOutcome.REJECTED, day(11, 8))
    with db.reading() as session:
        assert intake_queries.case(session, world.case_id).reason == "NO_CAUSE"


def test_a_migrant_outside_the_union_is_asked_for_the_membership_and_then_goes_on() -> None:
    world = chain.begin()
    _change(world.case_id, migrant=True, union_member=False)
    assert decide(world, "scope") == "NOT_YET"
    assert decide(world, "scope") == "NOT_YET"
    with db.reading() as session:
        (asked,) = intake_queries.returns(session, world.case_id)
    assert (asked.papers, asked.return_to, asked.supplied_at) == (("MEMBERSHIP",), "accept", None)
    chain.record(world, "supplement", "supplied", day(11, 9), "clerk", supplied=["MEMBERSHIP"], note="已入会")
    assert decide(world, "scope") == "IN"


def test_asset_flags_go_to_review_not_to_rejection() -> None:
    world = chain.begin()
    _change(world.case_id, assets='["CAR"]')
    assert decide(world, "scope") == "REVIEW"


def test_a_decision_is_final_and_its_inputs_are_unreadable_at_rest() -> None:
    world = with_sums()
    decide(world, "category")
    with db.transaction() as session:
        row = queries.latest_row(session, world.case_id, "category")
        assert row is not None
        row.outcome = "K1"
        with pytest.raises(DecisionIsFinal):
            session.flush()
        session.expunge(row)
    assert stored(world, "category").outcome == "K2"
    with db.reading() as session:
        (kept,) = session.execute(text("SELECT inputs FROM eligibility_decisions")).scalars().all()
        assert b"yearly_income" not in bytes(kept)


def test_no_category_before_the_sums_and_nothing_before_a_decision() -> None:
    world = chain.case_at("sums")
    with pytest.raises(NoSumsYet):
        decide(world, "category")
    with pytest.raises(NotDecidedYet):
        stored(world, "category")


def _change(case_id: uuid.UUID, **values: object) -> None:
    """Change what was declared, as a county's correction would."""
    columns = ", ".join(f"{name} = :{name}" for name in values)
    with db.transaction() as session:
        row = intake_queries.row(session, case_id)
        session.execute(text(f"UPDATE applications SET {columns} WHERE case_no = :no"), {**values, "no": row.case_no})

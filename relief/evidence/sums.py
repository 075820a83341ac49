"""Record the sums (算账): income and expense line by line, each with its period and what it rests on; totals in fen."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from kit import clock
from kit.db import Session
from relief.evidence import errors
from relief.evidence.attachments.facts import Keeping, keep_drawing
from relief.evidence.models import Statement, StatementLine, Visit
from relief.evidence.rounds import begin, current
from relief.evidence.settings import difference_permille
from relief.evidence.values import Entered
from relief.intake import queries as intake
from relief.intake.queries import PER_YEAR, RELIEF_KINDS
from relief.intake.steps import StepFacts

PERMILLE = 1000
_SIDES = ("income", "expense")


def record_sums(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the economic statement, agreed by the household or disputed; both go on to the decision.

    Raises:
        NoVisitYet, HouseholdSignatureMissing, DifferenceNeedsReason, PersonsNeedReason, StillHardNeedsReason, EventNeedsDate.
    """
    entered = Entered(facts.values)
    visit = done_visit(session, facts.case_id)
    drawing = entered.drawing("household_signature")
    if facts.outcome == "agreed" and drawing is None:
        raise errors.HouseholdSignatureMissing
    _check_situation(entered)
    income = yearly(line for line in entered.rows("income") if line["kind"] not in RELIEF_KINDS)
    relief = yearly(line for line in entered.rows("income") if line["kind"] in RELIEF_KINDS)
    expense = yearly(entered.rows("expense"))
    _check_difference(session, facts, {"income": income, "expense": expense}, entered.text("difference_reason"))
    _check_persons(session, facts, visit.persons or 1, entered.text("difference_reason"))
    row = begin(session, Statement, facts)
    row.outcome, row.persons = facts.outcome, visit.persons or 1
    row.income_year, row.relief_year, row.expense_year = income, relief, expense
    row.gap_year, row.facts = expense - income, _facts(entered)
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    row.household_signature_id = keep_drawing(session, keeping, drawing, "household.png") if drawing else None
    session.add(row)
    session.flush()
    lines = [(side, line) for side in _SIDES for line in entered.rows(side)]
    for seq, (side, line) in enumerate(lines, 1):
        session.add(
            StatementLine(
                statement_id=row.id, seq=seq, side=side, kind=line["kind"], amount=line["amount"],
                period=line["period"], yearly=line["amount"] * PER_YEAR[line["period"]], source=line["source"],
                note=line.get("note") or "",
            )
        )  # fmt: skip
    session.flush()
    return {}


def done_visit(session: Session, case_id: uuid.UUID) -> Visit:
    """Return the case's completed visit.

    Raises:
        NoVisitYet: there is none, as when a clerk only telephoned (scenario 14).
    """
    visit = current(session, Visit, case_id)
    if visit is None or visit.outcome != "done":
        raise errors.NoVisitYet
    return visit


def statement_needed(session: Session, case_id: uuid.UUID) -> Statement:
    """Return the case's economic statement.

    Raises:
        NoStatementYet: there is none.
    """
    statement = current(session, Statement, case_id)
    if statement is None:
        raise errors.NoStatementYet
    return statement


def yearly(lines: Iterable[Mapping[str, Any]]) -> int:
    """Return what lines come to in a year, in fen."""
    return sum(int(line["amount"]) * PER_YEAR[str(line["period"])] for line in lines)


def _check_situation(entered: Entered) -> None:
    if entered.text("event") not in {"", "none"} and entered.day("event_on") is None:
        raise errors.EventNeedsDate
    if entered.flag("still_hard") and not entered.text("still_hard_reason"):
        raise errors.StillHardNeedsReason


def _check_difference(session: Session, facts: StepFacts, verified: Mapping[str, int], reason: str) -> None:
    declared = intake.declared_lines(session, facts.case_id)
    told = {
        "income": intake.yearly(
            each for each in declared if each.direction == "income" and each.kind not in RELIEF_KINDS
        ),
        "expense": intake.yearly(each for each in declared if each.direction == "expense"),
    }
    division = intake.case(session, facts.case_id).division
    permille = difference_permille(session, division, clock.local_date(facts.at))
    differs = any(abs(verified[side] - told[side]) * PERMILLE > told[side] * permille for side in _SIDES)
    if differs and not reason:
        raise errors.DifferenceNeedsReason(permille=permille)


def _check_persons(session: Session, facts: StepFacts, seen: int, reason: str) -> None:
    # The number of persons decides the line as much as the income does.
    registered = intake.profile(session, facts.case_id).n
    if seen != registered and not reason:
        raise errors.PersonsNeedReason(seen=seen, registered=registered)


def _facts(entered: Entered) -> str:
    event_on = entered.day("event_on")
    known = {
        "situations": list(entered.choices("situations")),
        "event": entered.text("event"),
        "event_on": event_on.isoformat() if event_on else None,
        "below_six_months": entered.flag("below_six_months"),
        "relieved": entered.flag("relieved"),
        "still_hard": entered.flag("still_hard"),
        "still_hard_reason": entered.text("still_hard_reason"),
        "difference_reason": entered.text("difference_reason"),
        "dispute": entered.text("dispute"),
        "signer": entered.text("signer"),
    }
    return json.dumps(known, ensure_ascii=False, sort_keys=True)

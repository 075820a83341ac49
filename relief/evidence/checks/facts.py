"""Record the checks after filing: 县区检查, 市州抽查, 省督查 (D11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kit import clock
from kit.db import Session, new_id
from kit.i18n import date_text
from relief.evidence import errors
from relief.evidence.attachments.facts import SCAN, Keeping, keep_files
from relief.evidence.checks.models import Check
from relief.evidence.permissions import check_may_inspect
from relief.evidence.study import past_day
from relief.evidence.values import Entered
from relief.intake import queries as intake
from relief.intake.steps import StepFacts


def record_county_check(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the county's check of a new file.

    Raises:
        VisitorMayNotDoThis, ApproverMayNotCheck, DayInFuture, CheckedBeforeFiling, OrderDueBeforeCheck.
    """
    return _record(session, facts, day="checked_on", finding="problem")


def record_spot_check(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the city's check of a sampled file; refusals as for the county's."""
    return _record(session, facts, day="checked_on", finding="problem")


def record_supervise(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the province's findings and its order to put right; refusals as for the county's."""
    return _record(session, facts, day="supervised_on", finding="findings")


def _record(session: Session, facts: StepFacts, *, day: str, finding: str) -> Mapping[str, str]:
    entered = Entered(facts.values)
    check_may_inspect(session, facts.case_id, facts.actor.officer_id, facts.actor.name)
    checked_on = past_day(entered, day, facts)
    closed_at = intake.case(session, facts.case_id).closed_at
    filed_on = clock.local_date(closed_at) if closed_at else checked_on
    if checked_on < filed_on:
        raise errors.CheckedBeforeFiling(filed=date_text(filed_on), checked=date_text(checked_on))
    due_on = entered.day("order_due")
    if due_on is not None and due_on <= checked_on:
        raise errors.OrderDueBeforeCheck(checked=date_text(checked_on), due=date_text(due_on))
    row = _row(facts, entered, checked_on, due_on)
    row.finding, row.instruction = entered.text(finding), entered.text("order")
    session.add(row)
    session.flush()
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    keep_files(session, keeping, SCAN, entered.rows("files"))
    return {}


def _row(facts: StepFacts, entered: Entered, checked_on: date, due_on: date | None) -> Check:
    items: list[dict[str, Any]] = [
        {"item": line["item"], "result": line["result"], "note": line.get("note") or ""}
        for line in entered.rows("items")
    ]
    return Check(
        id=new_id(), case_id=facts.case_id, kind=facts.step, outcome=facts.outcome, checked_on=checked_on,
        method=entered.text("method"), items=items, error_class=entered.text("error_class") or entered.text("discipline"),
        due_on=due_on, recorded_at=facts.at, recorded_by=facts.actor.officer_id, recorded_name=facts.actor.name,
    )  # fmt: skip

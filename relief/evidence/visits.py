"""Record the two halves of the verification: the data check and the home visit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kit import clock
from kit.db import Session
from kit.i18n import date_text, datetime_text
from relief.evidence import errors
from relief.evidence.attachments.facts import PHOTO, SCAN, Keeping, keep_drawing, keep_files
from relief.evidence.models import Comparison, ComparisonReply, Visit, VisitVisitor
from relief.evidence.offices import names_in_office, union_of
from relief.evidence.rounds import begin
from relief.evidence.settings import visitors_required
from relief.evidence.values import Entered
from relief.intake import queries as intake
from relief.intake.facts import propose_reason
from relief.intake.steps import StepFacts
from unions.levels import Level
from unions.roles import Role

# The form allows a phone's clock to be a little ahead; what it then says is taken as now.
TOLERANCE = timedelta(minutes=5)
QUESTIONS = ("earned_year", "relief_year", "living_month", "medicine_year", "schooling_year")
"""D7's five questions, answers in fen."""
OBSERVED = (
    "present",
    "housing",
    "housing_safe",
    "heating",
    "cooking",
    "cause_seen",
    "needs",
    "problems",
    "signer",
    "refused_reason",
)
NO_REPLY = "no_reply"


def record_data_check(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record what the offices answered (信息比对).

    Raises:
        NoConsentSeen, ReplyDatesWrong, ReplyResultWrong, OutcomeContradictsReplies: what was entered.
    """
    entered = Entered(facts.values)
    if not entered.flag("consent_seen"):
        raise errors.NoConsentSeen
    replies = entered.rows("replies")
    _check_replies(facts.outcome, replies)
    row = begin(session, Comparison, facts)
    row.outcome, row.on_dibao = facts.outcome, entered.flag("on_dibao")
    row.difference, row.explanation = entered.text("difference"), entered.text("explanation")
    session.add(row)
    session.flush()
    for seq, reply in enumerate(replies, 1):
        session.add(
            ComparisonReply(
                comparison_id=row.id, seq=seq, source=reply["source"], asked_on=reply["asked_on"],
                replied_on=reply["replied_on"], result=reply["result"], note=reply.get("note") or "",
            )
        )  # fmt: skip
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    keep_files(session, keeping, SCAN, entered.rows("files"))
    return {}


def _check_replies(outcome: str, replies: tuple[Mapping[str, Any], ...]) -> None:
    results = set()
    for number, reply in enumerate(replies, 1):
        asked, replied, result = reply["asked_on"], reply["replied_on"], reply["result"]
        if (result == NO_REPLY) != (replied is None):
            raise errors.ReplyResultWrong(line=number)
        if replied is not None and replied < asked:
            raise errors.ReplyDatesWrong(asked=asked, replied=replied)
        results.add(result)
    if outcome == "matched" and not results <= {"same"}:
        raise errors.OutcomeContradictsReplies
    if outcome in {"difference", NO_REPLY} and outcome not in results:
        raise errors.OutcomeContradictsReplies


def record_home_visit(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record a home visit (入户走访), or that it was refused, which is a rejection (0.3.5).

    Raises:
        TooFewVisitors, NotInOffice, VisitBeforeApplication, VisitInFuture, PhotoMissing, HouseholdSignatureMissing.
    """
    entered = Entered(facts.values)
    case = intake.case(session, facts.case_id)
    visited_at = _visited_at(entered, facts.at)
    visited_on = clock.local_date(visited_at)
    if visited_on < case.applied_on:
        raise errors.VisitBeforeApplication(applied=date_text(case.applied_on), visited=date_text(visited_on))
    visitors = entered.people("visitors")
    needed = visitors_required(session, case.division, visited_on)
    if len(set(visitors)) < needed:
        raise errors.TooFewVisitors(needed=needed, count=len(visitors))
    unit = union_of(session, case, Level.GRASSROOTS, visited_on)
    names = names_in_office(session, unit, Role.VISITOR, visitors, visited_on)
    done = facts.outcome == "done"
    drawing = entered.drawing("household_signature")
    if done and drawing is None:
        raise errors.HouseholdSignatureMissing
    if done and not entered.rows("photos"):
        raise errors.PhotoMissing
    row = begin(session, Visit, facts)
    row.outcome, row.visited_at, row.visited_on = facts.outcome, visited_at, visited_on
    row.place, row.persons = entered.text("place"), entered.number("persons")
    row.emergency, row.answers = entered.flag("emergency"), _answers(entered)
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    row.household_signature_id = keep_drawing(session, keeping, drawing, "household.png") if drawing else None
    session.add(row)
    session.flush()
    for officer, name in names.items():
        session.add(VisitVisitor(visit_id=row.id, officer_id=officer, name=name))
    keep_files(session, keeping, PHOTO, entered.rows("photos"))
    if not done:
        propose_reason(session, facts.case_id, "REFUSED_VISIT", entered.text("refused_reason"))
    return {}


def _visited_at(entered: Entered, at: datetime) -> datetime:
    visited_at = entered.instant("visited_at") or at
    if visited_at > at + TOLERANCE:
        raise errors.VisitInFuture(visited=datetime_text(visited_at))
    return min(visited_at, at)


def _answers(entered: Entered) -> str:
    answers: dict[str, object] = {name: entered.number(name) for name in (*QUESTIONS, "area")}
    answers |= {name: entered.text(name) for name in OBSERVED}
    answers["insurance"] = list(entered.choices("insurance"))
    return json.dumps(answers, ensure_ascii=False, sort_keys=True)

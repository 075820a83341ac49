"""What a return or a rejection must say, whichever step gives it: a coded reason, an opinion, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from kit.db import Session
from relief.evidence.errors import MissingListNeeded, OpinionNeeded, ReasonNeeded
from relief.evidence.values import Entered
from relief.intake.facts import ask_for_papers, propose_reason
from relief.intake.steps import StepFacts


def send_back(session: Session, facts: StepFacts, entered: Entered) -> Mapping[str, str]:
    """Record the return (退回补证) or the rejection (不予建档) that an outcome means, and say where a return goes.

    Other outcomes pass by untouched.

    Raises:
        OpinionNeeded, ReasonNeeded, MissingListNeeded: what the household must be told is not there.
    """
    if facts.outcome == "return":
        reason, return_to = entered.choice("return_reason"), entered.choice("return_to")
        check_opinion(facts)
        if reason is None or return_to is None:
            raise ReasonNeeded
        if not entered.choices("missing"):
            raise MissingListNeeded
        return ask_for_papers(
            session, facts.case_id, step=facts.step, return_to=return_to, papers_missing=entered.choices("missing"),
            at=facts.at, asked_by=facts.actor.officer_id, note=facts.opinion, reason=reason,
        )  # fmt: skip
    if facts.outcome == "reject":
        reject(session, facts, entered)
    return {}


def reject(session: Session, facts: StepFacts, entered: Entered) -> None:
    """Keep the coded reason and the grounds of a rejection.

    Raises:
        OpinionNeeded, ReasonNeeded: one of them is not there.
    """
    check_opinion(facts)
    reason = entered.choice("reject_reason")
    if reason is None:
        raise ReasonNeeded
    propose_reason(session, facts.case_id, reason, facts.opinion)


def check_opinion(facts: StepFacts) -> None:
    """Refuse an outcome without grounds.

    Raises:
        OpinionNeeded: the opinion is empty.
    """
    if not facts.opinion.strip():
        raise OpinionNeeded

"""Which domain fact each form records, and what the end of a gate's timer records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kit.db import Session
from kit.errors import AppError
from kit.i18n import pick
from relief.campaigns import facts as campaigns
from relief.eligibility import queries as eligibility
from relief.eligibility.outcome import Category
from relief.evidence import facts as evidence
from relief.files import facts as files
from relief.intake import facts as intake
from relief.intake.steps import StepFacts


class NotEligible(AppError):
    """Expected the household to meet a category before it is proposed, but the tables say it does not: {why} Return it for the sums, or reject it."""


Recorder = Callable[[Session, StepFacts], Mapping[str, Any]]
"""Records what an officer entered at one step and returns routing variables."""


def _only_eligible(record: Recorder) -> Recorder:
    """Refuse to propose a household that the tables leave out (DT2): the committee judges facts, not the line."""

    def checked(session: Session, facts: StepFacts) -> Mapping[str, Any]:
        if facts.outcome == "propose":
            decision = eligibility.latest(session, facts.case_id, "category")
            if decision.outcome == Category.OUT:
                raise NotEligible(why="".join(pick(each.zh, each.en) for each in decision.sentences))
        return record(session, facts)

    return checked


def _accept(session: Session, facts: StepFacts) -> Mapping[str, Any]:
    """Record the acceptance; with it the case's episode begins, as a candidate."""
    variables = intake.record_accept(session, facts)
    if facts.outcome == "complete":
        files.open_episode(session, facts.case_id, facts.at)
    return variables


def _appraise(session: Session, facts: StepFacts) -> Mapping[str, Any]:
    """Record the appraisal; another category than the tables give needs a reason."""
    if facts.outcome == "propose":
        category, reason = (str(facts.values.get(name) or "") for name in ("category", "category_reason"))
        files.check_appraisal(session, facts.case_id, category, reason)
    return evidence.record_appraise(session, facts)


RECORDERS: Mapping[str, Recorder] = {
    "accept": _accept,
    "supplement": intake.record_supplement,
    "data_check": evidence.record_data_check,
    "home_visit": evidence.record_home_visit,
    "sums": evidence.record_sums,
    "deliberate": _only_eligible(evidence.record_deliberate),
    "appraise": _only_eligible(_appraise),
    "post_notice": evidence.record_post_notice,
    "handle_objection": evidence.record_handle_objection,
    "review": evidence.record_review,
    "chair_sign": evidence.record_chair_sign,
    "approve": evidence.record_approve,
    "county_check": evidence.record_county_check,
    "spot_check": evidence.record_spot_check,
    "supervise": evidence.record_supervise,
    "plan_send": campaigns.record_plan_send,
}

GATE_TIMERS: Mapping[str, Callable[[Session, uuid.UUID, datetime], None]] = {
    "publicity": evidence.close_publicity,
}

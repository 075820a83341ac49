"""Decide on a case and keep the decision with everything that explains it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from decisions.dmn import RuleHit, Sentence
from kit import clock
from kit.db import Session, new_id
from relief.eligibility import decide as pure
from relief.eligibility import gathering, queries
from relief.eligibility.models import EligibilityDecision
from relief.eligibility.outcome import CategoryDecision, ScopeDecision
from relief.eligibility.rulesets import RuleSetInForce, rule_set
from relief.intake import facts as intake
from relief.intake import queries as intake_queries
from relief.settings.parameters import Parameter, parameter

CLOSING_REASONS: Mapping[str, str] = {
    "file_elsewhere": "DUPLICATE",
    "retired": "OUT_OF_SCOPE",
    "over_300_percent": "OVER_LINE",
    "over_150_percent": "OVER_LINE",
    "no_cause": "NO_CAUSE",
    "relieved_not_hard": "NO_CAUSE",
}
"""A table's reason for leaving a household out → the coded reason with which its case would be closed."""

MISSING_PAPERS: Mapping[str, tuple[str, ...]] = {
    "join_union_first": ("MEMBERSHIP",),
    "employer_without_union": ("OTHER",),
}
"""A table's reason for "not yet" → the papers that let the same application go on (scenario 24)."""


@dataclass(frozen=True)
class _Basis:
    case_id: uuid.UUID
    division: str
    at: datetime
    on: date
    in_force: RuleSetInForce


def decide(session: Session, case_id: uuid.UUID, kind: str, at: datetime) -> str:
    """Decide on a case by the rules of its place and day; return the outcome, which routes the case.

    ``kind`` is scope (DT1) or category (DT3, then DT2). Deciding again on the same facts keeps the first decision; on
    changed facts it adds one. A decision that leaves the household out proposes the reason for closing the case; one
    that says "not yet" opens the list of what is missing.

    Raises:
        CaseNotFound: there is no such case.
        NoRuleSet: no rule-set is in force there on that day.
        NoSumsYet: a category is asked before the sums were done.
        DecisionNotMade: the tables cannot decide; the subclass says why.
    """
    case = intake_queries.case(session, case_id)
    on = clock.local_date(at)
    basis = _Basis(case_id, case.division, at, on, rule_set(case.division, on))
    made = _scope(session, basis) if kind == "scope" else _category(session, basis)
    _keep(session, made)
    reason = CLOSING_REASONS.get(made.reason)
    if reason is not None:
        intake.propose_reason(session, case_id, reason)
    _ask(session, made)
    return made.outcome


def _ask(session: Session, made: EligibilityDecision) -> None:
    missing = MISSING_PAPERS.get(made.reason)
    returns = intake_queries.returns(session, made.case_id)
    if missing is None or any(each.supplied_at is None for each in returns):
        return
    intake.ask_for_papers(
        session, made.case_id, step="decide_scope", return_to="accept", papers_missing=missing, at=made.decided_at
    )


def _scope(session: Session, basis: _Basis) -> EligibilityDecision:
    rules = gathering.settings(session, basis.division, basis.on)
    made = pure.decide_scope(basis.in_force.rules, gathering.standing(session, basis.case_id), rules)
    row = _row(basis, "scope", made)
    row.outcome, row.line_assumed = str(made.scope), False
    return row


def _category(session: Session, basis: _Basis) -> EligibilityDecision:
    rules = gathering.settings(session, basis.division, basis.on)
    line: Parameter = parameter(session, "dibao_line", basis.division, basis.on)
    means = gathering.means(session, basis.case_id, line.integer, rules)
    made = pure.decide_category(basis.in_force.rules, means, rules, basis.on)
    row = _row(basis, "category", made)
    row.outcome, row.statistics_cell = str(made.category), made.statistics_cell
    row.persons, row.line, row.line_assumed = means.persons, means.line, line.assumed
    sums = made.economics
    row.income, row.expense, row.relief, row.gap = sums.income, sums.expense, sums.relief, sums.gap
    return row


def _row(basis: _Basis, kind: str, made: ScopeDecision | CategoryDecision) -> EligibilityDecision:
    inputs = json.dumps(made.inputs, ensure_ascii=False, sort_keys=True, default=str)
    rests_on = f"{kind}\n{basis.in_force.key}\n{made.ruleset_hash}\n{inputs}"
    return EligibilityDecision(
        id=new_id(), case_id=basis.case_id, kind=kind, reason=made.reason, decided_on=basis.on, decided_at=basis.at,
        division=basis.division, ruleset=basis.in_force.key, ruleset_hash=made.ruleset_hash, inputs=inputs,
        hits=[_hit(hit) for hit in made.hits], sentences=[_sentence(each) for each in made.explanation],
        fingerprint=hashlib.sha256(rests_on.encode()).hexdigest(),
    )  # fmt: skip


def _keep(session: Session, made: EligibilityDecision) -> None:
    before = queries.latest_row(session, made.case_id, made.kind)
    if before is None or before.fingerprint != made.fingerprint:
        session.add(made)
        session.flush()


def _hit(hit: RuleHit) -> dict[str, object]:
    return {"table": hit.table, "rule_id": hit.rule_id, "index": hit.index}


def _sentence(sentence: Sentence) -> dict[str, str]:
    return {"zh": sentence.zh, "en": sentence.en, "source": sentence.source}

"""Decide about a household: pure functions of the facts and a rule-set."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from decisions.dmn import RuleSet
from relief.eligibility.household import HouseholdFacts, Means, Settings, Standing
from relief.eligibility.outcome import (
    Category,
    CategoryDecision,
    Economics,
    Eligibility,
    Ratio,
    Scope,
    ScopeDecision,
)  # fmt: skip

_GOES_ON = {Scope.IN, Scope.REVIEW}


def decide(rules: RuleSet, facts: HouseholdFacts) -> Eligibility:
    """Return scope and, where the worker is in scope or in review, the category."""
    scope = decide_scope(rules, facts.standing, facts.settings)
    if scope.scope not in _GOES_ON:
        return Eligibility(scope, None)
    return Eligibility(scope, decide_category(rules, facts.means, facts.settings, facts.decided_on))


def decide_scope(rules: RuleSet, standing: Standing, settings: Settings) -> ScopeDecision:
    """Return whether the worker may be filed at all (DT1)."""
    made = rules.evaluate("scope", {
        "active_files_elsewhere": standing.files_elsewhere,
        "migrant": standing.migrant,
        "union_member": standing.union_member,
        "retirement": str(standing.retirement),
        "employer_has_union": standing.employer_has_union,
        "flexible_or_laid_off": standing.flexible_or_laid_off,
        "asset_flags": list(standing.asset_flags),
        "retired_are_out": settings.retired_are_out,
        "employer_union_required": settings.employer_union_required,
    })  # fmt: skip
    return ScopeDecision(
        scope=Scope(str(made.outputs["scope"])),
        reason=str(made.outputs["reason"]),
        hits=made.hits,
        explanation=made.explanation,
        inputs=dict(made.inputs_used),
        ruleset_hash=made.ruleset_hash,
    )


def sums(rules: RuleSet, means: Means, settings: Settings) -> Economics:
    """Return the sums of a year (DT3), without rounding anywhere."""
    value = rules.evaluate("economics", _economic_inputs(means, settings)).outputs
    return Economics(
        income=_whole(value["yearly_income"]),
        expense=_whole(value["yearly_expense"]),
        relief=_whole(value["yearly_relief"]),
        gap=_whole(value["gap"]),
        per_capita=Ratio(_whole(value["per_capita_numerator"]), _whole(value["per_capita_denominator"])),
        ratio=Ratio(_whole(value["ratio_numerator"]), _whole(value["ratio_denominator"])),
    )


def decide_category(rules: RuleSet, means: Means, settings: Settings, on: date) -> CategoryDecision:
    """Return the sums and the category (DT3, DT2) as of the day ``on``."""
    economics = sums(rules, means, settings)
    made = rules.evaluate("category", {
        "yearly_income": economics.income,
        "line": means.line,
        "persons": means.persons,
        "relieved": means.relieved,
        "still_hard": means.still_hard,
        "months_below": means.months_below,
        "causes": list(means.causes),
        "events": [asdict(event) for event in means.events],
        "decided_on": on,
        "months_required": settings.months_below_required,
        "event_months": settings.event_months,
        "k3_other_causes": list(settings.k3_other_causes),
    })  # fmt: skip
    cell = made.outputs["statistics_cell"]
    return CategoryDecision(
        category=Category(str(made.outputs["category"])),
        reason=str(made.outputs["reason"]),
        statistics_cell=None if cell is None else str(cell),
        economics=economics,
        hits=made.hits,
        explanation=made.explanation,
        inputs={**_economic_inputs(means, settings), **made.inputs_used},
        ruleset_hash=made.ruleset_hash,
    )


def _economic_inputs(means: Means, settings: Settings) -> dict[str, Any]:
    return {
        "lines": [
            {"side": str(line.side), "code": line.code, "amount": line.amount, "period": str(line.period)}
            for line in means.lines
        ],
        "persons": means.persons,
        "line": means.line,
        "income_includes_relief": settings.income_includes_relief,
    }


def _whole(value: Any) -> int:
    assert isinstance(value, int)
    return value

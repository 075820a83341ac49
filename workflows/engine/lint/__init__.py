"""The rules that a diagram must pass before it is published. Each yields findings; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflows.engine.findings import Finding
from workflows.engine.lint.bangfu import BANGFU_RULES
from workflows.engine.lint.base import Check
from workflows.engine.lint.elements import ELEMENT_RULES
from workflows.engine.lint.events import EVENT_RULES
from workflows.engine.lint.expressions import EXPRESSION_RULES
from workflows.engine.lint.foreign import FOREIGN_RULES
from workflows.engine.lint.structure import STRUCTURE_RULES

Rule = Callable[[Check], Iterator[Finding]]

ENGINE_RULES: tuple[Rule, ...] = (
    *ELEMENT_RULES,
    *EVENT_RULES,
    *FOREIGN_RULES,
    *STRUCTURE_RULES,
    *EXPRESSION_RULES,
)

PROFILES: dict[str, tuple[Rule, ...]] = {
    # What the engine cannot run, of any diagram.
    "bpmn": ENGINE_RULES,
    # What Bangfu needs besides: who, by when, in two languages, guarded how.
    "bangfu": (*ENGINE_RULES, *BANGFU_RULES),
}


def lint(check: Check) -> list[Finding]:
    """Return the findings of every rule of the profile, file by file in the order of the rules."""
    return [finding for rule in PROFILES[check.profile] for finding in rule(check)]

"""What an evaluation hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decisions.feel import Value
from kit.i18n import Text


@dataclass(frozen=True)
class Sentence:
    """Why, in Chinese and in English, with the legal source."""

    zh: str
    en: str
    source: str


@dataclass(frozen=True)
class RuleHit:
    """A rule that applied. ``index`` counts the rows of the table from 1."""

    table: str
    rule_id: str
    index: int
    sentence: Sentence | None
    annotations: Mapping[str, str]


@dataclass(frozen=True)
class Evaluation:
    """A decision with everything needed to explain and to repeat it.

    ``value`` is the result as the standard has it; ``outputs`` the same by the names of the output columns (a table
    or expression with a single unnamed output goes by the decision's name). ``results`` holds all decisions made on
    the way, ``problems`` what went wrong where the evaluation was not strict.
    """

    decision: str
    value: Value
    outputs: Mapping[str, Value]
    hits: tuple[RuleHit, ...]
    inputs_used: Mapping[str, Value]
    results: Mapping[str, Value]
    ruleset_hash: str
    problems: tuple[Text, ...]

    @property
    def explanation(self) -> tuple[Sentence, ...]:
        """The sentences of the rules that applied, in the order in which they did."""
        return tuple(hit.sentence for hit in self.hits if hit.sentence)

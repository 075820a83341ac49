"""DMN: read decision files once, make decisions with an explanation."""

from decisions.dmn.errors import DecisionFileRefused, DecisionNotMade, DecisionUnknown
from decisions.dmn.result import Evaluation, RuleHit, Sentence
from decisions.dmn.ruleset import RuleSet, load

__all__ = [
    "DecisionFileRefused", "DecisionNotMade", "DecisionUnknown", "Evaluation", "RuleHit", "RuleSet", "Sentence", "load",
]  # fmt: skip

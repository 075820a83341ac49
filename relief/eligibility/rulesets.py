"""The rule-sets of this installation: folders under ``bpmn/rules``, each with its tables and a ``ruleset.json``.

``ruleset.json`` says for which divisions and from when to when the rule-set decides. The nearest division wins, then
the latest beginning; "000000" is the whole country.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from decisions.dmn import RuleSet, load
from relief.eligibility.errors import NoRuleSet
from relief.settings.ladder import ladder

FOLDER = Path(__file__).resolve().parents[2] / "bpmn" / "rules"


@dataclass(frozen=True)
class RuleSetInForce:
    """A rule-set with where and when it decides; ``valid_to`` is inclusive."""

    key: str
    title_zh: str
    title_en: str
    valid_from: date
    valid_to: date | None
    divisions: frozenset[str]
    rules: RuleSet


@cache
def rule_sets() -> tuple[RuleSetInForce, ...]:
    """Return all rule-sets, read once per process."""
    return tuple(_read(path.parent) for path in sorted(FOLDER.glob("*/ruleset.json")))


def _read(folder: Path) -> RuleSetInForce:
    about: Mapping[str, object] = json.loads((folder / "ruleset.json").read_text(encoding="utf-8"))
    title, divisions, until = about["title"], about["divisions"], about["valid_to"]
    assert isinstance(title, dict)
    assert isinstance(divisions, list)
    return RuleSetInForce(
        key=str(about["key"]),
        title_zh=str(title["zh"]),
        title_en=str(title["en"]),
        valid_from=date.fromisoformat(str(about["valid_from"])),
        valid_to=date.fromisoformat(str(until)) if until else None,
        divisions=frozenset(str(code) for code in divisions),
        rules=load({path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}),
    )


def rule_set(division: str, on: date) -> RuleSetInForce:
    """Return the rule-set that decides in ``division`` on the day ``on``.

    Raises:
        NoRuleSet: none does.
    """
    in_force = [
        each for each in rule_sets() if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    ]
    for code in ladder(division):
        found = [each for each in in_force if code in each.divisions]
        if found:
            return max(found, key=lambda each: each.valid_from)
    raise NoRuleSet(division=division, day=on)

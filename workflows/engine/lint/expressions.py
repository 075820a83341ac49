"""Conditions: they are FEEL, read known variables, and no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decisions.feel import FeelError
from kit.i18n import Text
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check, fault_at
from workflows.engine.script import compiled
from workflows.engine.variables import expressions
from workflows.engine.xml import tag

_JUEL = re.compile(r"^\s*[$#]\{")
_PYTHON = re.compile(r"==|&&|\|\||(^|\s)not\s+\w|\blambda\b|__")
_CLOCK = re.compile(r"\b(now|today)\s*\(")


def conditions(check: Check) -> Iterator[Finding]:
    """Refuse expressions that are not FEEL: the engine would find out only when a case gets there."""
    for file, element_id, text in expressions(check.model):
        if _JUEL.match(text):
            yield fault_at(
                file,
                element_id,
                "juel",
                Text("The expression {expression} is JUEL. Write FEEL, without $ and braces.", {"expression": text}),
            )
            continue
        try:
            compiled(text)
        except FeelError as error:
            yield fault_at(file, element_id, "feel", _not_feel(text, error))
            continue
        if _CLOCK.search(text):
            yield fault_at(
                file,
                element_id,
                "clock-in-condition",
                Text("A condition must not read the clock: the same case would go two ways. Use a timer."),
            )


def _not_feel(text: str, error: FeelError) -> Text:
    if _PYTHON.search(text):
        return Text(
            "The expression {expression} looks like Python. Write FEEL: a single =, and, or, not(…).",
            {"expression": text},
        )
    return Text("The expression {expression} is not FEEL: {cause}", {"expression": text or "-", "cause": error.text})


def languages(check: Check) -> Iterator[Finding]:
    """Refuse expressions that declare another language than FEEL."""
    for file, root in check.model.roots.items():
        for element in root.iter(tag("conditionExpression"), tag("completionCondition"), tag("loopCondition")):
            language = element.get("language")
            if language and "feel" not in language.lower() and "DMN" not in language:
                owner = element.getparent()
                yield fault_at(
                    file,
                    None if owner is None else owner.get("id"),
                    "condition-language",
                    Text(
                        "The condition is declared as {language}. Conditions are FEEL. Rewrite it.",
                        {"language": language},
                    ),
                )


EXPRESSION_RULES = (conditions, languages)

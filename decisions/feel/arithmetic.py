"""Arithmetic on numbers, texts, dates and durations. What FEEL does not compute gives null."""

from __future__ import annotations

from datetime import timedelta
from decimal import DecimalException
from typing import Any

from decisions.feel import limits, temporal
from decisions.feel.values import CONTEXT, Months, canonical, decimal_of, kind


def arithmetic(operator: str, left: Any, right: Any) -> Any:  # noqa: PLR0911  # one line per pair of kinds
    """Return ``left operator right`` for + - * / **, or None where FEEL has no answer."""
    if left is None or right is None:
        return None
    if kind(left) == kind(right) == "number":
        return _numeric(operator, left, right)
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if operator == "+":
        return temporal.add(left, right)
    if operator == "-":
        return temporal.subtract(left, right)
    if operator == "*":
        return temporal.scaled(left, right) if kind(right) == "number" else temporal.scaled(right, left)
    if operator == "/" and isinstance(left, timedelta | Months):
        return temporal.scaled(left, right, divide=True) if kind(right) == "number" else temporal.ratio(left, right)
    return None


def _numeric(operator: str, left: Any, right: Any) -> Any:
    try:
        if isinstance(left, int) and isinstance(right, int):
            exact = _whole(operator, left, right)
            if exact is not None:
                return canonical(exact)
        if operator == "/" and right == 0:
            return None
        apply = {
            "+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide, "**": CONTEXT.power,
        }[operator]  # fmt: skip
        return canonical(apply(decimal_of(left), decimal_of(right)))
    except DecimalException:
        return None


def _whole(operator: str, left: int, right: int) -> int | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left // right if right and left % right == 0 else None
    # Beyond this many digits the result is rounded anyway.
    return left**right if 0 <= right <= limits.DIGITS * 4 and abs(left) <= 10**limits.DIGITS else None

"""Standard functions on numbers and truth values."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from decisions.feel import limits
from decisions.feel.builtins.define import define
from decisions.feel.values import CONTEXT, Months, Number, canonical, decimal_of

_MAX_SCALE = limits.EXPONENT


def rounded(number: Number, scale: Number | None, mode: str) -> Number | None:
    """Return ``number`` with ``scale`` digits after the point, rounded the way ``mode`` says."""
    if scale is None:
        scale = 0
    if not isinstance(scale, int) or not -_MAX_SCALE <= scale <= _MAX_SCALE:
        return None
    exact = decimal_of(number)
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -scale:
        return canonical(number)
    if exact.adjusted() + scale >= limits.DIGITS:
        return canonical(number)
    return canonical(exact.quantize(Decimal((0, (1,), -scale)), rounding=mode, context=CONTEXT))


def _modulo(dividend: Number, divisor: Number) -> Number | None:
    if divisor == 0:
        return None
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend % divisor
    left, right = decimal_of(dividend), decimal_of(divisor)
    quotient = CONTEXT.divide(left, right).to_integral_value(ROUND_FLOOR)
    return canonical(CONTEXT.subtract(left, CONTEXT.multiply(right, quotient)))


def _log(number: Number) -> Number | None:
    return canonical(CONTEXT.ln(decimal_of(number))) if number > 0 else None


def _sqrt(number: Number) -> Number | None:
    return canonical(CONTEXT.sqrt(decimal_of(number))) if number >= 0 else None


def _negated(value: Any) -> Any:
    return not value if isinstance(value, bool) else None


def _absolute(value: Any) -> Any:
    return Months(abs(value.months)) if isinstance(value, Months) else abs(value)


def read_number(text: str, grouping: str | None, point: str | None) -> Number | None:
    """Return the number that ``text`` writes, with its grouping sign (blank, comma or point) and decimal sign."""
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."} or (point and grouping == point):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point and point != ".":
        if "." in text:
            return None
        text = text.replace(point, ".")
    body = text.removeprefix("-")
    whole, _, fraction = body.partition(".")
    digits = whole + fraction
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > limits.EXPONENT:
        return None
    return canonical(CONTEXT.create_decimal(text))


FUNCTIONS = [
    define("not", "negand: any", _negated),
    define("number", "from: string, grouping separator: string?, decimal separator: string?", read_number),
    define("decimal", "n: number, scale: number", lambda n, scale: rounded(n, scale, ROUND_HALF_EVEN)),
    define("floor", "n: number, scale: number?", lambda n, scale=None: rounded(n, scale, ROUND_FLOOR)),
    define("ceiling", "n: number, scale: number?", lambda n, scale=None: rounded(n, scale, ROUND_CEILING)),
    define("round up", "n: number, scale: number", lambda n, scale: rounded(n, scale, ROUND_UP)),
    define("round down", "n: number, scale: number", lambda n, scale: rounded(n, scale, ROUND_DOWN)),
    define("round half up", "n: number, scale: number", lambda n, scale: rounded(n, scale, ROUND_HALF_UP)),
    define("round half down", "n: number, scale: number", lambda n, scale: rounded(n, scale, ROUND_HALF_DOWN)),
    define("abs", "n: number|days and time duration|years and months duration", _absolute),
    define("modulo", "dividend: number, divisor: number", _modulo),
    define("sqrt", "number: number", _sqrt),
    define("log", "number: number", _log),
    define("exp", "number: number", lambda number: canonical(CONTEXT.exp(decimal_of(number)))),
    define("odd", "number: number", lambda number: number % 2 == 1 if isinstance(number, int) else None),
    define("even", "number: number", lambda number: number % 2 == 0 if isinstance(number, int) else None),
]

"""The values of FEEL and how they compare.

Numbers are ``int`` while they are whole and ``Decimal`` (34 digits) otherwise; never ``float``. Comparisons of values
that FEEL does not compare give null (``None``), not False: three-valued logic needs the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import Any, TypeAlias

from decisions.feel import limits
from decisions.feel.errors import FeelBadValue

CONTEXT = Context(
    prec=limits.DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emax=limits.EXPONENT,
    Emin=-limits.EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
_WHOLE = 10**limits.DIGITS
Number: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class Months:
    """A duration in years and months, counted in months (negative backwards)."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end of None is unbounded."""

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """Something that can be called; ``call`` takes the arguments in the order of ``parameters``.

    A parameter list that ends in "..." takes any number of values; ``optional`` counts the parameters at the end that
    may be left out.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., Any] = field(compare=False)
    optional: int = 0
    needs_machine: bool = False


Value: TypeAlias = (
    bool | int | Decimal | str | date | time | datetime | timedelta | Months | list[Any] | dict[str, Any] | Range
    | Function | None
)  # fmt: skip


def kind(value: Any) -> str:  # noqa: PLR0911  # one line per kind of value is the plainest way to read it
    """Return FEEL's name of the type of ``value``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, datetime):
        return "date and time"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    if isinstance(value, timedelta):
        return "days and time duration"
    if isinstance(value, Months):
        return "years and months duration"
    if isinstance(value, list):
        return "list"
    if isinstance(value, dict):
        return "context"
    return "range" if isinstance(value, Range) else "function"


def canonical(number: Number) -> Number | None:
    """Return a whole number as ``int`` and any other as ``Decimal`` of at most 34 digits; None when too large."""
    try:
        if isinstance(number, int):
            if -_WHOLE < number < _WHOLE:
                return number
            return CONTEXT.create_decimal(number)
        rounded = CONTEXT.plus(number)
    except DecimalException:
        return None
    if rounded.is_finite() and rounded.adjusted() < limits.DIGITS and rounded == rounded.to_integral_value():
        return int(rounded)
    return rounded if rounded.is_finite() else None


def decimal_of(number: Number) -> Decimal:
    """Return ``number`` for arithmetic that leaves the whole numbers."""
    return number if isinstance(number, Decimal) else Decimal(number)


def imported(value: Any, name: str = "") -> Any:
    """Return ``value`` from outside as a value of FEEL: tuples become lists, floats are refused.

    Raises:
        FeelBadValue: a float, or a type that FEEL does not have.
    """
    if value is None or isinstance(value, bool | str | date | time | timedelta | Months | Range | Function):
        return value
    if isinstance(value, int | Decimal):
        return canonical(value)
    if isinstance(value, dict):
        return {str(key): imported(item, f"{name}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [imported(item, name) for item in value]
    raise FeelBadValue(name=name, type=type(value).__name__)


def equal(left: Any, right: Any) -> bool | None:  # noqa: PLR0911  # one line per kind of value
    """Return whether both are the same; None when they are of different kinds and neither is null."""
    if left is None or right is None:
        return left is right
    sort = kind(left)
    if sort != kind(right):
        return None
    if sort == "list":
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if sort == "context":
        return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
    if sort in {"date and time", "time"} and _awareness(left) != _awareness(right):
        return None
    if sort == "range":
        ends = equal(left.low, right.low), equal(left.high, right.high)
        included = (left.low_included, left.high_included) == (right.low_included, right.high_included)
        return ends == (True, True) and included
    return bool(left == right)


def _awareness(value: datetime | time) -> bool:
    return value.tzinfo is not None


def order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1 as ``left`` is before, at or after ``right``; None when the two have no order."""
    sort = kind(left)
    if sort != kind(right) or sort in {"null", "boolean", "list", "context", "range", "function"}:
        return None
    if sort in {"date and time", "time"} and _awareness(left) != _awareness(right):
        return None
    if sort == "years and months duration":
        left, right = left.months, right.months
    return int(left > right) - int(left < right)


def related(operator: str, left: Any, right: Any) -> bool | None:
    """Return ``left operator right`` for = != < <= > >=, or None where FEEL has no answer."""
    if operator in {"=", "!="}:
        same = equal(left, right)
        return same if same is None or operator == "=" else not same
    sign = order(left, right)
    if sign is None:
        return None
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator]


def included(value: Any, within: Range) -> bool | None:
    """Return whether ``value`` lies in the range, or None when it cannot be compared with its ends."""
    low: bool | None = True
    high: bool | None = True
    if within.low is not None:
        low = related(">=" if within.low_included else ">", value, within.low)
    if within.high is not None:
        high = related("<=" if within.high_included else "<", value, within.high)
    if low is False or high is False:
        return False
    return None if low is None or high is None else True

"""Standard functions that relate points and ranges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from decisions.feel.builtins.define import define
from decisions.feel.values import Function, Range, included, order


def _as_range(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _before(left: Any, right: Any) -> bool | None:
    a, b = _as_range(left), _as_range(right)
    sign = order(a.high, b.low)
    if sign is None:
        return None
    return sign < 0 or (sign == 0 and not (a.high_included and b.low_included))


def _after(left: Any, right: Any) -> bool | None:
    return _before(right, left)


def _meets(left: Any, right: Any) -> bool | None:
    sign = order(left.high, right.low)
    return None if sign is None else sign == 0 and left.high_included and right.low_included


def _overlaps(left: Any, right: Any) -> bool | None:
    apart = _before(left, right), _before(right, left)
    return None if None in apart else True not in apart


def _overlaps_before(left: Any, right: Any) -> bool | None:
    overlap, starts, ends = _overlaps(left, right), _low_order(left, right), _high_order(left, right)
    return None if overlap is None or starts is None or ends is None else overlap and starts < 0 and ends <= 0


def _overlaps_after(left: Any, right: Any) -> bool | None:
    overlap, starts, ends = _overlaps(left, right), _low_order(left, right), _high_order(left, right)
    return None if overlap is None or starts is None or ends is None else overlap and starts >= 0 and ends > 0


def _low_order(left: Range, right: Range) -> int | None:
    return order(left.low, right.low) or _included_order(left.low, right.low, right.low_included - left.low_included)


def _high_order(left: Range, right: Range) -> int | None:
    return order(left.high, right.high) or _included_order(
        left.high, right.high, left.high_included - right.high_included
    )


def _included_order(left: Any, right: Any, tie: int) -> int | None:
    return None if order(left, right) is None else tie


def _includes(left: Any, right: Any) -> bool | None:
    if not isinstance(right, Range):
        return included(right, left)
    starts, ends = _low_order(left, right), _high_order(left, right)
    return None if starts is None or ends is None else starts <= 0 <= ends


def _starts(left: Any, right: Any) -> bool | None:
    if not isinstance(left, Range):
        sign = order(left, right.low)
        return None if sign is None else sign == 0 and right.low_included
    starts, ends = _low_order(left, right), _high_order(left, right)
    return None if starts is None or ends is None else starts == 0 and ends <= 0


def _finishes(left: Any, right: Any) -> bool | None:
    if not isinstance(left, Range):
        sign = order(left, right.high)
        return None if sign is None else sign == 0 and right.high_included
    starts, ends = _low_order(left, right), _high_order(left, right)
    return None if starts is None or ends is None else ends == 0 and starts >= 0


def _coincides(left: Any, right: Any) -> bool | None:
    a, b = _as_range(left), _as_range(right)
    starts, ends = _low_order(a, b), _high_order(a, b)
    return None if starts is None or ends is None else starts == 0 == ends


def _swapped(compute: Callable[[Any, Any], bool | None]) -> Callable[[Any, Any], bool | None]:
    return lambda left, right: compute(right, left)


FUNCTIONS: list[Function] = [
    define("before", "a: any, b: any", _before),
    define("after", "a: any, b: any", _after),
    define("meets", "a: range, b: range", _meets),
    define("met by", "a: range, b: range", _swapped(_meets)),
    define("overlaps", "a: range, b: range", _overlaps),
    define("overlaps before", "a: range, b: range", _overlaps_before),
    define("overlaps after", "a: range, b: range", _overlaps_after),
    define("includes", "a: range, b: any", _includes),
    define("during", "a: any, b: range", _swapped(_includes)),
    define("starts", "a: any, b: range", _starts),
    define("started by", "a: range, b: any", _swapped(_starts)),
    define("finishes", "a: any, b: range", _finishes),
    define("finished by", "a: range, b: any", _swapped(_finishes)),
    define("coincides", "a: any, b: any", _coincides),
]

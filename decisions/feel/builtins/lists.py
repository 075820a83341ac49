"""Standard functions on lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from decisions.feel.arithmetic import arithmetic
from decisions.feel.builtins.define import define
from decisions.feel.evaluator import Machine
from decisions.feel.values import CONTEXT, Function, canonical, decimal_of, equal, kind, order


def _gathered(values: tuple[Any, ...]) -> list[Any] | None:
    """Functions such as max take one list or any number of values."""
    if len(values) == 1:
        return None if values[0] is None else values[0] if isinstance(values[0], list) else [values[0]]
    return list(values) if values else None


def _of_list(compute: Callable[[Machine, list[Any]], Any]) -> Callable[..., Any]:
    def gathered(machine: Machine, *values: Any) -> Any:
        items = _gathered(values)
        if items is None:
            return None
        machine.spend(len(items))
        return compute(machine, items)

    return gathered


def _numbers(items: list[Any]) -> bool:
    return all(kind(item) == "number" for item in items)


def _extreme(sign: int) -> Callable[[Machine, list[Any]], Any]:
    def pick(_machine: Machine, items: list[Any]) -> Any:
        best: Any = None
        for index, item in enumerate(items):
            verdict = order(item, best) if index else sign
            if verdict is None or order(item, item) is None:
                return None
            if verdict * sign > 0:
                best = item
        return best

    return pick


def _sum(_machine: Machine, items: list[Any]) -> Any:
    if not items or any(item is None for item in items):
        return None
    total = items[0] if kind(items[0]) in {"number", "days and time duration", "years and months duration"} else None
    for item in items[1:]:
        total = arithmetic("+", total, item)
    return total


def _product(_machine: Machine, items: list[Any]) -> Any:
    if not items or not _numbers(items):
        return None
    total: Any = 1
    for item in items:
        total = arithmetic("*", total, item)
    return total


def _mean(machine: Machine, items: list[Any]) -> Any:
    return arithmetic("/", _sum(machine, items), len(items)) if items else None


def _median(_machine: Machine, items: list[Any]) -> Any:
    if not items or not _numbers(items):
        return None
    ordered, half = sorted(items), len(items) // 2
    return ordered[half] if len(items) % 2 else arithmetic("/", arithmetic("+", ordered[half - 1], ordered[half]), 2)


def _stddev(machine: Machine, items: list[Any]) -> Any:
    mean = _mean(machine, items)
    if len(items) < 2 or not _numbers(items):  # noqa: PLR2004  # one value has no spread
        return None
    squares = [arithmetic("**", arithmetic("-", item, mean), 2) for item in items]
    variance = arithmetic("/", _sum(machine, squares), len(items) - 1)
    return canonical(CONTEXT.sqrt(decimal_of(variance)))


def _mode(_machine: Machine, items: list[Any]) -> Any:
    if not _numbers(items):
        return None
    counts = {item: items.count(item) for item in items} if len(items) <= 1000 else {}  # noqa: PLR2004  # quadratic
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


def _logic(decisive: bool) -> Callable[[Machine, list[Any]], bool | None]:
    def combine(_machine: Machine, items: list[Any]) -> bool | None:
        if any(item is decisive for item in items):
            return decisive
        return None if any(not isinstance(item, bool) for item in items) else not decisive

    return combine


def _contains(items: list[Any], element: Any) -> bool:
    return any(equal(item, element) is True for item in items)


def _sublist(items: list[Any], start: Any, length: Any = None) -> list[Any] | None:
    if not isinstance(start, int) or start == 0 or abs(start) > len(items) or (length is not None and length < 0):
        return None
    begin = start - 1 if start > 0 else len(items) + start
    return items[begin:] if length is None else items[begin : begin + int(length)]


def _insert(items: list[Any], position: Any, new: Any) -> list[Any] | None:
    place = _place(items, position)
    return None if place is None else [*items[:place], new, *items[place:]]


def _remove(items: list[Any], position: Any) -> list[Any] | None:
    place = _place(items, position)
    return None if place is None else items[:place] + items[place + 1 :]


def _replace(machine: Machine, items: list[Any], which: Any, new: Any) -> list[Any] | None:
    if isinstance(which, Function):
        verdicts = [machine.call(which, [item, new]) for item in items]
        if not all(isinstance(verdict, bool) for verdict in verdicts):
            return None
        return [new if verdict else item for item, verdict in zip(items, verdicts, strict=True)]
    place = _place(items, which)
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


def _place(items: list[Any], position: Any) -> int | None:
    if not isinstance(position, int) or position == 0 or abs(position) > len(items):
        return None
    return position - 1 if position > 0 else len(items) + position


def _concatenated(_machine: Machine, *lists: Any) -> list[Any] | None:
    if any(item is None for item in lists):
        return None
    return [item for part in lists for item in (part if isinstance(part, list) else [part])]


def _distinct(machine: Machine, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        machine.spend(len(kept))
        if not _contains(kept, item):
            kept.append(item)
    return kept


def _union(machine: Machine, *lists: Any) -> list[Any] | None:
    joined = _concatenated(machine, *lists)
    return None if joined is None else _distinct(machine, joined)


def _flatten(items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for item in items:
        flat.extend(_flatten(item) if isinstance(item, list) else [item])
    return flat


def _append(_machine: Machine, *values: Any) -> list[Any] | None:
    if not values or values[0] is None:
        return None
    return [*(values[0] if isinstance(values[0], list) else [values[0]]), *values[1:]]


def _sorted(machine: Machine, items: list[Any], precedes: Any = None) -> list[Any] | None:
    def compare(left: Any, right: Any) -> int:
        if precedes is None:
            sign = order(left, right)
            if sign is None:
                raise TypeError
            return sign
        if machine.call(precedes, [left, right]) is True:
            return -1
        return 1 if machine.call(precedes, [right, left]) is True else 0

    return sorted(items, key=cmp_to_key(compare))


def _listed(name: str, compute: Callable[[Machine, list[Any]], Any]) -> Function:
    return define(name, "list, ...", _of_list(compute), needs_machine=True)


FUNCTIONS = [
    define("list contains", "list: list, element: any", _contains),
    define("count", "list: list", len),
    _listed("min", _extreme(-1)),
    _listed("max", _extreme(1)),
    _listed("sum", _sum),
    _listed("product", _product),
    _listed("mean", _mean),
    _listed("median", _median),
    _listed("stddev", _stddev),
    _listed("mode", _mode),
    _listed("all", _logic(decisive=False)),
    _listed("and", _logic(decisive=False)),
    _listed("any", _logic(decisive=True)),
    _listed("or", _logic(decisive=True)),
    define("sublist", "list: list, start position: number, length: number?", _sublist),
    define("append", "list, ...", _append, needs_machine=True),
    define("concatenate", "list, ...", _concatenated, needs_machine=True),
    define("insert before", "list: list, position: number, newItem: any", _insert),
    define("remove", "list: list, position: number", _remove),
    define("list replace", "list: list, position: number|function, newItem: any", _replace, needs_machine=True),
    define("reverse", "list: list", lambda items: items[::-1]),
    define(
        "index of", "list: list, match: any",
        lambda items, match: [index for index, item in enumerate(items, 1) if equal(item, match) is True],
    ),
    define("union", "list, ...", _union, needs_machine=True),
    define("distinct values", "list: list", _distinct, needs_machine=True),
    define("duplicate values", "list: list", lambda machine, items: [
        item for item in _distinct(machine, items) if sum(equal(item, other) is True for other in items) > 1
    ], needs_machine=True),
    define("flatten", "list: list", _flatten),
    define("sort", "list: list, precedes: function?", _sorted, needs_machine=True),
]  # fmt: skip

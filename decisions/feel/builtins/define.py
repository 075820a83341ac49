"""How a standard function is declared: its parameters with their kinds, and what computes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from decisions.feel.values import Function, kind

_NOTHING = object()


def define(name: str, parameters: str, compute: Callable[..., Any], *, needs_machine: bool = False) -> Function:
    """Return the function ``name``.

    ``parameters`` is written as ``string: string, start: number, length: number?``. Kinds are those of
    ``values.kind``, several joined by ``|``, or ``any``; ``?`` marks a parameter that may be left out or null; a last
    ``...`` takes any number of values. A value of another kind makes the result null; a single value stands for a list
    of one where a list is wanted, and a list of one for its element.
    """
    names: list[str] = []
    kinds: list[frozenset[str] | None] = []
    needed: list[bool] = []
    for part in parameters.split(", ") if parameters else []:
        label, _, sort = part.partition(": ")
        names.append(label)
        needed.append(not sort.endswith("?"))
        sort = sort.removesuffix("?")
        kinds.append(None if sort in {"any", ""} else frozenset(sort.split("|")))
    variadic = bool(names) and names[-1] == "..."

    def checked(*given: Any) -> Any:
        machine, values = (given[:1], list(given[1:])) if needs_machine else ((), list(given))
        if not variadic:
            for index, value in enumerate(values):
                values[index] = _fitted(value, kinds[index], needed=needed[index])
                if values[index] is _NOTHING:
                    return None
        return compute(*machine, *values)

    optional = len(needed) - (max((i for i, n in enumerate(needed) if n), default=-1) + 1)
    return Function(name, tuple(names), checked, optional=optional, needs_machine=needs_machine)


def _fitted(value: Any, kinds: frozenset[str] | None, *, needed: bool) -> Any:
    if kinds is None:
        return value
    if value is None:
        return _NOTHING if needed else None
    if kind(value) in kinds:
        return value
    if "list" in kinds:
        return [value]
    if isinstance(value, list) and len(value) == 1 and kind(value[0]) in kinds:
        return value[0]
    return _NOTHING

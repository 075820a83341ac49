"""Whether a value is of a type of FEEL."""

from __future__ import annotations

from typing import Any

from decisions.feel.nodes import TypeName
from decisions.feel.values import Range, kind

_OTHER_NAMES = {
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
}


def conforms(value: Any, sort: TypeName) -> bool:  # noqa: PLR0911  # one line per kind of type
    """Return whether ``value`` is an instance of ``sort``; null is one of Any and of Null alone."""
    name = _OTHER_NAMES.get(sort.name, sort.name)
    if name.lower() == "any":
        return value is not None
    if kind(value) != name.lower():
        return False
    if not sort.parts:
        return True
    if name == "list":
        return all(_fits(item, sort.parts[0][1]) for item in value)
    if name == "context":
        return all(key in value and _fits(value[key], inner) for key, inner in sort.parts)
    if isinstance(value, Range):
        return all(_fits(end, sort.parts[0][1]) for end in (value.low, value.high))
    return name == "function" and len(value.parameters) == len(sort.parts) - 1


def _fits(value: Any, sort: TypeName) -> bool:
    return value is None or conforms(value, sort)

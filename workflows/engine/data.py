"""The routing variables that a token carries, and how two tokens' variables become one.

Plain SpiffWorkflow lets the token that arrives last overwrite everything, so that a branch which never touched a
variable can bring its old value back. Here each variable carries, under a name that no expression can read, the moment
at which a trigger set it, counted in triggers; where tokens meet, the later moment wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

MOMENTS = "@"


def visible(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables without their moments."""
    return {name: value for name, value in data.items() if name != MOMENTS}


def moments(data: Mapping[str, Any]) -> dict[str, int]:
    """Return the moment of each variable; what was there from the start has none."""
    return dict(data.get(MOMENTS) or {})


def next_moment(every: Iterable[Mapping[str, Any]]) -> int:
    """Return a moment later than all that the tokens carry."""
    return 1 + max((moment for data in every for moment in moments(data).values()), default=0)


def write(data: dict[str, Any], variables: Mapping[str, Any], moment: int) -> None:
    """Set ``variables`` in a token's data at ``moment``."""
    if variables:
        data.update(variables)
        data[MOMENTS] = moments(data) | dict.fromkeys(variables, moment)


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of two tokens in one; of two values set at the same moment, that of ``other``."""
    left, right = moments(one), moments(other)
    result = visible(one)
    for name, value in visible(other).items():
        if name not in one or right.get(name, 0) >= left.get(name, 0):
            result[name] = value
    both = {name: max(left.get(name, 0), right.get(name, 0)) for name in (*left, *right)}
    if both:
        result[MOMENTS] = both
    return result


def renumbered(data: Mapping[str, Any], ranks: Mapping[int, int]) -> dict[str, Any]:
    """Return ``data`` with its moments replaced by their ranks; without any when there are no ranks."""
    result = visible(data)
    kept = {name: ranks[moment] for name, moment in sorted(moments(data).items())} if ranks else {}
    if kept:
        result[MOMENTS] = kept
    return result

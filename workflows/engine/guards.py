"""What a trigger may carry into an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.definition import Definition
from workflows.engine.errors import (
    OutcomeNotOffered,
    VariableNotDeclared,
    VariableNotStorable,
    VariableValueNotDeclared,
)
from workflows.engine.variables import ANY, OUTCOME

MAX_TEXT = 1000
MAX_LIST = 200
_MAX_INT = 2**63


def check_storable(variables: Mapping[str, Any]) -> None:
    """Refuse what a snapshot cannot hold exactly. Raises VariableNotStorable."""
    for name, value in variables.items():
        if not name.isidentifier() or not _storable(value, lists=True):
            raise VariableNotStorable(name=name)


def _storable(value: Any, *, lists: bool) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -_MAX_INT <= value < _MAX_INT
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    return (
        lists and isinstance(value, list) and len(value) <= MAX_LIST and all(_storable(v, lists=False) for v in value)
    )


def check_declared(definition: Definition, element_id: str, variables: Mapping[str, Any]) -> None:
    """Refuse what the proof of the definition did not look at.

    Raises OutcomeNotOffered, VariableNotDeclared, VariableValueNotDeclared.
    """
    offered = [outcome.value for outcome in definition.elements[element_id].outcomes]
    if offered and variables.get(OUTCOME) not in offered:
        raise OutcomeNotOffered(element_id=element_id, offered=", ".join(offered), outcome=variables.get(OUTCOME))
    for name in sorted(definition.tracked & variables.keys()):
        allowed = definition.settable[element_id].get(name)
        if allowed is None:
            raise VariableNotDeclared(element_id=element_id, name=name)
        if ANY not in allowed and variables[name] not in allowed:
            raise VariableValueNotDeclared(
                element_id=element_id,
                name=name,
                allowed=", ".join(str(value) for value in allowed),
                value=variables[name],
            )

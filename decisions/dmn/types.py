"""Whether a value is of a declared type.

DMN converts in two cases: a list of one stands for its element, and an element for a list of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from decisions.dmn.model import ItemType, TypeRef
from decisions.feel.evaluator import Machine
from decisions.feel.expression import UnaryTests
from decisions.feel.values import Function, kind

MISMATCH = object()
_DEPTH = 40
_ALIASES = {
    "datetime": "date and time",
    "daytimeduration": "days and time duration",
    "yearmonthduration": "years and months duration",
}


class Types:
    """The item definitions of all files of a rule-set, by (namespace, name)."""

    def __init__(self, known: Mapping[tuple[str, str], ItemType]) -> None:
        self.known = known

    def fit(self, value: Any, reference: TypeRef | None, machine: Machine) -> Any:
        """Return ``value`` as one of the type ``reference``, or ``MISMATCH``; null fits every type."""
        if reference is None or value is None:
            return value
        fitted = self._of(value, reference, machine, 0)
        if fitted is MISMATCH and isinstance(value, list) and len(value) == 1:
            fitted = self._of(value[0], reference, machine, 0)
        if fitted is MISMATCH and not isinstance(value, list):
            fitted = self._of([value], reference, machine, 0)
        return fitted

    def ordered(self, reference: TypeRef | None) -> UnaryTests | None:
        """Return the allowed values of a simple type."""
        found = self.known.get((reference.namespace, reference.name)) if reference else None
        return found.allowed if found else None

    def component(self, reference: TypeRef | None, name: str) -> ItemType | None:
        """Return the component ``name`` of a structured type."""
        found = self.known.get((reference.namespace, reference.name)) if reference else None
        return found.components.get(name) if found else None

    def _of(self, value: Any, reference: TypeRef, machine: Machine, depth: int) -> Any:
        if value is None:
            return None
        if not reference.namespace:
            return _basic(value, _ALIASES.get(reference.name, reference.name))
        found = self.known.get((reference.namespace, reference.name))
        # A type that no file defines says nothing about the value.
        return value if found is None or depth > _DEPTH else self._item(value, found, machine, depth + 1)

    def _item(self, value: Any, item: ItemType, machine: Machine, depth: int) -> Any:
        if value is None:
            return None
        if item.collection:
            if not isinstance(value, list):
                return MISMATCH
            fitted: Any = [self._single(part, item, machine, depth) for part in value]
            if any(part is MISMATCH for part in fitted):
                return MISMATCH
        else:
            fitted = self._single(value, item, machine, depth)
        if fitted is not MISMATCH and item.constraint and not passes(item.constraint, fitted, machine):
            return MISMATCH
        return fitted

    def _single(self, value: Any, item: ItemType, machine: Machine, depth: int) -> Any:
        if item.function:
            return value if isinstance(value, Function) else MISMATCH
        if item.components:
            return self._structure(value, item, machine, depth)
        fitted = self._of(value, item.base, machine, depth) if item.base else value
        # The list of allowed values decides about null as about any other value.
        if fitted is not MISMATCH and item.allowed and value is not None and not passes(item.allowed, fitted, machine):
            return MISMATCH
        return fitted

    def _structure(self, value: Any, item: ItemType, machine: Machine, depth: int) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            return MISMATCH
        made: dict[str, Any] = dict(value)
        for name, part in item.components.items():
            if name in value:
                made[name] = self._item(value[name], part, machine, depth)
                if made[name] is MISMATCH:
                    return MISMATCH
        return made


def passes(tests: UnaryTests, value: Any, machine: Machine) -> bool:
    """Return whether ``value`` is among the allowed ones."""
    return tests.matches(value, {}, machine)


def _basic(value: Any, name: str) -> Any:
    if name == "any" or kind(value) == name:
        return value
    if name == "date and time" and isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(0, 0))
    return MISMATCH

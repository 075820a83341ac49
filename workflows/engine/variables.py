"""Routing variables: which ones conditions read, which element may set them, and to what.

A closed world makes the proof exact: an element may set ``outcome`` (its outcomes), what ``bangfu:sets`` declares, the
fields of its form, and, for a decision, the variable of the decision's name. The step refuses anything else that a
condition reads, so that no case can do what the proof did not look at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from decisions.feel import FeelError
from workflows.engine.diagram import Model, Node
from workflows.engine.extensions import Outcome
from workflows.engine.script import compiled

OUTCOME = "outcome"
Scalar = str | int | bool | None


@dataclass(frozen=True)
class Mark:
    """A value that is not one: ``ANY`` may be anything, ``KEPT`` is what it was."""

    name: str


ANY = Mark("any")
KEPT = Mark("kept")
Possible = Scalar | Mark


def read_names(text: str) -> frozenset[str]:
    """Return the variables that an expression reads; none if it does not compile (the lint says so)."""
    try:
        return compiled(text).names
    except FeelError:
        return frozenset()


def expressions(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield (file, element id, text) of every expression that a case evaluates."""
    for scope in model.scopes.values():
        for flow in scope.flows.values():
            if flow.condition is not None:
                yield scope.file, flow.id, flow.condition
    for node in model.nodes.values():
        if node.loop:
            for text in (node.loop.cardinality, node.loop.condition):
                if text:
                    yield node.file, node.id, text


def tracked_names(model: Model) -> frozenset[str]:
    """Return the variables that some condition reads."""
    return frozenset().union(*(read_names(text) for _, _, text in expressions(model)))


def literal(text: str) -> Scalar:
    """Return the value that a word of ``bangfu:sets values`` stands for."""
    words: Mapping[str, Scalar] = {"true": True, "false": False, "null": None}
    if text in words:
        return words[text]
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() else text


class Forms:
    """The form schemas that lie beside a diagram, as far as routing is concerned."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._fields: dict[str, dict[str, dict[str, Any]]] = {}
        self.unreadable: list[str] = []
        for name in sorted(files):
            if name.endswith(".json") and "forms" in name.split("/")[:-1]:
                try:
                    form = json.loads(files[name])
                    fields = {field["name"]: field for field in form.get("fields", [])}
                except (ValueError, KeyError, TypeError, AttributeError):
                    self.unreadable.append(name)
                    continue
                self._fields[name.rsplit("/", 1)[-1].removesuffix(".json")] = fields

    @property
    def names(self) -> frozenset[str]:
        """The names of the forms found."""
        return frozenset(self._fields)

    def fields(self, form: str | None) -> Mapping[str, Mapping[str, Any]]:
        """Return the fields of a form by name; none if the form does not lie beside the diagram."""
        return self._fields.get(form or "", {})


def _field_values(field: Mapping[str, Any], outcome: str | None) -> tuple[Possible, ...]:
    kind = field.get("type")
    values: tuple[Possible, ...] = (ANY,)
    if kind == "choice":
        values = tuple(str(option.get("value")) for option in field.get("options", []) if isinstance(option, dict))
    elif kind == "boolean":
        values = (True, False)
    required = field.get("required", False)
    always = required is True or (isinstance(required, list) and outcome in required)
    return values if always else (*values, None, KEPT)


def is_open(node: Node) -> bool:
    """Whether the element says nothing about what it sets, as in a diagram that is not Bangfu's."""
    ext = node.extensions
    return not (ext.has_task or ext.service or ext.decision or ext.outcomes or ext.sets)


def alternatives(node: Node, forms: Forms, names: frozenset[str]) -> list[dict[str, tuple[Possible, ...]]]:
    """Return, one for each outcome, what the completion of ``node`` may set of the variables ``names``."""
    ext = node.extensions
    may_write = node.kind in {"userTask", "serviceTask", "businessRuleTask", "manualTask", "task"}
    if may_write and is_open(node):
        return [dict.fromkeys(names, (ANY,))]
    base: dict[str, tuple[Possible, ...]] = {}
    if ext.decision in names:
        base[ext.decision or ""] = (ANY,)
    for name, values in ext.sets.items():
        if name in names:
            base[name] = (ANY,) if values is None else (*(literal(value) for value in values), KEPT)
    outcomes: tuple[Outcome | None, ...] = ext.outcomes or (None,)
    result = []
    for outcome in outcomes:
        value = outcome.value if outcome else None
        writes = {
            name: _field_values(field, value) for name, field in forms.fields(ext.form).items() if name in names
        } | base
        if outcome and OUTCOME in names:
            writes[OUTCOME] = (outcome.value,)
        result.append(writes)
    return result


def settable(node: Node, forms: Forms, names: frozenset[str]) -> Mapping[str, tuple[Possible, ...]]:
    """Return every tracked variable that ``node`` may set, with the values it may take (``ANY`` among them: all)."""
    result: dict[str, tuple[Possible, ...]] = {}
    for writes in alternatives(node, forms, names):
        for name, values in writes.items():
            known = result.get(name, ())
            result[name] = (*known, *(value for value in values if value is not KEPT and value not in known))
    return result


def assignments(writes: Mapping[str, tuple[Possible, ...]]) -> Iterator[dict[str, Possible]]:
    """Yield every combination of what may be set; a variable that is kept is left out."""
    names = sorted(writes)
    for values in product(*(writes[name] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not KEPT}

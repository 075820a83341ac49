"""A set of decision files that belong together, addressed by the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.dmn.errors import (
    DecisionsInACircle,
    DecisionUnknown,
    FileSaysSomethingTwice,
    UnknownReference,
)  # fmt: skip
from decisions.dmn.evaluation import Run
from decisions.dmn.model import Element, Model, Table
from decisions.dmn.reading import read_model
from decisions.dmn.result import Evaluation
from decisions.dmn.types import Types
from decisions.feel import limits
from decisions.feel.errors import FeelLimit
from kit.i18n import Text


@dataclass(frozen=True)
class RuleSet:
    """Decision files, read and linked. ``hash`` is the SHA-256 of their names and contents."""

    hash: str
    models: tuple[Model, ...]
    elements: Mapping[str, Element] = field(repr=False)
    types: Types = field(repr=False)

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the decisions and decision services, in the order of the files."""
        return tuple(element.name for element in self.elements.values() if element.kind in {"decision", "service"})

    def find(self, decision: str) -> Element:
        """Return the decision or service with the id or name ``decision``.

        Raises:
            DecisionUnknown: there is none, or several files have one of that name.
        """
        found = [
            element
            for element in self.elements.values()
            if element.kind in {"decision", "service"} and decision in {element.local_id, element.name}
        ]
        if len(found) != 1:
            raise DecisionUnknown(decision=decision, known=", ".join(self.decisions))
        return found[0]

    def inputs(self, decision: str) -> frozenset[str]:
        """Return the ids of the inputs that ``decision`` needs, directly or through others."""
        wanted, open_ids = set(), [self.find(decision).id]
        seen: set[str] = set()
        while open_ids:
            element = self.elements[open_ids.pop()]
            if element.id in seen:
                continue
            seen.add(element.id)
            if element.kind == "input" or (element.kind == "decision" and element.logic is None):
                wanted.add(element.local_id)
            open_ids.extend(_needs(element))
        return frozenset(wanted)

    def evaluate(self, decision: str, inputs: Mapping[str, Any], *, strict: bool = True) -> Evaluation:
        """Make ``decision`` from ``inputs`` (by name or id; money in fen).

        Strict is for deciding about people: a missing input, a value of the wrong type or rules that overlap raise.
        Otherwise they are null, as the standard has it, and are listed in ``problems``.

        Raises:
            DecisionUnknown: no such decision.
            DecisionNotMade: strict, and the decision cannot be made; the subclass says why.
            FeelError: an input is a float, or the evaluation exceeds its limits.
        """
        element = self.find(decision)
        run = Run(self.elements, self.types, inputs, strict=strict)
        try:
            value = run.service(element) if element.kind == "service" else run.value(element.id)
        except RecursionError:
            raise FeelLimit(what=Text("its depth"), limit=limits.DEPTH, position=-1) from None
        return Evaluation(
            decision=element.name,
            value=value,
            outputs=_outputs(element, value),
            hits=tuple(run.hits),
            inputs_used=run.inputs_used,
            results=run.results,
            ruleset_hash=self.hash,
            problems=tuple(run.problems),
        )


def load(files: Mapping[str, bytes]) -> RuleSet:
    """Read and link decision files (name → content).

    Raises:
        DecisionFileRefused: its subclasses say which file, which element and why.
    """
    models = tuple(read_model(name, files[name]) for name in sorted(files))
    elements: dict[str, Element] = {}
    for model in models:
        for identifier, element in model.elements.items():
            if identifier in elements:
                raise FileSaysSomethingTwice(file=model.file, element=identifier)
            elements[identifier] = element
    _check_references(elements)
    _check_circles(elements)
    types = Types({(model.namespace, name): item for model in models for name, item in model.types.items()})
    return RuleSet(_hash(files), models, elements, types)


def _hash(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def _needs(element: Element) -> Iterator[str]:
    yield from (requirement.target for requirement in element.requirements)
    yield from element.outputs


def _check_references(elements: Mapping[str, Element]) -> None:
    for element in elements.values():
        for target in (*_needs(element), *element.parameters):
            if target not in elements:
                raise UnknownReference(file=element.file, element=element.name, reference=target.rpartition("#")[2])


def _check_circles(elements: Mapping[str, Element]) -> None:
    """Refuse decisions that need their own result. A knowledge model may call itself: its depth is bounded."""
    done: set[str] = set()
    for start in elements:
        trail: list[tuple[str, Iterator[str]]] = [(start, _needs(elements[start]))]
        active = {start}
        while trail:
            current, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                trail.pop()
                active.discard(current)
                done.add(current)
            elif following in active:
                if elements[following].kind != "knowledge":
                    raise DecisionsInACircle(file=elements[following].file, element=elements[following].name)
            elif following not in done:
                active.add(following)
                trail.append((following, _needs(elements[following])))


def _outputs(element: Element, value: Any) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    single = (
        element.logic.outputs[0].name if isinstance(element.logic, Table) and len(element.logic.outputs) == 1 else ""
    )
    return {single or element.name: value}

"""The tree of an expression: frozen records, so that a compiled expression can be cached, shared and read by others."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


def parts_of(node: Node) -> tuple[str, ...]:
    """Return the names of the fields of ``node``."""
    return tuple(part.name for part in fields(node))


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, truth value, null or @"…" value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, a function, or "?" for the value under test."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.name``."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``, or an element by its number."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """``callee(a, b)`` or ``callee(x: a, y: b)``; ``names`` is empty for the first form."""

    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operators of one rank from left to right: ``first + a - b``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """``a and b and c`` or ``a or b or c``."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """``left < right`` and its like."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Compared(Node):
    """The test ``< 5``: one side of a comparison whose other side is the value under test."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Several tests of which one must hold, or none when ``negated``."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """The test "-", which every value passes."""


@dataclass(frozen=True, slots=True)
class Inside(Node):
    """``value in test``."""

    value: Node
    test: Node


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written; ``parts`` are its arguments with their names (empty where they have none)."""

    name: str
    parts: tuple[tuple[str, TypeName], ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """``if condition then yes else no``."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """``name in source`` or ``name in source..until``."""

    name: str
    source: Node
    until: Node | None = None


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """``for … return body``."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some … satisfies body`` or ``every … satisfies body``."""

    every: bool
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """``function(parameters) body``."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """``[low..high]``, with either end open or closed."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """``{a: 1, b: a + 1}``: a later entry may use the earlier ones."""

    entries: tuple[tuple[str, Node], ...]

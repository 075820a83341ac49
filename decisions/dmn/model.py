"""A decision file that has been read: frozen records, expressions compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from decisions.feel import Expression, UnaryTests


@dataclass(frozen=True)
class TypeRef:
    """A type by name, with the namespace that the name belongs to ("" for FEEL's own)."""

    name: str
    namespace: str = ""


@dataclass(frozen=True)
class ItemType:
    """An item definition. ``components`` is empty for a simple type."""

    name: str
    base: TypeRef | None
    collection: bool
    components: Mapping[str, ItemType] = field(default_factory=dict)
    allowed: UnaryTests | None = None
    constraint: UnaryTests | None = None
    function: bool = False


@dataclass(frozen=True)
class Variable:
    """A name with its type, if it has one."""

    name: str
    type: TypeRef | None = None


@dataclass(frozen=True)
class LiteralLogic:
    """One FEEL expression."""

    expression: Expression


@dataclass(frozen=True)
class Column:
    """An input of a table: what is tested, which values it may have, and its heading."""

    expression: Expression
    allowed: UnaryTests | None
    label: str


@dataclass(frozen=True)
class OutputColumn:
    """An output of a table; ``ordered`` lists its values from the highest priority to the lowest."""

    name: str
    allowed: UnaryTests | None
    ordered: tuple[Expression, ...]
    default: Expression | None
    type: TypeRef | None


@dataclass(frozen=True)
class Blank:
    """A place in a sentence that an expression fills; ``form`` is "yuan" for an amount in fen, else empty."""

    expression: Expression
    form: str


Template: TypeAlias = tuple[str | Blank, ...]


@dataclass(frozen=True)
class Rule:
    """A row: its cells and its annotations by the annotation column's name; those in zh and en may have blanks."""

    id: str
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]
    annotations: Mapping[str, Template]


@dataclass(frozen=True)
class Table:
    """A decision table. ``aggregation`` is SUM, MIN, MAX, COUNT or empty, and only with COLLECT."""

    id: str
    name: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Column, ...]
    outputs: tuple[OutputColumn, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ContextLogic:
    """Named entries; a last one without a name is the result of the whole."""

    entries: tuple[tuple[Variable | None, Logic], ...]


@dataclass(frozen=True)
class FunctionLogic:
    """A function with its parameters."""

    parameters: tuple[Variable, ...]
    body: Logic


@dataclass(frozen=True)
class InvocationLogic:
    """A call with arguments by name."""

    function: Logic
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True)
class ListLogic:
    """A list of expressions."""

    items: tuple[Logic, ...]


@dataclass(frozen=True)
class RelationLogic:
    """A grid: a list of contexts with the same names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True)
class ConditionalLogic:
    """if, then, else as boxes."""

    condition: Logic
    yes: Logic
    no: Logic


@dataclass(frozen=True)
class FilterLogic:
    """The elements that match."""

    source: Logic
    match: Logic


@dataclass(frozen=True)
class IteratorLogic:
    """for, some or every (``kind``) as boxes."""

    kind: str
    variable: str
    source: Logic
    body: Logic


Logic: TypeAlias = (
    LiteralLogic | Table | ContextLogic | FunctionLogic | InvocationLogic | ListLogic | RelationLogic
    | ConditionalLogic | FilterLogic | IteratorLogic
)  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """Something that an element needs: its global id, and the import it comes through ("" for the same file)."""

    target: str
    through: str


@dataclass(frozen=True)
class Element:
    """An input, a decision, a business knowledge model or a decision service of a file.

    ``kind`` is input, decision, knowledge or service. A service has ``outputs``, and its ``parameters`` are the ids of
    its inputs and input decisions.
    """

    id: str
    kind: str
    name: str
    variable: Variable
    file: str
    requirements: tuple[Requirement, ...] = ()
    logic: Logic | None = None
    outputs: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def local_id(self) -> str:
        """The id as the file has it."""
        return self.id.rpartition("#")[2]


@dataclass(frozen=True)
class Model:
    """One file."""

    file: str
    namespace: str
    name: str
    types: Mapping[str, ItemType]
    elements: Mapping[str, Element]

"""Decision logic: tables, literal expressions and the boxed expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from decisions.dmn.errors import BadCell, UnsupportedElement, WrongTableShape
from decisions.dmn.model import (
    Blank,
    Column,
    ConditionalLogic,
    ContextLogic,
    FilterLogic,
    FunctionLogic,
    InvocationLogic,
    IteratorLogic,
    ListLogic,
    LiteralLogic,
    Logic,
    OutputColumn,
    RelationLogic,
    Rule,
    Table,
    Template,
    TypeRef,
    Variable,
)  # fmt: skip
from decisions.dmn.xml import child, children, local, text_of
from decisions.feel import Expression, FeelError, UnaryTests, compile_expression, compile_unary, nodes
from decisions.feel.lexer import spaced

_FEEL_TYPES = {
    "any", "string", "number", "boolean", "date", "time", "date and time", "datetime", "days and time duration",
    "daytimeduration", "years and months duration", "yearmonthduration", "list", "context", "function", "range",
}  # fmt: skip
_BLANK = re.compile(r"\{([^{}]+)\}")
_LOGIC = {
    "literalExpression", "decisionTable", "context", "invocation", "functionDefinition", "list", "relation",
    "conditional", "filter", "for", "some", "every",
}  # fmt: skip


class LogicReader:
    """Reads the logic of one file; it knows the file's namespace, imports (name → namespace) and all its names."""

    def __init__(self, file: str, space: str, imports: dict[str, str], names: frozenset[str]) -> None:
        self.file = file
        self.space = space
        self.imports = imports
        self.names = names

    # Expressions and types

    def expression(self, text: str, element: str) -> Expression:
        """Compile ``text``, the content of ``element``."""
        try:
            return compile_expression(text, self.names)
        except FeelError as error:
            raise BadCell(file=self.file, element=element, cause=error.text) from None

    def unary(self, text: str, element: str) -> UnaryTests:
        """Compile the cell ``text``; an empty one accepts everything, as table editors write it."""
        try:
            return compile_unary(text or "-", self.names)
        except FeelError as error:
            raise BadCell(file=self.file, element=element, cause=error.text) from None

    def type_ref(self, text: str) -> TypeRef | None:
        """Return the type written ``number``, ``feel:number``, ``tPerson`` or ``import.tPerson``."""
        text = spaced(text)
        if not text:
            return None
        bare = text.rpartition(":")[2].removeprefix("feel.")
        if bare.lower() in _FEEL_TYPES:
            return TypeRef(bare.lower())
        for name, space in self.imports.items():
            if name and text.startswith(name + "."):
                return TypeRef(text[len(name) + 1 :], space)
        return TypeRef(bare, self.space)

    def variable(self, item: etree._Element) -> Variable:
        """Return the variable or parameter that ``item`` declares."""
        return Variable(spaced(item.get("name", "")), self.type_ref(item.get("typeRef", "")))

    # Logic

    def optional(self, parts: Iterable[etree._Element]) -> Logic | None:
        """Return the logic among ``parts``, or None when there is none."""
        return next((self.logic(part) for part in parts), None)

    def logic(self, item: etree._Element) -> Logic:
        """Return the logic that ``item`` holds."""
        kind = local(item)
        if kind not in _LOGIC:
            raise UnsupportedElement(file=self.file, element=item.get("id", ""), kind=kind)
        readers: dict[str, Callable[[etree._Element], Logic]] = {
            "literalExpression": self._literal, "decisionTable": self._table, "context": self._context,
            "invocation": self._invocation, "functionDefinition": self.function, "list": self._list,
            "relation": self._relation, "conditional": self._conditional, "filter": self._filter,
        }  # fmt: skip
        return readers.get(kind, self._iterator)(item)

    def inner(self, item: etree._Element, name: str = "") -> Logic:
        """Return the logic in the child ``name`` of ``item``, or directly in ``item``."""
        holder = child(item, name) if name else item
        found = None if holder is None else next(children(holder, *_LOGIC), None)
        if found is None:
            raise UnsupportedElement(file=self.file, element=item.get("id", ""), kind=f"{local(item)} without logic")
        return self.logic(found)

    def _literal(self, item: etree._Element) -> Logic:
        text = text_of(item)
        return LiteralLogic(self.expression(text or "null", item.get("id", "") or _owner(item)))

    def function(self, item: etree._Element) -> Logic:
        """Return the function of a function definition or of a business knowledge model."""
        if item.get("kind", "FEEL") != "FEEL":
            raise UnsupportedElement(file=self.file, element=item.get("id", ""), kind=f"{item.get('kind')} function")
        parameters = tuple(self.variable(part) for part in children(item, "formalParameter"))
        return FunctionLogic(parameters, self.inner(item))

    def _context(self, item: etree._Element) -> Logic:
        entries = []
        for entry in children(item, "contextEntry"):
            own = child(entry, "variable")
            entries.append((self.variable(own) if own is not None else None, self.inner(entry)))
        return ContextLogic(tuple(entries))

    def _invocation(self, item: etree._Element) -> Logic:
        bindings = []
        for binding in children(item, "binding"):
            parameter = child(binding, "parameter")
            name = spaced(parameter.get("name", "")) if parameter is not None else ""
            held = next(children(binding, *_LOGIC), None)
            logic = self.logic(held) if held is not None else LiteralLogic(self.expression("null", name))
            bindings.append((name, logic))
        return InvocationLogic(self.inner(item), tuple(bindings))

    def _list(self, item: etree._Element) -> Logic:
        return ListLogic(tuple(self.logic(part) for part in children(item, *_LOGIC)))

    def _relation(self, item: etree._Element) -> Logic:
        columns = tuple(spaced(column.get("name", "")) for column in children(item, "column"))
        rows = tuple(tuple(self.logic(part) for part in children(row, *_LOGIC)) for row in children(item, "row"))
        return RelationLogic(columns, rows)

    def _conditional(self, item: etree._Element) -> Logic:
        return ConditionalLogic(self.inner(item, "if"), self.inner(item, "then"), self.inner(item, "else"))

    def _filter(self, item: etree._Element) -> Logic:
        return FilterLogic(self.inner(item, "in"), self.inner(item, "match"))

    def _iterator(self, item: etree._Element) -> Logic:
        kind = local(item)
        body = self.inner(item, "return" if kind == "for" else "satisfies")
        return IteratorLogic(kind, spaced(item.get("iteratorVariable", "")), self.inner(item, "in"), body)

    # Tables

    def _table(self, item: etree._Element) -> Logic:
        identifier = item.get("id", "")
        columns = [column.get("name", "") for column in children(item, "annotation")]
        inputs = tuple(self._column(part) for part in children(item, "input"))
        outputs = tuple(self._output(part) for part in children(item, "output"))
        shape = len(inputs), len(outputs)
        return Table(
            id=identifier,
            name=spaced(_owner(item)),
            hit_policy=item.get("hitPolicy", "UNIQUE"),
            aggregation=item.get("aggregation", ""),
            inputs=inputs,
            outputs=outputs,
            rules=tuple(self._rule(part, columns, shape) for part in children(item, "rule")),
        )

    def _column(self, item: etree._Element) -> Column:
        asked = child(item, "inputExpression")
        values = child(item, "inputValues")
        text, name = text_of(asked), item.get("id", "")
        return Column(
            expression=self.expression(text or "null", name),
            allowed=self.unary(text_of(values), name) if values is not None and text_of(values) else None,
            label=spaced(item.get("label", "")) or text,
        )

    def _output(self, item: etree._Element) -> OutputColumn:
        values, default, name = child(item, "outputValues"), child(item, "defaultOutputEntry"), item.get("id", "")
        allowed = self.unary(text_of(values), name) if values is not None and text_of(values) else None
        return OutputColumn(
            name=spaced(item.get("name", "")),
            allowed=allowed,
            ordered=listed(allowed),
            default=self.expression(text_of(default) or "null", name) if default is not None else None,
            type=self.type_ref(item.get("typeRef", "")),
        )

    def _rule(self, item: etree._Element, columns: list[str], shape: tuple[int, int]) -> Rule:
        name = item.get("id", "")
        tests = [self.unary(text_of(part), part.get("id", "") or name) for part in children(item, "inputEntry")]
        results = [
            self.expression(text_of(part) or "null", part.get("id", "") or name)
            for part in children(item, "outputEntry")
        ]
        if (len(tests), len(results)) != shape:
            found, wanted = f"{len(tests)}+{len(results)}", f"{shape[0]}+{shape[1]}"
            raise WrongTableShape(file=self.file, element=name, found=found, wanted=wanted)
        notes = [text_of(part) for part in children(item, "annotationEntry")]
        filled = {column: self._template(column, note, name) for column, note in zip(columns, notes, strict=False)}
        return Rule(name, tuple(tests), tuple(results), filled)

    def _template(self, column: str, note: str, element: str) -> Template:
        """Cut ``{expression}`` and ``{expression:yuan}`` out of a sentence, so that it can name the figures."""
        if column not in {"zh", "en"}:
            return (note,)
        parts: list[str | Blank] = []
        for index, piece in enumerate(_BLANK.split(note)):
            if index % 2 == 0:
                parts.append(piece)
                continue
            text, _, form = piece.partition(":")
            parts.append(Blank(self.expression(text, element), form.strip()))
        return tuple(part for part in parts if part != "")


def listed(allowed: UnaryTests | None) -> tuple[Expression, ...]:
    """Return the values that a list such as ``"a", "b"`` names, in its order; none when it is no plain list."""
    if allowed is None or not isinstance(allowed.tree, nodes.Tests) or allowed.tree.negated:
        return ()
    if any(isinstance(test, nodes.Compared | nodes.RangeOf) for test in allowed.tree.tests):
        return ()
    return tuple(Expression(allowed.text, test, frozenset()) for test in allowed.tree.tests)


def _owner(item: etree._Element) -> str:
    """The name of the nearest element around ``item`` that has one."""
    owner: etree._Element | None = item
    while owner is not None and not owner.get("name"):
        owner = owner.getparent()
    return owner.get("name", "") if owner is not None else ""

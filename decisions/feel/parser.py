"""From a FEEL text to its tree. Lark's LALR tables are built once per process; compiled texts are cached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from decisions.feel import limits, nodes
from decisions.feel.errors import FeelLimit, FeelSyntaxError, FeelUnfinished, FeelUnknownType
from decisions.feel.lexer import TokenFeed, tokens
from decisions.feel.nodes import Node
from decisions.feel.temporal import at_literal
from decisions.feel.values import canonical
from kit.i18n import Text

_TYPES = {
    "any", "null", "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
    "years and months duration", "dayTimeDuration", "yearMonthDuration", "dateTime", "list", "context", "function",
    "range",
}  # fmt: skip
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


@cache
def _grammar() -> Lark:
    text = (Path(__file__).parent / "feel.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer=TokenFeed, start=["start", "unary"], maybe_placeholders=True)


def parse(text: str, names: frozenset[str], *, unary: bool = False) -> Node:
    """Return the tree of ``text``; ``names`` are the names that may hold signs or keywords.

    Raises:
        FeelSyntaxError: the text is no expression; with the position of the first token that cannot stand.
        FeelUnfinished: the text ends before the expression does.
        FeelLimit: too long or nested too deep.
        FeelUnknownType: ``instance of`` something that FEEL does not have.
    """
    if unary and text.strip() == "-":
        return nodes.Anything()
    found = tokens(text, names, unary=unary)
    if not found:
        raise FeelUnfinished(text=text, position=len(text))
    try:
        tree = _grammar().parse(found, start="unary" if unary else "start")
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        if not isinstance(token, Token) or token.type == "$END":
            raise FeelUnfinished(text=text, position=len(text)) from None
        position = token.start_pos or 0
        raise FeelSyntaxError(text=text, found=str(token), column=position + 1, position=position) from None
    return _Builder(text).build(tree, 0)


def unquote(quoted: str) -> str:
    """Return the text inside a FEEL string literal, escapes resolved."""
    out: list[str] = []
    body, index = quoted[1:-1], 0
    while index < len(body):
        character = body[index]
        if character != "\\" or index + 1 >= len(body):
            out.append(character)
            index += 1
            continue
        letter = body[index + 1]
        width = {"u": 4, "U": 6}.get(letter, 0)
        digits = body[index + 2 : index + 2 + width]
        if width and len(digits) == width and all(d in "0123456789abcdefABCDEF" for d in digits):
            out.append(chr(min(int(digits, 16), 0x10FFFF)))
            index += 2 + width
            continue
        out.append(_ESCAPES.get(letter, "\\" + letter))
        index += 2
    # A pair of surrogate escapes is one character.
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Builder:
    """Turns lark's tree into nodes; ``depth`` bounds the recursion here and in the evaluation."""

    def __init__(self, text: str) -> None:
        self.text = text

    def build(self, item: Any, depth: int) -> Node:
        if depth > limits.DEPTH:
            raise FeelLimit(what=Text("its depth"), limit=limits.DEPTH, position=-1)
        assert isinstance(item, Tree)
        children: list[Any] = item.children
        name = str(item.data)
        if name == "start":
            return self.build(children[0], depth + 1)
        if name in _FLAT:
            return self.flat(name, children, depth)
        handler: Callable[[list[Any], int], Node] = getattr(self, f"do_{name}")
        return handler(children, depth + 1)

    def many(self, items: list[Any], depth: int) -> tuple[Node, ...]:
        return tuple(self.build(item, depth) for item in items if isinstance(item, Tree))

    def flat(self, name: str, children: list[Any], depth: int) -> Node:
        if name in {"conjunction", "disjunction"}:
            operands = self.many(children, depth + 1)
            return nodes.Logic("and" if name == "conjunction" else "or", operands)
        first = self.build(children[0], depth + 1)
        signs = [str(token) for token in children[1::2]]
        operands = self.many(children[2::2], depth + 1)
        return nodes.Chain(first, tuple(zip(signs, operands, strict=True)))

    # Tests

    def do_unary(self, children: list[Any], depth: int) -> Node:
        return self.build(children[0], depth)

    def do_tests(self, children: list[Any], depth: int) -> Node:
        return nodes.Tests(self.many(children, depth))

    def do_negated(self, children: list[Any], depth: int) -> Node:
        inner = self.build(next(child for child in children if isinstance(child, Tree)), depth)
        assert isinstance(inner, nodes.Tests)
        return nodes.Tests(inner.tests, negated=True)

    def do_compared(self, children: list[Any], depth: int) -> Node:
        return nodes.Compared(_sign(children[0]), self.build(children[1], depth))

    # Expressions that reach to the end

    def do_conditional(self, children: list[Any], depth: int) -> Node:
        condition, yes, no = self.many(children, depth)
        return nodes.Conditional(condition, yes, no)

    def iterations(self, children: list[Any], depth: int) -> tuple[nodes.Iteration, ...]:
        found = []
        for child in children:
            if isinstance(child, Tree) and child.data == "iteration":
                parts = self.many(child.children, depth)
                found.append(nodes.Iteration(str(child.children[0]), parts[0], parts[1] if len(parts) > 1 else None))
        return tuple(found)

    def do_loop(self, children: list[Any], depth: int) -> Node:
        return nodes.Loop(self.iterations(children, depth), self.build(children[-1], depth))

    def do_some(self, children: list[Any], depth: int) -> Node:
        return nodes.Quantified(False, self.iterations(children, depth), self.build(children[-1], depth))  # noqa: FBT003

    def do_every(self, children: list[Any], depth: int) -> Node:
        return nodes.Quantified(True, self.iterations(children, depth), self.build(children[-1], depth))  # noqa: FBT003

    def do_function(self, children: list[Any], depth: int) -> Node:
        parameters: list[tuple[str, nodes.TypeName | None]] = []
        for child in children[:-1]:
            if isinstance(child, Tree) and child.data == "parameter":
                sort = next((part for part in child.children if isinstance(part, Tree)), None)
                parameters.append((str(child.children[0]), self.type_name(sort, depth) if sort else None))
        return nodes.FunctionOf(tuple(parameters), self.build(children[-1], depth))

    # Comparisons

    def do_relation(self, children: list[Any], depth: int) -> Node:
        left, right = self.build(children[0], depth), self.build(children[2], depth)
        return nodes.Relation(_sign(children[1]), left, right)

    def do_between(self, children: list[Any], depth: int) -> Node:
        value, low, high = self.many(children, depth)
        return nodes.Between(value, low, high)

    def do_inside(self, children: list[Any], depth: int) -> Node:
        value, test = (child for child in children if isinstance(child, Tree))
        if test.data == "paren":
            return nodes.Inside(self.build(value, depth), nodes.Tests(self.many(test.children, depth)))
        return nodes.Inside(self.build(value, depth), nodes.Tests((self.build(test, depth),)))

    def do_instance(self, children: list[Any], depth: int) -> Node:
        return nodes.InstanceOf(self.build(children[0], depth), self.type_name(children[-1], depth))

    def do_minus(self, children: list[Any], depth: int) -> Node:
        return nodes.Negative(self.build(children[-1], depth))

    # Postfix

    def do_path(self, children: list[Any], depth: int) -> Node:
        return nodes.Path(self.build(children[0], depth), str(children[-1]))

    def do_filter(self, children: list[Any], depth: int) -> Node:
        source, condition = self.many(children, depth)
        return nodes.Filter(source, condition)

    def do_call(self, children: list[Any], depth: int) -> Node:
        callee = self.build(children[0], depth)
        given = next((c for c in children[1:] if isinstance(c, Tree)), None)
        if given is None:
            return nodes.Call(callee, ())
        names = tuple(str(c) for c in given.children if isinstance(c, Token) and c.type == "NAME")
        return nodes.Call(callee, self.many(given.children, depth), names)

    # Primaries

    def do_name(self, children: list[Any], _depth: int) -> Node:
        return nodes.Name(str(children[0]))

    def do_number(self, children: list[Any], _depth: int) -> Node:
        return nodes.Literal(canonical(Decimal(str(children[0]))))

    def do_string(self, children: list[Any], _depth: int) -> Node:
        return nodes.Literal(unquote(str(children[0])))

    def do_at(self, children: list[Any], _depth: int) -> Node:
        return nodes.Literal(at_literal(unquote(str(children[0])[1:].strip())))

    def do_true(self, _children: list[Any], _depth: int) -> Node:
        return nodes.Literal(True)  # noqa: FBT003

    def do_false(self, _children: list[Any], _depth: int) -> Node:
        return nodes.Literal(False)  # noqa: FBT003

    def do_null(self, _children: list[Any], _depth: int) -> Node:
        return nodes.Literal(None)

    def do_paren(self, children: list[Any], depth: int) -> Node:
        items = self.many(children, depth)
        if len(items) == 1:
            return items[0]
        comma = next(child for child in children if isinstance(child, Token) and child.type == "COMMA")
        position = comma.start_pos or 0
        raise FeelSyntaxError(text=self.text, found=",", column=position + 1, position=position)

    def do_list(self, children: list[Any], depth: int) -> Node:
        return nodes.ListOf(self.many(children, depth))

    def do_range(self, children: list[Any], depth: int) -> Node:
        low, high = self.many(children, depth)
        return nodes.RangeOf(low, high, children[0].type == "LSQB", children[-1].type == "RSQB")

    def do_context(self, children: list[Any], depth: int) -> Node:
        entries = []
        for child in children:
            if isinstance(child, Tree):
                key = child.children[0]
                assert isinstance(key, Token)
                name = unquote(str(key)) if key.type == "STRING" else str(key)
                entries.append((name, self.build(child.children[-1], depth)))
        return nodes.ContextOf(tuple(entries))

    # Types

    def type_name(self, tree: Tree[Token], depth: int) -> nodes.TypeName:
        if depth > limits.DEPTH:
            raise FeelLimit(what=Text("its depth"), limit=limits.DEPTH, position=-1)
        name = "function" if tree.data == "function_type" else _joined(tree)
        if name.lower() not in _TYPES and name not in _TYPES:
            raise FeelUnknownType(type=name, position=-1)
        inner = next((c for c in tree.children if isinstance(c, Tree) and c.data == "type_arguments"), tree)
        parts = []
        for part in inner.children:
            if not isinstance(part, Tree):
                continue
            label = "".join(str(c) for c in part.children if isinstance(c, Token) and c.type == "NAME")
            if part.data == "type_argument":
                found = next(c for c in part.children if isinstance(c, Tree))
                parts.append((label, self.type_name(found, depth + 1)))
            else:
                parts.append(("", self.type_name(part, depth + 1)))
        return nodes.TypeName(name, tuple(parts))


_FLAT = {"conjunction", "disjunction", "additive", "multiplicative", "power"}


def _joined(tree: Tree[Token]) -> str:
    return "".join(str(child) for child in tree.children if isinstance(child, Token) and child.type in {"NAME", "DOT"})


def _sign(tree: Tree[Token]) -> str:
    return str(tree.children[0])

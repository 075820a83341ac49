"""Compiled expressions and cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from decisions.feel import limits
from decisions.feel.builtins import FUNCTIONS
from decisions.feel.errors import FeelLimit
from decisions.feel.evaluator import UNDER_TEST, Machine, Scope
from decisions.feel.names import free_names
from decisions.feel.nodes import Node
from decisions.feel.parser import parse
from decisions.feel.values import Value, imported
from kit.i18n import Text

_FUNCTION_NAMES = frozenset(FUNCTIONS)


@dataclass(frozen=True)
class Expression:
    """A FEEL text that has been read. ``names`` are the variables it needs from outside."""

    text: str
    tree: Node
    names: frozenset[str]

    def evaluate(self, context: Mapping[str, Any], machine: Machine | None = None) -> Value:
        """Return the value for the variables in ``context``; a variable that is missing is null.

        Raises:
            FeelBadValue: the context holds a float or another type that FEEL does not have.
            FeelLimit: the evaluation uses more steps, depth or size than it may.
        """
        scope = Scope({name: imported(context[name], name) for name in self.names if name in context})
        value: Value = _guarded(machine or Machine(FUNCTIONS), self.tree, scope)
        return value


@dataclass(frozen=True)
class UnaryTests:
    """A cell of a decision table that has been read."""

    text: str
    tree: Node
    names: frozenset[str]

    def matches(self, value: Any, context: Mapping[str, Any], machine: Machine | None = None) -> bool:
        """Return whether ``value`` passes; "cannot be said" is no.

        Raises:
            FeelBadValue: as ``Expression.evaluate``.
            FeelLimit: as ``Expression.evaluate``.
        """
        variables = {name: imported(context[name], name) for name in self.names if name in context}
        variables[UNDER_TEST] = imported(value, UNDER_TEST)
        return _guarded(machine or Machine(FUNCTIONS), self.tree, Scope(variables)) is True


def _guarded(machine: Machine, tree: Node, scope: Scope) -> Any:
    try:
        return machine.run(tree, scope)
    except RecursionError:
        raise FeelLimit(what=Text("its depth"), limit=limits.DEPTH, position=-1) from None


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Read ``text``. Give the known variables as ``names`` if some hold signs or keywords, such as "pre-check".

    Raises:
        FeelError: with ``position``, counted from 0, and a sentence.
    """
    return _expression(text, frozenset(names))


def compile_unary(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Read the cell ``text``: ``-``, ``< 5``, ``[1..5]``, ``"a","b"``, ``not("a")``, or a condition on ``?``.

    Raises:
        FeelError: with ``position``, counted from 0, and a sentence.
    """
    return _unary(text, frozenset(names))


@lru_cache(maxsize=4096)
def _expression(text: str, names: frozenset[str]) -> Expression:
    tree = parse(text, names)
    return Expression(text, tree, free_names(tree, _FUNCTION_NAMES))


@lru_cache(maxsize=8192)
def _unary(text: str, names: frozenset[str]) -> UnaryTests:
    tree = parse(text, names, unary=True)
    return UnaryTests(text, tree, free_names(tree, _FUNCTION_NAMES))

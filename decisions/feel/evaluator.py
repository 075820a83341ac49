"""Carry out the tree of an expression.

Nothing here reaches outside the values: no attributes, no imports, no clock unless the caller's context brings one.
Every node visited and every element produced is a step; the steps of one evaluation are bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import DecimalException
from typing import Any

from decisions.feel import limits, nodes
from decisions.feel.arithmetic import arithmetic
from decisions.feel.counting import counted
from decisions.feel.errors import FeelLimit
from decisions.feel.nodes import Node, parts_of
from decisions.feel.properties import property_of
from decisions.feel.typing import conforms
from decisions.feel.values import (
    Function,
    Months,
    Range,
    equal,
    included,
    kind,
    related,
)
from kit.i18n import Text

UNDER_TEST = "?"


class Scope:
    """Variables by name, innermost first."""

    __slots__ = ("outer", "variables")

    def __init__(self, variables: Mapping[str, Any], outer: Scope | None = None) -> None:
        self.variables = variables
        self.outer = outer

    def find(self, name: str) -> tuple[bool, Any]:
        """Return whether ``name`` is known, and its value."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return True, scope.variables[name]
            scope = scope.outer
        return False, None


class Machine:
    """One evaluation: the functions it may call and the steps it has used."""

    def __init__(self, functions: Mapping[str, Function], steps: int = limits.STEPS) -> None:
        self.functions = functions
        self.allowed = steps
        self.left = steps
        self.depth = 0

    def spend(self, steps: int) -> None:
        """Count work; raise ``FeelLimit`` when the evaluation has used up what it may."""
        self.left -= steps
        if self.left < 0:
            raise FeelLimit(what=Text("its steps"), limit=self.allowed, position=-1)

    def run(self, node: Node, scope: Scope) -> Any:
        """Return the value of ``node``."""
        self.left -= 1
        self.depth += 1
        if self.left < 0:
            raise FeelLimit(what=Text("its steps"), limit=self.allowed, position=-1)
        if self.depth > limits.DEPTH:
            raise FeelLimit(what=Text("its depth"), limit=limits.DEPTH, position=-1)
        try:
            return _RUN[type(node)](self, node, scope)
        finally:
            self.depth -= 1

    def call(self, function: Any, arguments: list[Any]) -> Any:
        """Return what a function value gives for arguments in order; null when it is no function or they do not fit."""
        if not isinstance(function, Function):
            return None
        variadic = bool(function.parameters) and function.parameters[-1] == "..."
        most = len(function.parameters)
        if not variadic and not most - function.optional <= len(arguments) <= most:
            return None
        self.spend(1)
        try:
            result = function.call(self, *arguments) if function.needs_machine else function.call(*arguments)
        except (DecimalException, OverflowError, ValueError, TypeError):
            # FEEL: a function that cannot do with its arguments gives null.
            return None
        return self.bounded(result)

    def bounded(self, value: Any) -> Any:
        """Return ``value`` unless it is too long."""
        if isinstance(value, str) and len(value) > limits.STRING:
            raise FeelLimit(what=Text("the length of a text"), limit=limits.STRING, position=-1)
        if isinstance(value, list):
            if len(value) > limits.LIST:
                raise FeelLimit(what=Text("the length of a list"), limit=limits.LIST, position=-1)
            self.spend(len(value) // 8)
        return value


def _literal(_machine: Machine, node: nodes.Literal, _scope: Scope) -> Any:
    return node.value


def _name(machine: Machine, node: nodes.Name, scope: Scope) -> Any:
    known, value = scope.find(node.name)
    return value if known else machine.functions.get(node.name)


def _path(machine: Machine, node: nodes.Path, scope: Scope) -> Any:
    source = machine.run(node.source, scope)
    if isinstance(source, list):
        return machine.bounded([property_of(item, node.name) for item in source])
    return property_of(source, node.name)


def _filter(machine: Machine, node: nodes.Filter, scope: Scope) -> Any:
    source = machine.run(node.source, scope)
    items = source if isinstance(source, list) else [] if source is None else [source]
    if not items:
        verdict = machine.run(node.condition, scope)
        return None if kind(verdict) == "number" else []
    kept = []
    for item in items:
        inner: dict[str, Any] = {**item} if isinstance(item, dict) else {}
        inner.setdefault("item", item)
        verdict = machine.run(node.condition, Scope(inner, scope))
        if kind(verdict) == "number":
            return _element(items, verdict)
        if verdict is True:
            kept.append(item)
    return machine.bounded(kept)


def _element(items: list[Any], index: Any) -> Any:
    if not isinstance(index, int) or index == 0 or abs(index) > len(items):
        return None
    return items[index - 1] if index > 0 else items[index]


def _call(machine: Machine, node: nodes.Call, scope: Scope) -> Any:
    function: Any = None
    if isinstance(node.callee, nodes.Name):
        _, function = scope.find(node.callee.name)
        if not isinstance(function, Function):
            function = machine.functions.get(node.callee.name)
    else:
        function = machine.run(node.callee, scope)
    arguments = [machine.run(argument, scope) for argument in node.arguments]
    if not node.names:
        return machine.call(function, arguments)
    return call_named(machine, function, dict(zip(node.names, arguments, strict=True)))


def call_named(machine: Machine, function: Any, given: Mapping[str, Any]) -> Any:
    """Call ``function`` with arguments by name; null when a name is unknown or a needed one is missing."""
    if not isinstance(function, Function):
        return None
    for parameters in (function.parameters, *_OTHER_NAMES.get(function.name, ())):
        if set(given) <= set(parameters):
            last = max((index for index, name in enumerate(parameters) if name in given), default=-1)
            if last + 1 >= len(parameters) - function.optional:
                return machine.call(function, [given.get(name) for name in parameters[: last + 1]])
    return None


# The standard gives some functions a second set of parameter names.
_OTHER_NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "date": (("year", "month", "day"), ("date",)),
    "time": (("hour", "minute", "second", "offset"), ("time",)),
    "date and time": (("date", "time"),),
    "substring": (("string", "start position", "length"),),
}


def _chain(machine: Machine, node: nodes.Chain, scope: Scope) -> Any:
    value = machine.run(node.first, scope)
    for operator, operand in node.rest:
        value = machine.bounded(arithmetic(operator, value, machine.run(operand, scope)))
    return value


def _negative(machine: Machine, node: nodes.Negative, scope: Scope) -> Any:
    value = machine.run(node.operand, scope)
    if kind(value) == "number":
        return -value
    if isinstance(value, timedelta):
        return -value
    return Months(-value.months) if isinstance(value, Months) else None


def _logic(machine: Machine, node: nodes.Logic, scope: Scope) -> bool | None:
    decisive: bool = node.operator == "or"
    unknown = False
    for operand in node.operands:
        value = machine.run(operand, scope)
        if value is decisive:
            return node.operator == "or"
        unknown = unknown or not isinstance(value, bool)
    return None if unknown else not decisive


def _relation(machine: Machine, node: nodes.Relation, scope: Scope) -> bool | None:
    return related(node.operator, machine.run(node.left, scope), machine.run(node.right, scope))


def _between(machine: Machine, node: nodes.Between, scope: Scope) -> bool | None:
    value = machine.run(node.value, scope)
    low, high = machine.run(node.low, scope), machine.run(node.high, scope)
    return None if low is None or high is None else included(value, Range(low, high))


def _compared(machine: Machine, node: nodes.Compared, scope: Scope) -> Any:
    """A comparison standing for a value is an interval open at one end: (< 5)."""
    end = machine.run(node.operand, scope)
    ranges = {
        "<": Range(None, end, False, False), "<=": Range(None, end, False, True),  # noqa: FBT003
        ">": Range(end, None, False, False), ">=": Range(end, None, True, False),  # noqa: FBT003
        "=": Range(end, end),
    }  # fmt: skip
    return None if end is None else ranges.get(node.operator)


def _tests(machine: Machine, node: nodes.Tests, scope: Scope) -> bool | None:
    value = scope.find(UNDER_TEST)[1]
    unknown = False
    for test in node.tests:
        verdict = passes(machine, test, value, scope)
        if verdict is True:
            return not node.negated
        unknown = unknown or verdict is None
    return None if unknown else node.negated


def passes(machine: Machine, test: Node, value: Any, scope: Scope) -> bool | None:  # noqa: PLR0911  # one line per kind
    """Return whether ``value`` passes one test of a cell; None when it cannot be said."""
    if isinstance(test, nodes.Compared):
        return related(test.operator, value, machine.run(test.operand, scope))
    if isinstance(test, nodes.Anything):
        return True
    wanted: Any = machine.run(test, scope)
    if isinstance(wanted, bool) and not isinstance(test, nodes.Literal):
        if _asks(test):
            return wanted
        return equal(value, wanted) if isinstance(value, bool) else wanted
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return included(value, wanted)
    if isinstance(wanted, list):
        return _in_list(value, wanted)
    if wanted is None and _asks(test):
        return None
    return equal(value, wanted)


def _in_list(value: Any, wanted: list[Any]) -> bool | None:
    if isinstance(value, list) and equal(value, wanted):
        return True
    for item in wanted:
        if (
            included(value, item) if isinstance(item, Range) and not isinstance(value, Range) else equal(value, item)
        ) is True:
            return True
    return False


def _asks(node: Any) -> bool:
    """Whether the value under test is named in the expression."""
    if isinstance(node, nodes.Name):
        return node.name == UNDER_TEST
    if isinstance(node, Node):
        return any(_asks(getattr(node, name)) for name in parts_of(node))
    return isinstance(node, tuple) and any(_asks(part) for part in node)


def _anything(_machine: Machine, _node: nodes.Anything, _scope: Scope) -> bool:
    return True


def _inside(machine: Machine, node: nodes.Inside, scope: Scope) -> Any:
    value = machine.run(node.value, scope)
    return machine.run(node.test, Scope({UNDER_TEST: value}, scope))


def _instance(machine: Machine, node: nodes.InstanceOf, scope: Scope) -> bool:
    return conforms(machine.run(node.value, scope), node.type)


def _conditional(machine: Machine, node: nodes.Conditional, scope: Scope) -> Any:
    return machine.run(node.yes if machine.run(node.condition, scope) is True else node.no, scope)


def _rounds(machine: Machine, iterations: tuple[nodes.Iteration, ...], scope: Scope) -> Iterator[Scope]:
    if not iterations:
        yield scope
        return
    for item in _elements(machine, iterations[0], scope):
        machine.spend(1)
        yield from _rounds(machine, iterations[1:], Scope({iterations[0].name: item}, scope))


def _elements(machine: Machine, iteration: nodes.Iteration, scope: Scope) -> Iterator[Any]:
    source = machine.run(iteration.source, scope)
    if iteration.until is not None:
        source = Range(source, machine.run(iteration.until, scope))
        yield from counted(source, down=True)
    elif isinstance(source, Range):
        yield from counted(source, down=False)
    elif isinstance(source, list):
        yield from source
    elif source is not None:
        yield source


def _loop(machine: Machine, node: nodes.Loop, scope: Scope) -> Any:
    partial: list[Any] = []
    outer = Scope({"partial": partial}, scope)
    for inner in _rounds(machine, node.iterations, outer):
        value = machine.run(node.body, inner)
        if len(partial) >= limits.LIST:
            raise FeelLimit(what=Text("the length of a list"), limit=limits.LIST, position=-1)
        partial.append(value)
    return list(partial)


def _quantified(machine: Machine, node: nodes.Quantified, scope: Scope) -> bool | None:
    unknown = False
    for inner in _rounds(machine, node.iterations, scope):
        verdict = machine.run(node.body, inner)
        if verdict is (not node.every):
            return not node.every
        unknown = unknown or not isinstance(verdict, bool)
    return None if unknown else node.every


def _function(_machine: Machine, node: nodes.FunctionOf, scope: Scope) -> Function:
    names = tuple(name for name, _ in node.parameters)

    def call(machine: Machine, *arguments: Any) -> Any:
        for (_, sort), value in zip(node.parameters, arguments, strict=True):
            if sort is not None and value is not None and not conforms(value, sort):
                return None
        return machine.run(node.body, Scope(dict(zip(names, arguments, strict=True)), scope))

    return Function("", names, call, needs_machine=True)


def _list(machine: Machine, node: nodes.ListOf, scope: Scope) -> list[Any]:
    return [machine.run(item, scope) for item in node.items]


def _range(machine: Machine, node: nodes.RangeOf, scope: Scope) -> Range | None:
    low, high = machine.run(node.low, scope), machine.run(node.high, scope)
    if low is None or high is None or kind(low) != kind(high):
        return None
    return Range(low, high, node.low_included, node.high_included)


def _context(machine: Machine, node: nodes.ContextOf, scope: Scope) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    inner = Scope(made, scope)
    for name, entry in node.entries:
        if name in made:
            return None
        made[name] = machine.run(entry, inner)
    return made


_RUN: dict[type[Node], Callable[[Machine, Any, Scope], Any]] = {
    nodes.Literal: _literal, nodes.Name: _name, nodes.Path: _path, nodes.Filter: _filter, nodes.Call: _call,
    nodes.Chain: _chain, nodes.Negative: _negative, nodes.Logic: _logic, nodes.Relation: _relation,
    nodes.Between: _between, nodes.Compared: _compared, nodes.Tests: _tests, nodes.Anything: _anything,
    nodes.Inside: _inside, nodes.InstanceOf: _instance, nodes.Conditional: _conditional, nodes.Loop: _loop,
    nodes.Quantified: _quantified, nodes.FunctionOf: _function, nodes.ListOf: _list, nodes.RangeOf: _range,
    nodes.ContextOf: _context,
}  # fmt: skip

"""Decision tables: which rules apply, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from decisions.dmn.errors import (
    InputNotListed,
    OutputNotANumber,
    OutputNotListed,
    RulesDisagree,
    RulesOverlap,
)  # fmt: skip
from decisions.dmn.model import Column, Rule, Table
from decisions.dmn.types import passes
from decisions.feel.arithmetic import arithmetic
from decisions.feel.builtins.strings import text_of
from decisions.feel.evaluator import UNDER_TEST, Machine, Scope
from decisions.feel.expression import Expression
from decisions.feel.values import equal, kind, order


@dataclass(frozen=True)
class Match:
    """A rule that applies, its place in the table (from 1) and its outputs in the order of the columns."""

    index: int
    rule: Rule
    outputs: tuple[Any, ...]


Priorities = Sequence[Sequence[Expression]]
_SINGLE = {"UNIQUE", "FIRST", "PRIORITY", "ANY"}


def matches(table: Table, scope: Scope, machine: Machine) -> list[Match]:
    """Return the rules that apply, in the order of the rows; for FIRST only the first.

    Raises:
        InputNotListed: an input has a value that its column does not list.
    """
    values = [machine.run(column.expression.tree, scope) for column in table.inputs]
    for column, value in zip(table.inputs, values, strict=True):
        _check_listed(table, column, value, machine)
    cells = [Scope({UNDER_TEST: value}, scope) for value in values]
    found: list[Match] = []
    for index, rule in enumerate(table.rules, start=1):
        tests = zip(rule.tests, cells, strict=True)
        if all(machine.run(test.tree, cell) is True for test, cell in tests):
            outputs = tuple(machine.run(output.tree, scope) for output in rule.outputs)
            found.append(Match(index, rule, outputs))
            if table.hit_policy == "FIRST":
                break
    return found


def _check_listed(table: Table, column: Column, value: Any, machine: Machine) -> None:
    if column.allowed is None or value is None or passes(column.allowed, value, machine):
        return
    raise InputNotListed(input=column.label, table=table.name, allowed=column.allowed.text, value=text_of(value))


def chosen(table: Table, found: list[Match], priorities: Priorities, machine: Machine) -> list[Match]:
    """Return the matches that count under the table's hit policy, in the order in which they count.

    Raises:
        RulesOverlap: UNIQUE, and several rules apply.
        RulesDisagree: ANY, and the rules that apply differ.
        OutputNotListed: PRIORITY or OUTPUT ORDER, and an output is not among the listed values.
    """
    if table.hit_policy == "UNIQUE" and len(found) > 1:
        raise RulesOverlap(table=table.name, rules=_numbers(found))
    if table.hit_policy == "ANY":
        if any(not _same(found[0], other) for other in found[1:]):
            raise RulesDisagree(table=table.name, rules=_numbers(found))
        return found
    if table.hit_policy in {"PRIORITY", "OUTPUT ORDER"}:
        ranked = sorted(found, key=lambda match: _rank(table, match, priorities, machine))
        return ranked[:1] if table.hit_policy == "PRIORITY" else ranked
    return found


def _numbers(found: list[Match]) -> str:
    return ", ".join(str(match.index) for match in found)


def _same(left: Match, right: Match) -> bool:
    return all(equal(a, b) is True for a, b in zip(left.outputs, right.outputs, strict=True))


def _rank(table: Table, match: Match, priorities: Priorities, machine: Machine) -> tuple[int, ...]:
    ranks = []
    for value, listed in zip(match.outputs, priorities, strict=True):
        if not listed:
            # An output without a list has no say in the order.
            ranks.append(0)
            continue
        values = [machine.run(expression.tree, Scope({})) for expression in listed]
        place = next((index for index, item in enumerate(values) if equal(item, value) is True), None)
        if place is None:
            raise OutputNotListed(table=table.name, allowed=listed[0].text, value=text_of(value))
        ranks.append(place)
    return tuple(ranks)


def combined(table: Table, counted: list[Match], shape: Callable[[Match], Any]) -> Any:
    """Return the table's result from the matches that count; ``shape`` makes one match's outputs a value.

    Raises:
        OutputNotANumber: SUM, MIN or MAX over outputs that cannot be combined.
    """
    if table.hit_policy in _SINGLE:
        return shape(counted[0]) if counted else None
    if table.hit_policy == "COLLECT" and table.aggregation:
        if len(table.outputs) == 1:
            return _aggregated(table, [match.outputs[0] for match in counted])
        names = [column.name for column in table.outputs]
        columns = zip(*(match.outputs for match in counted), strict=True) if counted else ([] for _ in names)
        return {name: _aggregated(table, list(column)) for name, column in zip(names, columns, strict=True)}
    return [shape(match) for match in counted]


def _aggregated(table: Table, values: list[Any]) -> Any:
    if table.aggregation == "COUNT":
        return len(values)
    if not values:
        return None
    best = values[0]
    if table.aggregation == "SUM":
        for value in values[1:]:
            best = arithmetic("+", best, value)
        if best is None or isinstance(best, str | list | dict | bool):
            raise OutputNotANumber(table=table.name, value=text_of(values))
        return best
    for value in values[1:]:
        sign = order(value, best)
        if sign is None:
            raise OutputNotANumber(table=table.name, value=text_of(value))
        if (sign < 0) == (table.aggregation == "MIN") and sign != 0:
            best = value
    if kind(best) == "null":
        raise OutputNotANumber(table=table.name, value="null")
    return best

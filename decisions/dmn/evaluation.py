"""One evaluation of a rule-set: requirements first, every result once, every rule hit recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from decisions.dmn.errors import DecisionNotMade, InputMissing, InputOfWrongType, ResultOfWrongType
from decisions.dmn.logic_reading import listed
from decisions.dmn.model import (
    ConditionalLogic,
    ContextLogic,
    Element,
    FilterLogic,
    FunctionLogic,
    InvocationLogic,
    IteratorLogic,
    ListLogic,
    LiteralLogic,
    Logic,
    RelationLogic,
    Table,
    Template,
    TypeRef,
    Variable,
)  # fmt: skip
from decisions.dmn.result import RuleHit, Sentence
from decisions.dmn.tables import Match, chosen, combined, matches
from decisions.dmn.types import MISMATCH, Types
from decisions.feel.builtins import FUNCTIONS
from decisions.feel.builtins.strings import text_of
from decisions.feel.evaluator import Machine, Scope, call_named
from decisions.feel.values import Function, imported
from kit.i18n import Text
from kit.money import yuan_text


class Run:
    """The state of one evaluation."""

    def __init__(
        self, elements: Mapping[str, Element], types: Types, inputs: Mapping[str, Any], *, strict: bool
    ) -> None:
        self.elements = elements
        self.types = types
        self.inputs = {name: imported(value, name) for name, value in inputs.items()}
        self.strict = strict
        self.machine = Machine(FUNCTIONS)
        self.values: dict[str, Any] = {}
        self.hits: list[RuleHit] = []
        self.inputs_used: dict[str, Any] = {}
        self.results: dict[str, Any] = {}
        self.problems: list[Text] = []

    def failed(self, error: DecisionNotMade) -> None:
        """Raise ``error``; where the standard's null is wanted instead, note it and go on with null."""
        if self.strict:
            raise error
        self.problems.append(error.text)

    # Elements

    def value(self, identifier: str) -> Any:
        """Return the value of the input, decision, knowledge model or service ``identifier``."""
        if identifier not in self.values:
            element = self.elements[identifier]
            makers: dict[str, Callable[[Element], Any]] = {
                "input": self._input, "decision": self._decision, "knowledge": self._knowledge,
                "service": self._service,
            }  # fmt: skip
            self.values[identifier] = makers[element.kind](element)
        return self.values[identifier]

    def scope(self, element: Element) -> Scope:
        """Return what ``element`` may use: its requirements, those of other files under their import's name."""
        own: dict[str, Any] = {}
        for requirement in element.requirements:
            target = self.elements[requirement.target]
            place = own.setdefault(requirement.through, {}) if requirement.through else own
            place[target.variable.name] = self.value(target.id)
        return Scope(own)

    def _input(self, element: Element) -> Any:
        name = self._given_as(element) or element.variable.name
        if name not in self.inputs:
            self.failed(InputMissing(input=element.variable.name))
        value = self.types.fit(self.inputs.get(name), element.variable.type, self.machine)
        if value is MISMATCH:
            given = text_of(self.inputs[name], inner=True)
            self.failed(InputOfWrongType(input=element.name, type=_type(element.variable.type), value=given))
            value = None
        self.inputs_used[name] = value
        return value

    def _given_as(self, element: Element) -> str | None:
        """An input may be given by its name, which is for readers, or by its id, which is for programs."""
        return next((key for key in (element.variable.name, element.local_id) if key in self.inputs), None)

    def _decision(self, element: Element) -> Any:
        name = element.variable.name
        if element.logic is None or self._given_as(element):
            # A decision may be given instead of made: it was made before, or by a person.
            return self._input(element)
        value = self.logic(element.logic, self.scope(element))
        self.results[name] = self.fitted(value, element.variable.type, name)
        return self.results[name]

    def fitted(self, value: Any, reference: TypeRef | None, name: str) -> Any:
        """Return ``value`` as one of its declared type."""
        fitted = self.types.fit(value, reference, self.machine)
        if fitted is MISMATCH:
            self.failed(ResultOfWrongType(table=name, type=_type(reference), value=text_of(value)))
            return None
        return fitted

    def _knowledge(self, element: Element) -> Function | None:
        if not isinstance(element.logic, FunctionLogic):
            return None
        scope = self.scope(element)
        # A model may call itself; the depth of the evaluation bounds it.
        itself: dict[str, Any] = {}
        itself[element.variable.name] = self.function(element.logic, Scope(itself, scope), element.variable)
        made: Function = itself[element.variable.name]
        return made

    def _service(self, element: Element) -> Function:
        parameters = [self.elements[identifier] for identifier in element.parameters]
        names = tuple(parameter.variable.name for parameter in parameters)

        def call(_machine: Machine, *arguments: Any) -> Any:
            inner = Run(self.elements, self.types, dict(zip(names, arguments, strict=True)), strict=self.strict)
            inner.machine = self.machine
            result = inner.service(element)
            self.hits.extend(inner.hits)
            self.problems.extend(inner.problems)
            return result

        return Function(element.name, names, call, needs_machine=True)

    def service(self, element: Element) -> Any:
        """Return the output of a decision service, or a context of its outputs when it has several."""
        outputs = {self.elements[one].variable.name: self.value(one) for one in element.outputs}
        return next(iter(outputs.values())) if len(outputs) == 1 else outputs

    # Logic

    def logic(self, logic: Logic, scope: Scope) -> Any:
        """Return the value of ``logic``."""
        if isinstance(logic, LiteralLogic):
            return self.machine.run(logic.expression.tree, scope)
        self.machine.spend(1)
        if isinstance(logic, Table):
            return self._table(logic, scope)
        if isinstance(logic, ContextLogic):
            return self._context(logic, scope)
        if isinstance(logic, FunctionLogic):
            return self.function(logic, scope, Variable(""))
        if isinstance(logic, InvocationLogic):
            given = {name: self.logic(argument, scope) for name, argument in logic.bindings}
            return call_named(self.machine, self.logic(logic.function, scope), given)
        return self._other(logic, scope)

    def _other(
        self, logic: ListLogic | RelationLogic | ConditionalLogic | FilterLogic | IteratorLogic, scope: Scope
    ) -> Any:
        if isinstance(logic, ListLogic):
            return [self.logic(item, scope) for item in logic.items]
        if isinstance(logic, RelationLogic):
            rows = ([self.logic(cell, scope) for cell in row] for row in logic.rows)
            return [dict(zip(logic.columns, row, strict=True)) for row in rows]
        if isinstance(logic, ConditionalLogic):
            return self.logic(logic.yes if self.logic(logic.condition, scope) is True else logic.no, scope)
        items = _items(self.logic(logic.source, scope))
        if isinstance(logic, FilterLogic):
            return self.machine.bounded([item for item in items if self._keeps(logic, item, scope)])
        verdicts = [self.logic(logic.body, Scope({logic.variable: item}, scope)) for item in items]
        if logic.kind == "for":
            return self.machine.bounded(verdicts)
        return _quantified(verdicts, every=logic.kind == "every")

    def _keeps(self, logic: FilterLogic, item: Any, scope: Scope) -> bool:
        inner = {"item": item, **item} if isinstance(item, dict) else {"item": item}
        return self.logic(logic.match, Scope(inner, scope)) is True

    def _context(self, logic: ContextLogic, scope: Scope) -> Any:
        made: dict[str, Any] = {}
        inner = Scope(made, scope)
        for variable, entry in logic.entries:
            value = self.logic(entry, inner)
            if variable is None:
                return value
            made[variable.name] = self.fitted(value, variable.type, variable.name)
        return made

    def function(self, logic: FunctionLogic, scope: Scope, variable: Variable) -> Function:
        """Return ``logic`` as a function that expressions can call."""
        names = tuple(parameter.name for parameter in logic.parameters)

        def call(_machine: Machine, *arguments: Any) -> Any:
            given: dict[str, Any] = {}
            for parameter, argument in zip(logic.parameters, arguments, strict=True):
                given[parameter.name] = self.fitted(argument, parameter.type, parameter.name)
            value = self.logic(logic.body, Scope(given, scope))
            return self.fitted(value, variable.type, variable.name)

        return Function(variable.name, names, call, needs_machine=True)

    # Tables

    def _table(self, table: Table, scope: Scope) -> Any:
        owner = self._owner_type(table)
        priorities = [
            column.ordered or listed(self.types.ordered(column.type)) or self._inherited(owner, table, column.name)
            for column in table.outputs
        ]
        try:
            found = matches(table, scope, self.machine)
            counted = chosen(table, found, priorities, self.machine)
            self.hits.extend(self._hit(table, match, scope) for match in counted)
            if not counted and any(column.default for column in table.outputs):
                return self._default(table, scope)
            return combined(table, counted, lambda match: self._shaped(table, match.outputs))
        except DecisionNotMade as error:
            self.failed(error)
            return None

    def _owner_type(self, table: Table) -> TypeRef | None:
        for element in self.elements.values():
            if element.logic is table:
                return element.variable.type
        return None

    def _inherited(self, owner: TypeRef | None, table: Table, name: str) -> Any:
        component = self.types.component(owner, name)
        if component is not None:
            return listed(component.allowed)
        return listed(self.types.ordered(owner)) if len(table.outputs) == 1 else ()

    def _default(self, table: Table, scope: Scope) -> Any:
        values = tuple(
            self.machine.run(column.default.tree, scope) if column.default else None for column in table.outputs
        )
        shaped = self._shaped(table, values)
        several = table.hit_policy not in {"UNIQUE", "FIRST", "PRIORITY", "ANY"} and not table.aggregation
        return [shaped] if several and not isinstance(shaped, list) else shaped

    def _shaped(self, table: Table, values: tuple[Any, ...]) -> Any:
        fitted = [
            self.fitted(value, column.type, table.name) for value, column in zip(values, table.outputs, strict=True)
        ]
        if len(table.outputs) == 1:
            return fitted[0]
        return {column.name: value for column, value in zip(table.outputs, fitted, strict=True)}

    def _hit(self, table: Table, match: Match, scope: Scope) -> RuleHit:
        notes = {name: self._filled(template, scope) for name, template in match.rule.annotations.items()}
        sentence = None
        if notes.get("zh") or notes.get("en"):
            sentence = Sentence(notes.get("zh", ""), notes.get("en", ""), notes.get("source", ""))
        return RuleHit(table.name, match.rule.id, match.index, sentence, notes)

    def _filled(self, template: Template, scope: Scope) -> str:
        return "".join(
            part if isinstance(part, str) else self._figure(part.expression.tree, part.form, scope) for part in template
        )

    def _figure(self, tree: Any, form: str, scope: Scope) -> str:
        value = self.machine.run(tree, scope)
        if form == "yuan" and isinstance(value, int) and not isinstance(value, bool):
            return yuan_text(value)
        return text_of(value) or "null"


def _items(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]


def _quantified(verdicts: list[Any], *, every: bool) -> bool | None:
    if any(verdict is (not every) for verdict in verdicts):
        return not every
    return None if any(not isinstance(verdict, bool) for verdict in verdicts) else every


def _type(reference: TypeRef | None) -> str:
    return reference.name if reference else "any"

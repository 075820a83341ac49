"""What a Bangfu process must say besides BPMN: who, by when, with what form, guarded how, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from kit.i18n import Text
from workflows.engine.diagram import Node
from workflows.engine.extensions import Extensions
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check, fault, fault_at
from workflows.engine.variables import OUTCOME, expressions, read_names, settable

_GATES_ON = frozenset({"userTask", "serviceTask", "businessRuleTask", "intermediateCatchEvent", "receiveTask"})


def understood(check: Check) -> Iterator[Finding]:
    """Refuse Bangfu elements and attributes that nothing reads, mostly slips of the pen."""
    placed: list[tuple[str, str, Extensions]] = []
    placed += [(scope.file, scope.id, scope.extensions) for scope in check.model.scopes.values()]
    placed += [(node.file, node.id, node.extensions) for node in check.model.nodes.values()]
    for scope in check.model.scopes.values():
        placed += [(scope.file, flow.id, flow.extensions) for flow in scope.flows.values()]
    for file, element_id, extensions in placed:
        for what in dict.fromkeys(extensions.faults):
            yield fault_at(
                file,
                element_id,
                "extension",
                Text(
                    "The Bangfu extension {what} is not understood. Compare it with the modelling guide.",
                    {"what": what},
                ),
            )


def misplaced(check: Check) -> Iterator[Finding]:
    """Refuse Bangfu elements on kinds of element where they mean nothing."""
    for node in check.model.nodes.values():
        ext, timer = node.extensions, node.event == "timer"
        wrong = [
            name
            for name, present, fits in (
                ("task", ext.has_task, node.kind == "userTask"),
                ("outcomes", bool(ext.outcomes), node.kind == "userTask"),
                ("deadline", ext.deadline is not None, node.kind == "userTask" or timer),
                ("clock", ext.clock is not None, timer),
                ("resets", ext.resets is not None, node.kind == "userTask" or timer),
                ("gate", ext.gate is not None, node.kind in _GATES_ON or node.kind == "boundaryEvent"),
                ("act", ext.act is not None, node.kind == "serviceTask"),
                ("service", ext.service is not None, node.kind == "serviceTask"),
                ("decision", ext.decision is not None, node.kind == "businessRuleTask"),
                ("ends", ext.ends is not None, node.kind == "endEvent"),
            )
            if present and not fits
        ]
        for name in wrong:
            yield fault(
                node,
                "misplaced",
                Text("bangfu:{name} means nothing on this kind of element. Remove it.", {"name": name}),
            )


GATE_HOLDERS = {"visit": "visitor", "study": "committee", "signature": "chair"}
"""Who passes a gate that a person passes (D13): a diagram cannot give the chair's signature to a clerk."""


def tasks(check: Check) -> Iterator[Finding]:
    """Require level, role, form and outcomes of every user task, all known."""
    known = check.catalogue
    forms = known.forms | check.forms.names
    for node in check.model.nodes.values():
        if node.kind != "userTask":
            continue
        ext = node.extensions
        for name, value, values in (
            ("level", ext.level, known.levels),
            ("role", ext.role, known.roles),
            ("form", ext.form, forms),
        ):
            if value is None:
                yield fault(
                    node,
                    "task-attribute",
                    Text("The user task does not say its {name}. Add bangfu:task {name}=….", {"name": name}),
                )
            elif value not in values:
                yield fault(node, f"unknown-{name}", _unknown(name, value))
        yield from _outcomes(check, node)
        holder = GATE_HOLDERS.get(ext.gate or "")
        if holder is not None and ext.role in known.roles and ext.role != holder:
            told = {"gate": str(ext.gate), "role": str(ext.role), "holder": holder}
            yield fault(
                node,
                "gate-role",
                Text(
                    "The gate {gate} is held by the role {holder}, but the task goes to {role}. Correct the role.", told
                ),
            )
    for file in check.forms.unreadable:
        yield fault_at(file, "-", "form-unreadable", Text("The form is not readable JSON. Correct it."))


def _unknown(name: str, value: str) -> Text:
    texts = {
        "level": Text("The level {value} is not known. Choose one that exists.", {"value": value}),
        "role": Text("The role {value} is not known. Choose one that exists.", {"value": value}),
        "form": Text("The form {value} is not known. Put it beside the diagram, under forms.", {"value": value}),
        "service": Text("The service {value} is not known. Choose one that exists.", {"value": value}),
        "decision": Text("The decision {value} is not known. Choose one that exists.", {"value": value}),
        "setting": Text("The setting {value} is not known. Choose one that exists.", {"value": value}),
    }
    return texts[name]


def _outcomes(check: Check, node: Node) -> Iterator[Finding]:
    outcomes = node.extensions.outcomes
    if not outcomes:
        yield fault(node, "no-outcomes", Text("The user task has no outcomes. Add bangfu:outcomes, at least one."))
    values = [outcome.value for outcome in outcomes]
    if len(set(values)) < len(values):
        yield fault(node, "outcome", Text("Two outcomes have the same value. Rename one of them."))
    fields = check.forms.fields(node.extensions.form)
    for outcome in outcomes:
        if not outcome.value.isidentifier() or not outcome.value.isascii():
            yield fault(
                node,
                "outcome",
                Text(
                    "The outcome value {value} is not usable. Use letters, digits and _.",
                    {"value": outcome.value or "-"},
                ),
            )
        if not outcome.zh or not outcome.en:
            yield fault(
                node,
                "label-missing",
                Text("The outcome {value} needs its label in both languages, zh and en.", {"value": outcome.value}),
            )
        for name in outcome.requires:
            if fields and name not in fields and name != "opinion":
                yield fault(
                    node,
                    "outcome",
                    Text(
                        "The outcome requires the field {name}, which the form lacks. Add it to the form.",
                        {"name": name},
                    ),
                )


def services(check: Check) -> Iterator[Finding]:
    """Require a known service of every service task, a known decision of every business rule task."""
    for node in check.model.nodes.values():
        if node.kind == "serviceTask":
            name, value, known = "service", node.extensions.service, check.catalogue.services
        elif node.kind == "businessRuleTask":
            name, value, known = "decision", node.extensions.decision, check.catalogue.decisions
        else:
            continue
        if value is None:
            yield fault(
                node,
                "task-attribute",
                Text("The task does not say which {name} it asks for. Add bangfu:{name}.", {"name": name}),
            )
        elif value not in known:
            yield fault(node, f"unknown-{name}", _unknown(name, value))


def deadlines(check: Check) -> Iterator[Finding]:
    """Require a deadline of every timer, known settings, and clocks that exist."""
    clocks = {node.extensions.clock for node in check.model.nodes.values() if node.extensions.clock}
    for node in check.model.nodes.values():
        ext = node.extensions
        if node.event == "timer" and ext.deadline is None:
            yield fault(
                node, "timer-deadline", Text("The timer has no bangfu:deadline, which says how long it runs. Add one.")
            )
        if ext.deadline and ext.deadline.setting is not None and ext.deadline.setting not in check.catalogue.settings:
            yield fault(node, "unknown-setting", _unknown("setting", ext.deadline.setting))
        if ext.resets is not None and ext.resets not in clocks:
            yield fault(
                node,
                "unknown-clock",
                Text("No timer carries the clock {name} that is reset here. Name its clock.", {"name": ext.resets}),
            )


def gates(check: Check) -> Iterator[Finding]:
    """Require that what an act waits for is marked somewhere, and that gates name real outcomes."""
    marked = {node.extensions.gate for node in check.model.nodes.values() if node.extensions.gate}
    for node in check.model.nodes.values():
        ext = node.extensions
        if ext.act and not ext.requires:
            yield fault(node, "act", Text("The act does not say which gates guard it. Add requires=…."))
        for kind in ext.requires:
            if kind not in marked:
                yield fault(
                    node,
                    "gate-missing",
                    Text("The act requires the gate {kind}, but no element is marked as it. Mark it.", {"kind": kind}),
                )
        values = {outcome.value for outcome in ext.outcomes}
        for value in ext.gate_outcomes:
            if value not in values:
                yield fault(
                    node,
                    "gate",
                    Text("The gate names the outcome {value}, which is not offered. Correct it.", {"value": value}),
                )


def labels(check: Check) -> Iterator[Finding]:
    """Require a name of what people meet, and English beside every name."""
    model = check.model
    main = model.main()
    things: list[tuple[str, str, str, str]] = [
        (scope.file, scope.id, scope.name, scope.extensions.label_en) for scope in model.processes.values()
    ]
    things += [(lane.file, lane.id, lane.name, lane.name_en) for lane in model.lane_list]
    things += [(node.file, node.id, node.name, node.extensions.label_en) for node in model.nodes.values()]
    for scope in model.scopes.values():
        things += [(scope.file, flow.id, flow.name, flow.extensions.label_en) for flow in scope.flows.values()]
    for file, element_id, name, english in things:
        if name and not english:
            yield fault_at(
                file,
                element_id,
                "label-missing",
                Text("“{name}” has no English label. Add bangfu:label en=….", {"name": name}),
            )
        elif any("\u4e00" <= letter <= "\u9fff" for letter in english):
            yield fault_at(
                file,
                element_id,
                "label-missing",
                Text("The English label “{name}” is not English. Translate it.", {"name": english}),
            )
    named = [node for node in model.nodes.values() if node.kind in {"userTask", "serviceTask", "businessRuleTask"}]
    for thing in ([main] if main else []) + named:
        if not thing.name:
            yield fault(thing, "name-missing", Text("It has no name. People meet it in lists: name it."))


def lanes(check: Check) -> Iterator[Finding]:
    """Require that user tasks lie in a lane where there are lanes."""
    model = check.model
    if not model.lane_list:
        return
    for node in model.nodes.values():
        if node.kind != "userTask":
            continue
        at: str | None = node.id
        while at is not None and at not in model.lanes:
            owner = model.nodes[at].scope if at in model.nodes else ""
            at = owner if owner in model.nodes else None
        if at is None and model.scopes[node.scope].file == (main.file if (main := model.main()) else ""):
            yield fault(node, "no-lane", Text("The task lies in no lane. Move it into the lane of its level."))


def variables(check: Check) -> Iterator[Finding]:
    """Refuse conditions on variables that nothing sets: they would be null for ever."""
    names = frozenset().union(*(read_names(text) for _, _, text in expressions(check.model)))
    set_somewhere = {name for node in check.model.nodes.values() for name in settable(node, check.forms, names)}
    set_somewhere |= {
        name
        for node in check.model.nodes.values()
        if node.loop
        for name in (node.loop.item, node.loop.outputs, node.loop.output)
        if name
    }
    for file, element_id, text in expressions(check.model):
        for name in sorted(read_names(text) - set_somewhere):
            yield fault_at(
                file,
                element_id,
                "unset-variable",
                Text(
                    "The condition reads {name}, which nothing sets. Add it to a form, or declare it with bangfu:sets.",
                    {"name": name},
                )
                if name != OUTCOME
                else Text("The condition reads the outcome, but no user task has outcomes. Add them."),
            )


BANGFU_RULES = (
    understood,
    misplaced,
    tasks,
    services,
    deadlines,
    gates,
    labels,
    lanes,
    variables,
)

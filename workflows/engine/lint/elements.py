"""Elements that the engine does not run, or would run wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kit.i18n import Text
from workflows.engine.diagram import CHOREOGRAPHY, FLOW_NODES, Loop, Node
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check, fault, fault_at
from workflows.engine.xml import BPMN, local, tag

_REFUSED: Mapping[str, tuple[str, Text]] = {
    "task": (
        "plain-task",
        Text("A task without a type is done by nobody. Make it a user task, a service task or a business rule task."),
    ),
    "manualTask": (
        "plain-task",
        Text("A manual task leaves no record. Make it a user task with a form, or remove it."),
    ),
    "scriptTask": (
        "script",
        Text("A script task would run code in the engine. Use a service task, or a decision table."),
    ),
    "sendTask": (
        "message-throw",
        Text("The engine sends no messages by itself. Use a service task: its notice goes out with the case's record."),
    ),
    "complexGateway": (
        "complex-gateway",
        Text("A complex gateway cannot be run. Express it with exclusive, inclusive or parallel gateways."),
    ),
    "transaction": (
        "transaction",
        Text("A transaction subprocess cannot be run. Use an ordinary subprocess, and gateways for what may fail."),
    ),
    "adHocSubProcess": (
        "ad-hoc",
        Text("An ad-hoc subprocess cannot be run. Draw its tasks with an inclusive gateway."),
    ),
}

_HARMLESS = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "textAnnotation",
        "association",
        "group",
        "incoming",
        "outgoing",
        "auditing",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "category",
    }
)
_DATA = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "property",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
    }
)


def refused_elements(check: Check) -> Iterator[Finding]:
    """Refuse the kinds of flow node that the engine breaks or lacks."""
    for node in check.model.nodes.values():
        if node.kind in _REFUSED:
            rule, text = _REFUSED[node.kind]
            yield fault(node, rule, text)
        if node.element.get("triggeredByEvent") == "true":
            yield fault(
                node,
                "event-subprocess",
                Text("An event subprocess does not interrupt what it should. Use a boundary event on a subprocess."),
            )
        if node.element.get("isForCompensation") == "true":
            yield fault(
                node,
                "compensation",
                Text("Compensation is ignored by the engine. Draw what undoes the work as an ordinary path."),
            )


def unknown_children(check: Check) -> Iterator[Finding]:
    """Refuse data elements, which can hang the parser, and anything the engine would silently drop."""
    for scope in check.model.scopes.values():
        for child in scope.element:
            name, child_id = local(child), child.get("id") or scope.id
            if name in _DATA:
                yield fault_at(scope.file, child_id, "data-object", _data_text())
            elif name in CHOREOGRAPHY or (
                child.tag.startswith(f"{{{BPMN}}}") and name not in _HARMLESS | FLOW_NODES | _CHILD_OF_SUBPROCESS
            ):
                yield fault_at(
                    scope.file,
                    child_id,
                    "unknown-element",
                    Text("The element <{name}> is ignored by the engine. Remove it.", {"name": name}),
                )
    for node in check.model.nodes.values():
        if any(local(child) in _DATA for child in node.element) and node.kind != "subProcess":
            yield fault(node, "data-object", _data_text())
    for file, root in check.model.roots.items():
        for name in ("dataStore", "correlationProperty", "correlationKey"):
            for element in root.iter(tag(name)):
                yield fault_at(file, element.get("id"), "data-object", _data_text())


_CHILD_OF_SUBPROCESS = frozenset({"completionCondition", "correlationSubscription", "supports"})


def _data_text() -> Text:
    return Text(
        "Data objects, data stores and correlations are not read. "
        "A case's data lives in its records; write remarks as text annotations."
    )


def identifiers(check: Check) -> Iterator[Finding]:
    """Refuse missing and repeated ids: keys, work items and timers name elements by id."""
    for file, element_id in check.model.duplicates:
        yield fault_at(
            file,
            element_id,
            "duplicate-id",
            Text("The id {id} is used twice. Give one of them another.", {"id": element_id}),
        )
    for node in check.model.nodes.values():
        if not node.id:
            yield fault_at(
                node.file, None, "missing-id", Text("A <{kind}> has no id. Give it one.", {"kind": node.kind})
            )
        elif not _good_id(node.id):
            yield fault(
                node,
                "bad-id",
                Text("The id {id} is not usable. Use letters, digits, _ and -, at most 100.", {"id": node.id}),
            )


def _good_id(element_id: str) -> bool:
    return len(element_id) <= len("x" * 100) and element_id.replace("-", "_").replace(".", "_").isidentifier()


def repeated_activities(check: Check) -> Iterator[Finding]:
    """Refuse loops whose list, number or end is not said, or that the engine would get wrong."""
    for node in check.model.nodes.values():
        text = _loop_fault(node)
        if text:
            yield fault(node, "loop", text)


def _loop_fault(node: Node) -> Text | None:
    loop = node.loop
    if loop is None:
        return None
    if loop.kind == "standard":
        both = node.element.find(tag("multiInstanceLoopCharacteristics")) is not None
        mixed = Text("The activity is both a loop and repeated for a list; the engine mixes them up. Keep one marker.")
        return mixed if both else _standard_fault(loop)
    text: Text | None = None
    if bool(loop.items) == bool(loop.cardinality):
        text = Text(
            "A repeated activity needs either a list to run over or a number of times, and not both. Correct it."
        )
    elif loop.outputs and not loop.output:
        text = Text("The repeated activity collects a list but does not say of what. Name the output item.")
    elif loop.outputs and loop.outputs in {loop.items, loop.item, loop.output}:
        text = Text("The repeated activity collects into a list that it also reads. Use another variable.")
    else:
        names = [name for name in (loop.items, loop.item, loop.outputs, loop.output) if name]
        bad = [name for name in names if not name.isidentifier()]
        if bad:
            text = Text("The variable name {name} is not usable. Use letters, digits and _.", {"name": bad[0]})
    return text


def _standard_fault(loop: Loop) -> Text | None:
    if loop.maximum is not None and not loop.maximum.isdecimal():
        return Text("The loop's maximum is not a whole number: {value}. Correct it.", {"value": loop.maximum})
    return None if loop.condition or loop.maximum else Text("The loop has no end: give a maximum or a condition.")


ELEMENT_RULES = (refused_elements, unknown_children, identifiers, repeated_activities)

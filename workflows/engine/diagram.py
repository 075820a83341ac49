"""A definition as its XML says it: processes, scopes, flow nodes and flows, with Bangfu's extensions read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.extensions import Extensions, read_extensions
from workflows.engine.xml import local, tag

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "businessRuleTask", "scriptTask", "sendTask", "receiveTask"}
)
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})


@dataclass(frozen=True)
class Flow:
    """A sequence flow. ``condition`` is FEEL, without the leading ``=``."""

    id: str
    source: str
    target: str
    name: str
    condition: str | None
    language: str | None
    extensions: Extensions


@dataclass(frozen=True)
class Loop:
    """How an activity is repeated: ``parallel``, ``sequential`` or ``standard``."""

    kind: str
    cardinality: str | None = None
    items: str | None = None
    item: str | None = None
    outputs: str | None = None
    output: str | None = None
    condition: str | None = None
    test_before: bool = False
    maximum: str | None = None


@dataclass
class Node:
    """A flow node. ``events`` are the local names of its event definitions, without ``EventDefinition``."""

    id: str
    kind: str
    name: str
    scope: str
    file: str
    element: etree._Element
    extensions: Extensions
    events: tuple[str, ...] = ()
    message: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    called: str | None = None
    default: str | None = None
    loop: Loop | None = None
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    boundary: list[Node] = field(default_factory=list)

    @property
    def event(self) -> str | None:
        """The one event definition that the node has, if any."""
        return self.events[0] if self.events else None


@dataclass
class Scope:
    """A process or an embedded subprocess: what a token cannot leave but by completing it."""

    id: str
    kind: str
    name: str
    file: str
    parent: str | None
    element: etree._Element
    extensions: Extensions
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)

    def starts(self) -> list[Node]:
        """Return the start events."""
        return [node for node in self.nodes.values() if node.kind == "startEvent"]


@dataclass(frozen=True)
class Lane:
    """A lane: its name in both languages."""

    id: str
    name: str
    name_en: str
    file: str


@dataclass
class Model:
    """All files of one definition."""

    roots: Mapping[str, etree._Element]
    processes: dict[str, Scope] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    lane_list: list[Lane] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    dangling: list[tuple[str, Flow]] = field(default_factory=list)

    def called(self) -> frozenset[str]:
        """Return the ids of the processes that call activities name."""
        return frozenset(node.called for node in self.nodes.values() if node.called)

    def main(self) -> Scope | None:
        """Return the process that none of the others calls; None when there is not exactly one."""
        mains = [process for process in self.processes.values() if process.id not in self.called()]
        return mains[0] if len(mains) == 1 else None

    def label(self, element_id: str) -> str:
        """Return the name of an element for people, or its id."""
        thing = self.nodes.get(element_id) or self.scopes.get(element_id)
        return (thing.name if thing else "") or element_id


def read_model(roots: Mapping[str, etree._Element]) -> Model:
    """Read hardened XML roots (file name → root) into one model. Never raises: faults are left for the lint."""
    model = Model(roots)
    for file in sorted(roots):
        root = roots[file]
        messages = {message.get("id", ""): message.get("name", "") for message in root.iter(tag("message"))}
        for lane in root.iter(tag("lane")):
            _read_lane(model, file, lane)
        for process in root.iter(tag("process")):
            _read_scope(model, file, process, None, messages)
    return model


def _read_lane(model: Model, file: str, element: etree._Element) -> None:
    lane = Lane(element.get("id", ""), element.get("name", ""), read_extensions(element).label_en, file)
    model.lane_list.append(lane)
    for reference in element.findall(tag("flowNodeRef")):
        model.lanes[reference.text or ""] = lane


def _read_scope(
    model: Model, file: str, element: etree._Element, parent: str | None, messages: Mapping[str, str]
) -> None:
    scope = Scope(
        id=element.get("id", ""),
        kind=local(element),
        name=element.get("name", ""),
        file=file,
        parent=parent,
        element=element,
        extensions=read_extensions(element),
    )
    if scope.id in model.scopes:
        model.duplicates.append((file, scope.id))
    model.scopes[scope.id] = scope
    if parent is None:
        model.processes[scope.id] = scope
    for child in element:
        kind = local(child)
        if kind in FLOW_NODES:
            _read_node(model, scope, child, messages)
        elif kind == "sequenceFlow":
            flow = _read_flow(child)
            scope.flows[flow.id] = flow
    _connect(model, scope)
    for child in element:
        if local(child) in SUBPROCESSES:
            _read_scope(model, file, child, scope.id, messages)


def _read_node(model: Model, scope: Scope, element: etree._Element, messages: Mapping[str, str]) -> None:
    definitions = [child for child in element if local(child).endswith("EventDefinition")]
    reference = element.get("messageRef")
    for definition in definitions:
        reference = definition.get("messageRef") or reference
    node = Node(
        id=element.get("id", ""),
        kind=local(element),
        name=element.get("name", ""),
        scope=scope.id,
        file=scope.file,
        element=element,
        extensions=read_extensions(element),
        events=tuple(local(definition).removesuffix("EventDefinition") for definition in definitions),
        message=messages.get(reference) if reference else None,
        attached_to=element.get("attachedToRef"),
        interrupting=element.get("cancelActivity", "true") == "true",
        called=element.get("calledElement"),
        default=element.get("default"),
        loop=_read_loop(element),
    )
    if node.kind == "receiveTask" and not node.events:
        node.events = ("message",)
    if node.id in model.nodes or node.id in scope.nodes:
        model.duplicates.append((scope.file, node.id))
    model.nodes[node.id] = node
    scope.nodes[node.id] = node


def _read_flow(element: etree._Element) -> Flow:
    condition = element.find(tag("conditionExpression"))
    text = None if condition is None else (condition.text or "").strip()
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        name=element.get("name", ""),
        condition=text.removeprefix("=").strip() if text is not None else None,
        language=None if condition is None else condition.get("language"),
        extensions=read_extensions(element),
    )


def _connect(model: Model, scope: Scope) -> None:
    for flow in scope.flows.values():
        source, target = scope.nodes.get(flow.source), scope.nodes.get(flow.target)
        if source is None or target is None:
            model.dangling.append((scope.file, flow))
            continue
        source.outgoing.append(flow)
        target.incoming.append(flow)
    for node in scope.nodes.values():
        if node.attached_to in scope.nodes:
            scope.nodes[node.attached_to].boundary.append(node)


def _text(element: etree._Element, name: str) -> str | None:
    child = element.find(tag(name))
    return None if child is None else (child.text or "").strip()


def _item(element: etree._Element, name: str) -> str | None:
    child = element.find(tag(name))
    return None if child is None else (child.get("id") or child.get("name"))


def _read_loop(element: etree._Element) -> Loop | None:
    standard = element.find(tag("standardLoopCharacteristics"))
    if standard is not None:
        return Loop(
            "standard",
            condition=_text(standard, "loopCondition"),
            test_before=standard.get("testBefore") == "true",
            maximum=standard.get("loopMaximum"),
        )
    many = element.find(tag("multiInstanceLoopCharacteristics"))
    if many is None:
        return None
    return Loop(
        "sequential" if many.get("isSequential") == "true" else "parallel",
        cardinality=_text(many, "loopCardinality"),
        items=_text(many, "loopDataInputRef"),
        item=_item(many, "inputDataItem"),
        outputs=_text(many, "loopDataOutputRef"),
        output=_item(many, "outputDataItem"),
        condition=_text(many, "completionCondition"),
    )


def walk_subscopes(model: Model, scope_id: str) -> Iterator[Scope]:
    """Yield the scope and every embedded subprocess inside it."""
    yield model.scopes[scope_id]
    for scope in list(model.scopes.values()):
        if scope.parent == scope_id:
            yield from walk_subscopes(model, scope.id)

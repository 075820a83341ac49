"""How the parts hang together: processes, flows, gateways, loops, calls."""

from __future__ import annotations

from collections.abc import Iterator

from kit.i18n import Text
from workflows.engine.diagram import GATEWAYS, Model, Node, Scope
from workflows.engine.findings import Finding
from workflows.engine.graph import edges_of, longest_path, on_cycle, reachable
from workflows.engine.lint.base import Check, fault, fault_at

MAX_PARALLEL_BLOCKS = 3
MAX_NODES = 300
_SYNCHRONISING = frozenset({"parallelGateway", "inclusiveGateway"})
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_WAITING = frozenset({"userTask", "serviceTask", "businessRuleTask", "receiveTask", "eventBasedGateway"})


def processes(check: Check) -> Iterator[Finding]:
    """Require one main process, and that every process may run."""
    model = check.model
    file = next(iter(model.roots), "-")
    if not model.processes:
        yield fault_at(file, "-", "no-process", Text("There is no process in the files. Draw one."))
    elif model.main() is None:
        names = ", ".join(sorted(model.processes))
        yield fault_at(
            file,
            "-",
            "main-process",
            Text(
                "Exactly one process must be called by no other, but the files hold {names}. Publish them apart.",
                {"names": names},
            ),
        )
    for process in model.processes.values():
        if process.element.get("isExecutable", "true") != "true":
            yield fault(process, "not-executable", Text("The process is not executable. Set isExecutable to true."))


def scopes(check: Check) -> Iterator[Finding]:
    """Require one start, an end, and a size that the engine can read, in every scope."""
    for scope in check.model.scopes.values():
        starts = len(scope.starts())
        if starts != 1 and scope.kind in {"process", "subProcess"}:
            yield fault(
                scope,
                "one-start",
                Text(
                    "There must be exactly one start event here, but there are {count}. Correct it.", {"count": starts}
                ),
            )
        if not any(node.kind == "endEvent" for node in scope.nodes.values()):
            yield fault(scope, "no-end", Text("There is no end event here. Draw where the work ends."))
        if len(scope.nodes) > MAX_NODES:
            yield fault(
                scope,
                "long-chain",
                Text(
                    "There are {count} elements here; at most {limit} can be read. Split the process and call its parts.",
                    {"count": len(scope.nodes), "limit": MAX_NODES},
                ),
            )
        blocks = longest_path(edges_of(scope), lambda node_id, scope=scope: _is_split(scope.nodes[node_id]))  # type: ignore[misc]
        if blocks > MAX_PARALLEL_BLOCKS:
            yield fault(
                scope,
                "parallel-ladder",
                Text(
                    "There are {count} parallel blocks in sequence; beyond {limit} the engine's forecast explodes. "
                    "Put some of them into subprocesses.",
                    {"count": blocks, "limit": MAX_PARALLEL_BLOCKS},
                ),
            )


def _is_split(node: Node) -> int:
    return int(node.kind == "parallelGateway" and len(node.outgoing) > 1)


def flows(check: Check) -> Iterator[Finding]:
    """Require that flows lead from something to something, and that every node has a way on."""
    for file, flow in check.model.dangling:
        yield fault_at(
            file,
            flow.id,
            "dangling-flow",
            Text("The sequence flow does not connect two elements of one level. Draw it again."),
        )
    for node in check.model.nodes.values():
        out = len(node.outgoing)
        if node.kind == "endEvent":
            if out:
                yield fault(node, "end-goes-on", Text("A sequence flow leaves an end event. Remove it."))
        elif out == 0 and node.element.get("triggeredByEvent") != "true":
            yield fault(node, "no-way-on", Text("Nothing follows here. Draw where the case goes on, or an end event."))
        elif out > 1 and node.kind not in GATEWAYS:
            yield fault(
                node, "several-outgoing", Text("Several sequence flows leave here. Put a gateway between, to say how.")
            )
        if node.incoming and node.kind in {"startEvent", "boundaryEvent"}:
            yield fault(node, "start-entered", Text("A sequence flow enters an event that only starts. Remove it."))
        if node.kind == "boundaryEvent" and node.attached_to not in check.model.nodes:
            yield fault(node, "boundary", Text("The boundary event sits on nothing. Put it on an activity."))


def unreachable(check: Check) -> Iterator[Finding]:
    """Refuse nodes that no case can reach: the engine drops them without a word."""
    for scope in check.model.scopes.values():
        reached = reachable(edges_of(scope), [node.id for node in scope.starts()])
        for node in scope.nodes.values():
            if node.id not in reached and node.element.get("triggeredByEvent") != "true":
                yield fault(node, "unreachable", Text("No path leads here from the start. Connect it or remove it."))


def choices(check: Check) -> Iterator[Finding]:
    """Require that conditions stand where they are read, and only there."""
    for node in check.model.nodes.values():
        choosing = node.kind in _CHOOSING
        ids = {flow.id for flow in node.outgoing}
        if node.default is not None and (not choosing or node.default not in ids):
            yield fault(
                node,
                "default-flow",
                Text("The default flow does not leave an exclusive or inclusive gateway. Remove it."),
            )
        for flow in node.outgoing:
            if flow.condition is not None and not choosing:
                yield fault_at(
                    node.file,
                    flow.id,
                    "condition-ignored",
                    Text(
                        "The condition is ignored: only flows from exclusive and inclusive gateways have conditions. Put a gateway before it."
                    ),
                )
            elif choosing and flow.id == node.default and flow.condition is not None:
                yield fault_at(
                    node.file,
                    flow.id,
                    "condition-ignored",
                    Text("The condition is ignored: this is the default flow. Remove one or the other."),
                )
            elif choosing and flow.id != node.default and not flow.condition and len(node.outgoing) > 1:
                yield fault_at(
                    node.file,
                    flow.id,
                    "flow-without-condition",
                    Text("The flow has no condition and is not the default. Give it one."),
                )
        if node.kind in _SYNCHRONISING:
            sources = [flow.source for flow in node.incoming]
            if len(set(sources)) < len(sources):
                yield fault(
                    node,
                    "double-flow",
                    Text("Two flows come in from one element; the join would count them as one. Remove one."),
                )


def parallel_in_loop(check: Check) -> Iterator[Finding]:
    """Refuse bare parallel blocks in loops: plain SpiffWorkflow joins them too early the second time."""
    for scope in check.model.scopes.values():
        for node_id in sorted(on_cycle(edges_of(scope))):
            node = scope.nodes[node_id]
            if node.kind in _SYNCHRONISING and (len(node.outgoing) > 1 or len(node.incoming) > 1):
                yield fault(
                    node,
                    "parallel-in-loop",
                    Text("The gateway lies on a loop, where it would join too early. Put its block into a subprocess."),
                )


def endless_loops(check: Check) -> Iterator[Finding]:
    """Refuse loops in which nothing ever waits."""
    for scope in check.model.scopes.values():
        edges = edges_of(scope)
        automatic = {node_id for node_id, node in scope.nodes.items() if not _waits(check.model, node)}
        inside = {node_id: [to for to in edges[node_id] if to in automatic] for node_id in automatic}
        for node_id in sorted(on_cycle(inside))[:1]:
            yield fault(
                scope.nodes[node_id],
                "endless-loop",
                Text("The loop through here never waits for anybody or anything. Put a task or a timer into it."),
            )


def _waits(model: Model, node: Node) -> bool:
    if node.kind in _WAITING or node.event in {"timer", "message"}:
        return True
    inner = model.scopes.get(node.id) or (
        model.processes.get(node.called or "") if node.kind == "callActivity" else None
    )
    # One level is enough: a block without any task of its own is not worth a loop.
    return inner is not None and any(child.kind in _WAITING for child in inner.nodes.values())


def calls(check: Check) -> Iterator[Finding]:
    """Refuse calls of processes that are missing, or that come back to the caller."""
    model = check.model
    edges: dict[str, list[str]] = {process_id: [] for process_id in model.processes}
    for node in model.nodes.values():
        if node.kind != "callActivity":
            continue
        if node.called not in model.processes:
            yield fault(
                node,
                "missing-callee",
                Text(
                    "The process {called} that is called is not among the files. Add it.",
                    {"called": node.called or "-"},
                ),
            )
        else:
            edges[_process_of(model, node).id].append(node.called)
    circular = on_cycle(edges)
    for node in model.nodes.values():
        if node.kind == "callActivity" and node.called in circular and _process_of(model, node).id in circular:
            yield fault(
                node,
                "self-call",
                Text("The process calls itself, directly or by way of others, without end. Draw a loop."),
            )


def _process_of(model: Model, node: Node) -> Scope:
    scope = model.scopes[node.scope]
    while scope.parent is not None:
        scope = model.scopes[scope.parent]
    return scope


STRUCTURE_RULES = (
    processes,
    scopes,
    flows,
    unreachable,
    choices,
    parallel_in_loop,
    endless_loops,
    calls,
)

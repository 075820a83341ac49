"""The proof over all states of a definition: no act without its gates, and always a way to an end.

The exploration is breadth-first, so that the path shown is a shortest one. It over-approximates: what a condition does
on a value that cannot be known is taken to be both, so a definition that passes is safe, and a finding names a path
that the diagram permits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.i18n import Text
from workflows.engine.diagram import Node
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check
from workflows.engine.tokens import AT, INSIDE, Net, Oddity, State

MAX_STATES = 40_000


@dataclass
class Space:
    """The states found: each with the state and the element that led to it first, and the states after it."""

    states: list[State] = field(default_factory=list)
    origin: list[tuple[int, str]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)
    oddities: dict[Oddity, int] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    complete: bool = True

    def path_to(self, number: int) -> tuple[str, ...]:
        """Return the elements that led to a state, in order."""
        path: list[str] = []
        while number >= 0:
            number, node = self.origin[number]
            if node:
                path.append(node)
        return tuple(reversed(path))


def explore(net: Net, limit: int = MAX_STATES) -> Space:
    """Return the states that a case can be in, at most ``limit`` of them."""
    space, known = Space(), dict[State, int]()
    todo: deque[int] = deque()

    def add(state: State, source: int, node: str) -> int:
        number = known.get(state)
        if number is None:
            number = known[state] = len(space.states)
            space.states.append(state)
            space.origin.append((source, node))
            space.after.append([])
            todo.append(number)
        return number

    for state in net.first():
        add(state, -1, "")
    while todo:
        if len(space.states) > limit:
            space.complete = False
            break
        number = todo.popleft()
        for move in net.moves(space.states[number]):
            target = add(move.state, number, move.node)
            space.after[number].append(target)
            space.moved.add(move.node)
            for oddity in move.oddities:
                space.oddities.setdefault(oddity, number)
    return space


def prove(check: Check) -> list[Finding]:
    """Return what the exploration finds: acts without gates first, then states without a way out, then dead elements."""
    net = Net(check.model, check.forms)
    space = explore(net)
    if not space.complete:
        return [
            Finding(
                net.main.file,
                net.main.id,
                "proof-too-large",
                Text(
                    "The process has more than {limit} states and cannot be proved safe. Put parts into subprocesses.",
                    {"limit": MAX_STATES},
                ),
            )
        ]
    found = [*_unguarded(net, space), *_odd(net, space), *_stuck(net, space)]
    # What a stuck case no longer reaches is no fault of its own.
    return found or list(_dead(net, space))


def _finding(net: Net, space: Space, node: Node, rule: str, text: Text, number: int, *last: str) -> Finding:
    path = (*space.path_to(number), *last)
    return Finding(node.file, node.id, rule, text, path, tuple(net.model.label(step) for step in path))


def _unguarded(net: Net, space: Space) -> Iterator[Finding]:
    """Yield, for each act and each gate it requires, a shortest path on which the act runs without the gate."""
    acts = {node.id: node for node in net.model.nodes.values() if node.extensions.act}
    missing: dict[tuple[str, str], int] = {}
    for number, state in enumerate(space.states if acts else []):
        for place, _ in state.tokens:
            if place.kind == AT and place.node in acts:
                for kind in acts[place.node].extensions.requires:
                    if kind not in state.gates:
                        missing.setdefault((place.node, kind), number)
    for (node_id, kind), number in sorted(missing.items(), key=lambda item: item[1]):
        node = acts[node_id]
        steps = " → ".join(net.model.label(step) for step in (*space.path_to(number), node_id))
        text = Text(
            "The act {act} can be reached without the gate {kind}, on this path: {path}. Close the way around.",
            {"act": net.model.label(node_id), "kind": kind, "path": steps},
        )
        yield _finding(net, space, node, "gate-bypassed", text, number, node_id)


def _odd(net: Net, space: Space) -> Iterator[Finding]:
    for oddity, number in space.oddities.items():
        node = net.model.nodes[oddity.node]
        if oddity.kind == "two-tokens":
            text = Text("Two tokens can meet here, and one of them is lost. Join the branches before.")
            yield _finding(net, space, node, "two-tokens", text, number)
        else:
            text = Text("It can happen that no condition holds here. Mark one of the flows as the default.")
            yield _finding(net, space, node, "gateway-incomplete", text, number)


def _stuck(net: Net, space: Space) -> Iterator[Finding]:
    """Yield the first state from which no end can be reached any more."""
    before: list[list[int]] = [[] for _ in space.states]
    for number, targets in enumerate(space.after):
        for target in targets:
            before[target].append(number)
    todo = [number for number, state in enumerate(space.states) if not state.tokens]
    good = set(todo)
    while todo:
        for number in before[todo.pop()]:
            if number not in good:
                good.add(number)
                todo.append(number)
    incomplete = {number for oddity, number in space.oddities.items() if oddity.kind == "no-flow"}
    bad = [number for number in range(len(space.states)) if number not in good and number not in incomplete]
    if not bad or incomplete:
        return
    dead_ends = [number for number in bad if not space.after[number]]
    number = (dead_ends or bad)[0]
    waiting = sorted(place.node for place, _ in space.states[number].tokens if place.node and place.kind != INSIDE)
    node = net.model.nodes[waiting[0]] if waiting else next(iter(net.main.nodes.values()))
    text = Text(
        "A case can get stuck here: it would wait for what can no longer come. Look at the path that leads to it, and draw a way out."
    )
    yield _finding(net, space, node, "stuck", text, number)


def _dead(net: Net, space: Space) -> Iterator[Finding]:
    """Yield the elements that no case ever gets to, whatever its variables: a condition excludes them."""
    visited = {place.node for state in space.states for place, _ in state.tokens}
    visited |= space.moved
    for node in net.model.nodes.values():
        if node.id not in visited:
            text = Text("No case ever gets here: the conditions before it exclude it. Correct them or remove it.")
            yield Finding(node.file, node.id, "dead-element", text)

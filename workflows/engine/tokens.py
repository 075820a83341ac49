"""The states that a case can be in, as far as a diagram says: where its tokens are, what they carry, what it passed.

Embedded subprocesses and called processes are places inside places: a place's ``path`` is the chain of elements that
the token is inside of. Tokens carry the routing variables that still matter; a value nobody can know is ``ANY``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from decisions.feel import FeelError
from workflows.engine.diagram import Flow, Model, Node, walk_subscopes
from workflows.engine.liveness import Liveness, inner_scope
from workflows.engine.script import compiled
from workflows.engine.variables import (
    ANY,
    OUTCOME,
    Forms,
    Possible,
    alternatives,
    assignments,
    read_names,
    settable,
    tracked_names,
)

Path = tuple[str, ...]
Env = tuple[tuple[str, str, Possible], ...]

AT, ARRIVED, INSIDE, ARMED, ENDED, REPEATED = "at", "arrived", "inside", "armed", "ended", "repeated"
_AUTOMATIC = frozenset(
    {"startEvent", "endEvent", "exclusiveGateway", "inclusiveGateway", "parallelGateway", "intermediateThrowEvent"}
)
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


class Place(NamedTuple):
    """Where a token is: at a node, arrived at a join (from ``source``), inside an activity, armed as a side event."""

    kind: str
    path: Path
    node: str
    source: str = ""


@dataclass(frozen=True)
class State:
    """The tokens of a case and the gates that it has passed."""

    tokens: frozenset[tuple[Place, Env]]
    gates: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Oddity:
    """Something wrong that shows while states are explored: ``two-tokens`` or ``no-flow`` at a node."""

    kind: str
    node: str


class Move(NamedTuple):
    """One way on from a state: the element that moves, the state after it, and what was odd about it."""

    node: str
    state: State
    oddities: tuple[Oddity, ...] = ()


class _Draft:
    """A state being changed."""

    def __init__(self, tokens: Mapping[Place, Env], gates: frozenset[str]) -> None:
        self.tokens = dict(tokens)
        self.gates = gates
        self.oddities: list[Oddity] = []

    def copy(self) -> _Draft:
        draft = _Draft(self.tokens, self.gates)
        draft.oddities = list(self.oddities)
        return draft

    def done(self, node: str) -> Move:
        return Move(node, State(frozenset(self.tokens.items()), self.gates), tuple(self.oddities))


def pack(values: Mapping[str, Possible], names: frozenset[str]) -> Env:
    """Return the values of ``names`` in a form that can be compared; a name without a value is null."""
    return tuple((name, type(value := values.get(name)).__name__, value) for name in sorted(names))


def unpack(env: Env) -> dict[str, Possible]:
    """Return the values by name."""
    return {name: value for name, _, value in env}


def _merge(one: Env, other: Env) -> Env:
    left, right = unpack(one), unpack(other)
    names = left.keys() | right.keys()
    both = {name: left[name] if _agree(left, right, name) else ANY for name in names}
    return pack(both, frozenset(names))


def _agree(left: Mapping[str, Possible], right: Mapping[str, Possible], name: str) -> bool:
    if name not in left or name not in right:
        return False
    return type(left[name]) is type(right[name]) and left[name] == right[name]


class Net:
    """The behaviour of a definition: its first state and the moves from any state."""

    def __init__(self, model: Model, forms: Forms) -> None:
        main = model.main()
        assert main is not None, "the rule main-process has passed"
        self.model = model
        self.main = main
        self.names = tracked_names(model) | {OUTCOME}
        self.live = Liveness(model, forms)
        self._writes = {node.id: alternatives(node, forms, self.names) for node in model.nodes.values()}
        self._written = {
            scope_id: frozenset(
                name
                for scope in walk_subscopes(model, scope_id)
                for node in scope.nodes.values()
                for name in settable(node, forms, self.names)
            )
            for scope_id in model.scopes
        }
        self._reaching: dict[str, frozenset[str]] = {}

    def first(self) -> list[State]:
        """Return the states before the first step, one for each combination of declared start values."""
        states = []
        for start in self.main.starts():
            for writes in self._writes[start.id]:
                for values in assignments(writes):
                    env = pack(values, self.live.into[start.id])
                    states.append(State(frozenset({(Place(AT, (), start.id), env)})))
        return states

    def moves(self, state: State) -> Iterator[Move]:
        """Yield what can happen next. Automatic elements go first, as in the engine, one at a time."""
        tokens = dict(state.tokens)
        automatic = sorted(place for place in tokens if self._is_automatic(place))
        if automatic:
            yield from self._automatic(_Draft(tokens, state.gates), automatic[0])
            return
        ready = sorted(place for place in tokens if place.kind == ARRIVED and self._inclusive_ready(tokens, place))
        if ready:
            draft = _Draft(tokens, state.gates)
            self._join(draft, ready[0].path, self.model.nodes[ready[0].node])
            yield draft.done(ready[0].node)
            return
        for place in sorted(tokens):
            if place.kind == AT:
                yield from self._complete(_Draft(tokens, state.gates), place)
            if place.kind in {AT, INSIDE}:
                yield from self._interrupt(_Draft(tokens, state.gates), place)
            if place.kind == ARMED:
                draft = _Draft(tokens, state.gates)
                env = draft.tokens.pop(place)
                yield from self._happen(draft, place.path, self.model.nodes[place.node], env)

    def _is_automatic(self, place: Place) -> bool:
        return place.kind == REPEATED or (place.kind == AT and self.model.nodes[place.node].kind in _AUTOMATIC)

    # --- elements that wait

    def _complete(self, draft: _Draft, place: Place) -> Iterator[Move]:
        node = self.model.nodes[place.node]
        env = draft.tokens.pop(place)
        if node.kind == "eventBasedGateway":
            for flow in node.outgoing:
                yield from self._happen(draft.copy(), place.path, self.model.nodes[flow.target], env)
            return
        self._disarm(draft, place.path, node)
        yield from self._happen(draft, place.path, node, env)

    def _happen(self, draft: _Draft, path: Path, node: Node, env: Env) -> Iterator[Move]:
        """Complete a task or let an event occur, with everything that it may set; pass its gate; go on."""
        ext = node.extensions
        for writes in self._writes[node.id]:
            relevant = {
                name: values for name, values in writes.items() if name in self.live.out_of[node.id] or name == OUTCOME
            }
            for values in assignments(relevant):
                after = draft.copy()
                if ext.gate and (not ext.gate_outcomes or values.get(OUTCOME, ANY) in {*ext.gate_outcomes, ANY}):
                    after.gates |= {ext.gate}
                changed = unpack(env) | values
                if node.loop:
                    changed |= dict.fromkeys(relevant, ANY)
                self._leave(after, path, node, pack(changed, self.live.out_of[node.id]))
                yield after.done(node.id)

    def _interrupt(self, draft: _Draft, place: Place) -> Iterator[Move]:
        node = self.model.nodes[place.node]
        for event in node.boundary:
            if event.interrupting:
                after = draft.copy()
                env = after.tokens.pop(place)
                self._disarm(after, place.path, node)
                _clear(after, (*place.path, node.id))
                yield from self._happen(after, place.path, event, env)

    # --- elements that run by themselves

    def _automatic(self, draft: _Draft, place: Place) -> Iterator[Move]:
        node, path = self.model.nodes[place.node], place.path
        env = draft.tokens.pop(place)
        if place.kind == REPEATED:
            skipped = draft.copy()
            self._leave(skipped, path, node, env)
            yield skipped.done(node.id)
            self._enter(draft, path, node, env)
            yield draft.done(node.id)
        elif node.kind == "endEvent":
            self._end(draft, path, node, env)
            yield draft.done(node.id)
        elif node.kind in {"exclusiveGateway", "inclusiveGateway"}:
            values = unpack(env)
            chooser = self._exclusive if node.kind == "exclusiveGateway" else self._inclusive
            choices, complete = chooser(node, values)
            for flows in choices:
                after = draft.copy()
                for flow in flows:
                    self._arrive(after, path, flow, env)
                yield after.done(node.id)
            if not complete:
                draft.oddities.append(Oddity("no-flow", node.id))
                draft.tokens[place] = env
                yield draft.done(node.id)
        else:
            self._leave(draft, path, node, env)
            yield draft.done(node.id)

    def _exclusive(self, node: Node, values: Mapping[str, Possible]) -> tuple[list[list[Flow]], bool]:
        """Return the flows that may be taken, and whether one is sure to be."""
        if len(node.outgoing) == 1 and not node.outgoing[0].condition:
            return [node.outgoing], True
        choices: list[list[Flow]] = []
        for flow in node.outgoing:
            if flow.id != node.default and flow.condition:
                truth = _truth(flow.condition, values)
                if truth is not False:
                    choices.append([flow])
                if truth:
                    return choices, True
        default = [flow for flow in node.outgoing if flow.id == node.default]
        return ([*choices, default], True) if default else (choices, False)

    def _inclusive(self, node: Node, values: Mapping[str, Possible]) -> tuple[list[list[Flow]], bool]:
        if len(node.outgoing) == 1 and not node.outgoing[0].condition:
            return [node.outgoing], True
        conditional = [flow for flow in node.outgoing if flow.id != node.default]
        default = [flow for flow in node.outgoing if flow.id == node.default]
        truths = [_truth(flow.condition or "", values) for flow in conditional]
        choices, complete = [], True
        for picks in product(*([True, False] if truth is None else [truth] for truth in truths)):
            flows = [flow for flow, pick in zip(conditional, picks, strict=True) if pick] or default
            if flows:
                choices.append(flows)
            else:
                complete = False
        return choices, complete

    def _end(self, draft: _Draft, path: Path, node: Node, env: Env) -> None:
        ended = Place(ENDED, path, "")
        if node.event == "terminate":
            _clear(draft, path)
        elif ended in draft.tokens:
            env = _merge(draft.tokens[ended], env)
        draft.tokens[ended] = env
        if any(place.path[: len(path)] == path and place != ended for place in draft.tokens):
            return
        del draft.tokens[ended]
        if not path:
            return
        host, outer = self.model.nodes[path[-1]], path[:-1]
        entry = draft.tokens.pop(Place(INSIDE, outer, host.id))
        self._disarm(draft, outer, host)
        if host.loop:
            inner = inner_scope(self.model, host)
            env = pack(
                unpack(entry) | unpack(env) | dict.fromkeys(self._written[inner or ""], ANY), self.live.out_of[host.id]
            )
        self._leave(draft, outer, host, env)

    # --- moving tokens

    def _leave(self, draft: _Draft, path: Path, node: Node, env: Env) -> None:
        for flow in node.outgoing:
            self._arrive(draft, path, flow, env)

    def _arrive(self, draft: _Draft, path: Path, flow: Flow, env: Env) -> None:
        node = self.model.nodes[flow.target]
        env = pack(unpack(env), self.live.into[node.id])
        if node.kind in _JOINS and len(node.incoming) > 1:
            self._put(draft, Place(ARRIVED, path, node.id, flow.source), env)
            if node.kind == "parallelGateway" and len(_arrivals(draft, path, node)) == len(node.incoming):
                self._join(draft, path, node)
            return
        if node.loop and (node.loop.kind != "standard" or node.loop.test_before):
            # An empty list, or a condition that is false at once, runs the activity not at all.
            self._put(draft, Place(REPEATED, path, node.id), env)
        else:
            self._enter(draft, path, node, env)

    def _enter(self, draft: _Draft, path: Path, node: Node, env: Env) -> None:
        for event in node.boundary:
            if not event.interrupting:
                self._put(draft, Place(ARMED, path, event.id), pack(unpack(env), self.live.into[event.id]))
        inner = inner_scope(self.model, node)
        if inner is None:
            self._put(draft, Place(AT, path, node.id), env)
            return
        # The entry keeps what its boundary events, and a loop around it, may still need.
        self._put(draft, Place(INSIDE, path, node.id), env)
        for start in self.model.scopes[inner].starts():
            self._put(draft, Place(AT, (*path, node.id), start.id), pack(unpack(env), self.live.into[start.id]))

    def _put(self, draft: _Draft, place: Place, env: Env) -> None:
        if place in draft.tokens:
            # Two tokens at one wait are two work items; they are followed as one, which loses no path to an act,
            # because gates once passed stay passed. A join cannot tell them apart, and would lose one.
            if place.kind == ARRIVED:
                draft.oddities.append(Oddity("two-tokens", place.node))
            env = _merge(draft.tokens[place], env)
        draft.tokens[place] = env

    def _disarm(self, draft: _Draft, path: Path, node: Node) -> None:
        for event in node.boundary:
            draft.tokens.pop(Place(ARMED, path, event.id), None)

    def _join(self, draft: _Draft, path: Path, node: Node) -> None:
        arrivals = _arrivals(draft, path, node)
        env = draft.tokens.pop(arrivals[0])
        for place in arrivals[1:]:
            env = _merge(env, draft.tokens.pop(place))
        self._put(draft, Place(AT, path, node.id), env)

    def _inclusive_ready(self, tokens: Mapping[Place, Env], place: Place) -> bool:
        node = self.model.nodes[place.node]
        if node.kind != "inclusiveGateway":
            return False
        sources = self._sources(node)
        return not any(
            other.path == place.path and other.node in sources and other.kind in {AT, INSIDE, ARRIVED, ARMED}
            for other in tokens
            if other.node != node.id
        )

    def _sources(self, join: Node) -> frozenset[str]:
        if join.id not in self._reaching:
            scope, seen = self.model.scopes[join.scope], set[str]()
            todo = [flow.source for flow in join.incoming]
            while todo:
                node = scope.nodes[todo.pop()]
                if node.id not in seen and node.id != join.id:
                    seen.add(node.id)
                    todo += [flow.source for flow in node.incoming]
                    todo += [node.attached_to] if node.attached_to in scope.nodes else []
            self._reaching[join.id] = frozenset(seen)
        return self._reaching[join.id]


def _arrivals(draft: _Draft, path: Path, node: Node) -> list[Place]:
    return sorted(p for p in draft.tokens if p.kind == ARRIVED and p.path == path and p.node == node.id)


def _clear(draft: _Draft, path: Path) -> None:
    for place in [place for place in draft.tokens if place.path[: len(path)] == path]:
        del draft.tokens[place]


def _truth(condition: str, values: Mapping[str, Possible]) -> bool | None:
    """Return whether a condition holds; None when that cannot be known."""
    names = read_names(condition)
    if any(values.get(name) is ANY for name in names):
        return None
    try:
        return compiled(condition).evaluate({name: values.get(name) for name in names}) is True
    except FeelError:
        return None

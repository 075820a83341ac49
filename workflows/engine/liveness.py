"""Which routing variables still matter where: the proof forgets the others, so that its states stay few."""

from __future__ import annotations

from workflows.engine.diagram import Model, Node
from workflows.engine.variables import KEPT, Forms, alternatives, read_names, tracked_names


class Liveness:
    """For each node, the variables that a condition may read from there on before they are set anew."""

    def __init__(self, model: Model, forms: Forms) -> None:
        self._model = model
        names = tracked_names(model)
        self._uses = {node.id: _uses(node) for node in model.nodes.values()}
        self._kills = {node.id: _kills(node, forms, names) for node in model.nodes.values()}
        self.into: dict[str, frozenset[str]] = dict.fromkeys(model.nodes, frozenset())
        self.out_of: dict[str, frozenset[str]] = dict.fromkeys(model.nodes, frozenset())
        self._callers: dict[str, list[str]] = {}
        for node in model.nodes.values():
            inner = inner_scope(model, node)
            if inner is not None:
                self._callers.setdefault(inner, []).append(node.id)
        self._settle()

    def _settle(self) -> None:
        changed = True
        while changed:
            changed = False
            for node in reversed(self._model.nodes.values()):
                out = self._after(node)
                into = self._before(node, out)
                if into != self.into[node.id] or out != self.out_of[node.id]:
                    self.into[node.id], self.out_of[node.id] = into, out
                    changed = True

    def _after(self, node: Node) -> frozenset[str]:
        names = frozenset().union(*(self.into[flow.target] for flow in node.outgoing))
        if node.kind == "endEvent":
            names |= frozenset().union(*(self.out_of[host] for host in self._callers.get(node.scope, ())))
        return names

    def _before(self, node: Node, out: frozenset[str]) -> frozenset[str]:
        inner = inner_scope(self._model, node)
        names = out if inner is not None or node.loop else out - self._kills[node.id]
        if inner is not None:
            names |= frozenset().union(*(self.into[start.id] for start in self._model.scopes[inner].starts()))
        return names | self._uses[node.id] | self.at_boundary(node)

    def at_boundary(self, node: Node) -> frozenset[str]:
        """Return the variables that matter after one of the node's boundary events."""
        return frozenset().union(*(self.into[event.id] for event in node.boundary))


def inner_scope(model: Model, node: Node) -> str | None:
    """Return the id of the scope that runs inside ``node``: its own, or the process that it calls."""
    if node.kind == "subProcess":
        return node.id
    return node.called if node.kind == "callActivity" and node.called in model.processes else None


def _uses(node: Node) -> frozenset[str]:
    return frozenset().union(*(read_names(flow.condition) for flow in node.outgoing if flow.condition))


def _kills(node: Node, forms: Forms, names: frozenset[str]) -> frozenset[str]:
    every = alternatives(node, forms, names)
    sure = [frozenset(name for name, values in writes.items() if KEPT not in values) for writes in every]
    return frozenset.intersection(*sure) if sure else frozenset()

"""The few graph questions that lint asks: what is reachable, what lies on a cycle, how long is the longest path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from workflows.engine.diagram import Scope

Edges = Mapping[str, list[str]]


def edges_of(scope: Scope) -> dict[str, list[str]]:
    """Return node → next nodes of one scope; a boundary event follows its activity."""
    edges: dict[str, list[str]] = {node_id: [] for node_id in scope.nodes}
    for node in scope.nodes.values():
        edges[node.id] += [flow.target for flow in node.outgoing]
        edges[node.id] += [event.id for event in node.boundary]
    return edges


def reachable(edges: Edges, starts: Iterable[str]) -> set[str]:
    """Return every node that can be reached from ``starts``, these included."""
    seen: set[str] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(edges.get(node, ()))
    return seen


def components(edges: Edges) -> list[list[str]]:
    """Return the strongly connected components, each after those that it leads to (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    found: list[list[str]] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    found.append(component)
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(edges.get(target, ()))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return found


def on_cycle(edges: Edges) -> set[str]:
    """Return the nodes that can be reached from themselves."""
    return {
        node
        for component in components(edges)
        for node in component
        if len(component) > 1 or node in edges.get(node, ())
    }


def longest_path(edges: Edges, weight: Callable[[str], int]) -> int:
    """Return the largest sum of weights on a path; a cycle counts as one node with the sum of its members."""
    best: dict[str, int] = {}
    answer = 0
    for component in components(edges):
        members = set(component)
        ahead = [best[target] for node in component for target in edges.get(node, ()) if target not in members]
        value = sum(weight(node) for node in component) + max(ahead, default=0)
        for node in component:
            best[node] = value
        answer = max(answer, value)
    return answer

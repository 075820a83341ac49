"""Which variables an expression needs from outside."""

from __future__ import annotations

from typing import Any

from decisions.feel import nodes
from decisions.feel.nodes import Node, parts_of


def free_names(node: Node, functions: frozenset[str]) -> frozenset[str]:
    """Return the names that the expression does not define itself; standard functions and "?" are not among them.

    Inside a filter a name may be an entry of the element or a variable; it counts as needed.
    """
    return frozenset(_free(node, functions | {"?"}))


def _free(node: Any, bound: frozenset[str]) -> set[str]:  # noqa: PLR0911  # one line per kind of node
    if isinstance(node, nodes.Name):
        return set() if node.name in bound else {node.name}
    if isinstance(node, nodes.Filter):
        return _free(node.source, bound) | _free(node.condition, bound | {"item"})
    if isinstance(node, nodes.Loop | nodes.Quantified):
        return _iterated(node, bound | {"partial"} if isinstance(node, nodes.Loop) else bound)
    if isinstance(node, nodes.FunctionOf):
        return _free(node.body, bound | {name for name, _ in node.parameters})
    if isinstance(node, nodes.ContextOf):
        found: set[str] = set()
        for name, entry in node.entries:
            found |= _free(entry, bound)
            bound |= {name}
        return found
    if isinstance(node, Node):
        return set().union(*(_free(getattr(node, name), bound) for name in parts_of(node)))
    if isinstance(node, tuple):
        return set().union(*(_free(part, bound) for part in node))
    return set()


def _iterated(node: nodes.Loop | nodes.Quantified, bound: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for iteration in node.iterations:
        found |= _free(iteration.source, bound) | _free(iteration.until, bound)
        bound |= {iteration.name}
    return found | _free(node.body, bound)

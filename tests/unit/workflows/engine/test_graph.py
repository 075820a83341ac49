"""The graph questions answered by brute force agree with the quick answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.graph import components, longest_path, on_cycle, reachable

NODES = [f"n{number}" for number in range(7)]
graphs = st.dictionaries(
    st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4), min_size=len(NODES), max_size=len(NODES)
)


def after(edges: dict[str, list[str]], node: str) -> set[str]:
    return reachable(edges, edges[node])


@given(graphs)
def test_components_are_the_sets_of_mutual_reach(edges: dict[str, list[str]]) -> None:
    found = components(edges)
    assert sorted(node for component in found for node in component) == sorted(edges)
    for component in found:
        for node in component:
            mutual = {other for other in edges if other in after(edges, node) and node in after(edges, other)} | {node}
            assert set(component) == mutual


@given(graphs)
def test_a_node_on_a_cycle_reaches_itself(edges: dict[str, list[str]]) -> None:
    assert on_cycle(edges) == {node for node in edges if node in after(edges, node)}


@given(graphs)
def test_the_longest_path_counts_a_cycle_once(edges: dict[str, list[str]]) -> None:
    forward = {node: [to for to in targets if to > node] for node, targets in edges.items()}

    def brute(node: str) -> int:
        return 1 + max((brute(to) for to in forward[node]), default=0)

    assert longest_path(forward, lambda _: 1) == max(brute(node) for node in forward)
    assert longest_path({"a": ["b"], "b": ["a", "c"], "c": []}, lambda _: 1) == 3

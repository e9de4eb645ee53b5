"""Reachability in a lineage graph, and a change of its matches.

All functions are pure.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association


def replace_matches(graph: LineageGraph, matches: Collection[Arn]) -> LineageGraph:
    """Return a copy of a graph with these vertices as matches."""
    return replace(graph, matches=frozenset(matches))


def find_ancestors(graph: LineageGraph, arn: Arn) -> frozenset[Arn]:
    """Return all ancestors of a vertex.

    The vertex itself is included only if it lies on a cycle.
    """
    return _find_reachable(
        arn, _build_adjacency(graph.associations, lambda edge: (edge.destination, edge.source))
    )


def find_descendants(graph: LineageGraph, arn: Arn) -> frozenset[Arn]:
    """Return all descendants of a vertex.

    The vertex itself is included only if it lies on a cycle.
    """
    return _find_reachable(
        arn, _build_adjacency(graph.associations, lambda edge: (edge.source, edge.destination))
    )


def _build_adjacency(
    edges: Iterable[Association], orient: Callable[[Association], tuple[Arn, Arn]]
) -> Mapping[Arn, list[Arn]]:
    adjacency: dict[Arn, list[Arn]] = defaultdict(list)
    for origin, target in map(orient, edges):
        adjacency[origin].append(target)
    return adjacency


def _find_reachable(start: Arn, adjacency: Mapping[Arn, Sequence[Arn]]) -> frozenset[Arn]:
    reached: set[Arn] = set()
    queue = deque([start])
    while queue:
        for target in adjacency.get(queue.popleft(), ()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    return frozenset(reached)

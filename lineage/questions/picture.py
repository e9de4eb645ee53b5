"""What of a graph leads where, and which of its vertices are the answers; pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from lineage.graph import LineageGraph
from lineage.model import Arn, Association


def matching(graph: LineageGraph, matches: Collection[Arn]) -> LineageGraph:
    """Return a graph whose answers are these of its vertices."""
    return replace(graph, matches=frozenset(matches))


def upstream(graph: LineageGraph, of: Arn) -> frozenset[Arn]:
    """Return everything that leads to a vertex, without itself unless it lies on a cycle."""
    return _reached(of, _ways(graph.associations, lambda edge: (edge.destination, edge.source)))


def downstream(graph: LineageGraph, of: Arn) -> frozenset[Arn]:
    """Return everything that a vertex leads to, without itself unless it lies on a cycle."""
    return _reached(of, _ways(graph.associations, lambda edge: (edge.source, edge.destination)))


def _ways(
    edges: Iterable[Association], step: Callable[[Association], tuple[Arn, Arn]]
) -> Mapping[Arn, list[Arn]]:
    ways: dict[Arn, list[Arn]] = defaultdict(list)
    for here, there in map(step, edges):
        ways[here].append(there)
    return ways


def _reached(start: Arn, ways: Mapping[Arn, Sequence[Arn]]) -> frozenset[Arn]:
    reached: set[Arn] = set()
    waiting = deque([start])
    while waiting:
        for there in ways.get(waiting.popleft(), ()):
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return frozenset(reached)

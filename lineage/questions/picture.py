"""Several readings as one picture; pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Association, Vertex


def joined(first: LineageGraph, further: Sequence[LineageGraph], matches: Collection[Arn]) -> LineageGraph:
    """Return a first reading and those that went on from what it found, as one graph.

    Args:
        first: Read from the start.
        further: Each read from a vertex of `first`.
        matches: The answers; all other vertices lie on the way to them.
    """
    graphs = (first, *further)
    return LineageGraph(
        start=first.start,
        vertices=MappingProxyType(_vertices(graphs)),
        associations=tuple(dict.fromkeys(edge for graph in graphs for edge in graph.associations)),
        matches=frozenset(matches),
        distances=MappingProxyType(_distances(first, further)),
        reading=_reading(graphs),
    )


def matching(graph: LineageGraph, matches: Collection[Arn]) -> LineageGraph:
    """Return a graph whose answers are these of its vertices."""
    return replace(graph, matches=frozenset(matches))


def upstream(graph: LineageGraph, of: Arn) -> frozenset[Arn]:
    """Return everything that leads to a vertex, without itself unless it lies on a cycle."""
    return _reached(of, _ways(graph.associations, lambda edge: (edge.destination, edge.source)))


def downstream(graph: LineageGraph, of: Arn) -> frozenset[Arn]:
    """Return everything that a vertex leads to, without itself unless it lies on a cycle."""
    return _reached(of, _ways(graph.associations, lambda edge: (edge.source, edge.destination)))


def _vertices(graphs: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for graph in graphs for vertex in graph.vertices.values()):
        if vertex.arn not in vertices or (vertices[vertex.arn].stub and not vertex.stub):
            vertices[vertex.arn] = vertex
    return vertices


def _distances(first: LineageGraph, further: Iterable[LineageGraph]) -> dict[Arn, int]:
    distances = dict(first.distances)
    for graph in further:
        so_far = first.distances.get(graph.start, 0)
        for arn, steps in graph.distances.items():
            distances[arn] = min(distances.get(arn, so_far + steps), so_far + steps)
    return distances


def _reading(graphs: Sequence[LineageGraph]) -> Reading:
    readings = [graph.reading for graph in graphs]
    return Reading(
        pages=sum(reading.pages for reading in readings),
        calls=sum(reading.calls for reading in readings),
        finished=max(reading.finished for reading in readings),
        gaps=tuple(dict.fromkeys(gap for reading in readings for gap in reading.gaps)),
    )


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

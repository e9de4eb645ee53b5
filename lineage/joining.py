"""Several readings as one graph; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import MappingProxyType

from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Vertex


def joined(first: LineageGraph, further: Sequence[LineageGraph], matches: Collection[Arn]) -> LineageGraph:
    """Return a first reading and those that went on from what was found by then, as one graph.

    Args:
        first: Read from the start.
        further: Each read from a vertex of `first`, or of one before it.
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


def _vertices(graphs: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for graph in graphs for vertex in graph.vertices.values()):
        if vertex.arn not in vertices or (vertices[vertex.arn].stub and not vertex.stub):
            vertices[vertex.arn] = vertex
    return vertices


def _distances(first: LineageGraph, further: Iterable[LineageGraph]) -> dict[Arn, int]:
    distances = dict(first.distances)
    for graph in further:
        so_far = distances.get(graph.start, 0)
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
        began=readings[0].since,
        more=any(reading.more for reading in readings),
    )

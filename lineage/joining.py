"""Merge several lineage graphs into one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import MappingProxyType

from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Vertex


def joined(first: LineageGraph, further: Sequence[LineageGraph], matches: Collection[Arn]) -> LineageGraph:
    """Merge a graph with the graphs that continue it.

    Pure function.

    Args:
        first: The graph read from the start.
        further: Each read from a vertex of `first` or of a graph before it.
        matches: Matches of the merged graph; all other vertices lie on the path to them.
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
        offset = distances.get(graph.start, 0)
        for arn, steps in graph.distances.items():
            distances[arn] = min(distances.get(arn, offset + steps), offset + steps)
    return distances


def _reading(graphs: Sequence[LineageGraph]) -> Reading:
    statuses = [graph.reading for graph in graphs]
    return Reading(
        pages=sum(status.pages for status in statuses),
        calls=sum(status.calls for status in statuses),
        finished=max(status.finished for status in statuses),
        gaps=tuple(dict.fromkeys(gap for status in statuses for gap in status.gaps)),
        began=statuses[0].since,
        more=any(status.more for status in statuses),
    )

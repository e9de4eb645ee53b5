"""Merge several lineage graphs into one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import MappingProxyType

from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Vertex


def merge_graphs(
    base_graph: LineageGraph, continuations: Sequence[LineageGraph], matches: Collection[Arn]
) -> LineageGraph:
    """Merge a graph with the graphs that continue it.

    Pure function.

    Args:
        base_graph: The graph read from the start.
        continuations: Each read from a vertex of `base_graph` or of a graph before it.
        matches: Matches of the merged graph; all other vertices lie on the path to them.
    """
    graphs = (base_graph, *continuations)
    return LineageGraph(
        start=base_graph.start,
        vertices=MappingProxyType(_merge_vertices(graphs)),
        associations=tuple(dict.fromkeys(edge for graph in graphs for edge in graph.associations)),
        matches=frozenset(matches),
        distances=MappingProxyType(_merge_distances(base_graph, continuations)),
        read_status=_merge_read_status(graphs),
    )


def _merge_vertices(graphs: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for graph in graphs for vertex in graph.vertices.values()):
        if vertex.arn not in vertices or (vertices[vertex.arn].stub and not vertex.stub):
            vertices[vertex.arn] = vertex
    return vertices


def _merge_distances(first: LineageGraph, further: Iterable[LineageGraph]) -> dict[Arn, int]:
    distances = dict(first.distances)
    for graph in further:
        offset = distances.get(graph.start, 0)
        for arn, steps in graph.distances.items():
            distances[arn] = min(distances.get(arn, offset + steps), offset + steps)
    return distances


def _merge_read_status(graphs: Sequence[LineageGraph]) -> ReadStatus:
    statuses = [graph.read_status for graph in graphs]
    return ReadStatus(
        pages=sum(status.pages for status in statuses),
        calls=sum(status.calls for status in statuses),
        finished_at=max(status.finished_at for status in statuses),
        gaps=tuple(dict.fromkeys(gap for status in statuses for gap in status.gaps)),
        began_at=statuses[0].started_at,
        has_more=any(status.has_more for status in statuses),
    )

"""Collapsing of vertices, and count of the neighbors it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.lineage_query import Direction


def collapse_graph(graph: LineageGraph, direction: Direction, collapsed: Collection[Arn]) -> LineageGraph:
    """Remove what is reached only through collapsed vertices.

    Vertices that were read without their associations stay. Pure function.

    Args:
        graph: The graph to collapse.
        direction: Direction in which it was read from its start.
        collapsed: Vertices beyond which no edges are followed.
    """
    if graph.vertices.keys().isdisjoint(collapsed):
        return graph
    reached = compute_distances(graph.start, graph.associations, direction, stop_at=collapsed)
    remaining = {
        arn: vertex for arn, vertex in graph.vertices.items() if arn in reached or arn not in graph.distances
    }
    return replace(
        graph,
        vertices=MappingProxyType(remaining),
        associations=tuple(
            edge for edge in graph.associations if edge.source in remaining and edge.destination in remaining
        ),
        matches=graph.matches & remaining.keys(),
        distances=MappingProxyType({arn: steps for arn, steps in reached.items() if arn in remaining}),
    )


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """Numbers of neighbors that were read and are not shown.

    Attributes:
        up: Number of hidden parents.
        down: Number of hidden children.
    """

    up: int = 0
    down: int = 0


def find_hidden_neighbors(full_graph: LineageGraph, shown_graph: LineageGraph) -> Mapping[Arn, HiddenCounts]:
    """Count the hidden neighbors of each vertex that has any.

    Hidden are the vertices of `full_graph` that `shown_graph` leaves out.
    """
    up: dict[Arn, set[Arn]] = defaultdict(set)
    down: dict[Arn, set[Arn]] = defaultdict(set)
    for edge in full_graph.associations:
        if edge.source not in shown_graph.vertices:
            up[edge.destination].add(edge.source)
        if edge.destination not in shown_graph.vertices:
            down[edge.source].add(edge.destination)
    return {
        arn: HiddenCounts(len(up[arn]), len(down[arn]))
        for arn in shown_graph.vertices
        if arn in up or arn in down
    }

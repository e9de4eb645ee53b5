"""Collapsing of vertices, and count of the neighbors it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.query import Direction
from lineage.walks import distances


def folded(graph: LineageGraph, direction: Direction, contracted: Collection[Arn]) -> LineageGraph:
    """Remove what is reached only through collapsed vertices.

    Vertices that were read without their associations stay. Pure function.

    Args:
        graph: The graph to collapse.
        direction: Direction in which it was read from its start.
        contracted: Vertices beyond which no edges are followed.
    """
    if graph.vertices.keys().isdisjoint(contracted):
        return graph
    reached = distances(graph.start, graph.associations, direction, ends=contracted)
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
class Unseen:
    """Numbers of neighbors that were read and are not shown.

    Attributes:
        up: Number of hidden parents.
        down: Number of hidden children.
    """

    up: int = 0
    down: int = 0


def unseen(whole: LineageGraph, shown: LineageGraph) -> Mapping[Arn, Unseen]:
    """Count the hidden neighbors of each vertex that has any.

    Hidden are the vertices of `whole` that `shown` leaves out.
    """
    up: dict[Arn, set[Arn]] = defaultdict(set)
    down: dict[Arn, set[Arn]] = defaultdict(set)
    for edge in whole.associations:
        if edge.source not in shown.vertices:
            up[edge.destination].add(edge.source)
        if edge.destination not in shown.vertices:
            down[edge.source].add(edge.destination)
    return {arn: Unseen(len(up[arn]), len(down[arn])) for arn in shown.vertices if arn in up or arn in down}

"""Vertices at which a picture ends, and what is unseen because of them; pure."""

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
    """Return what of a reading is reached when nothing is followed beyond some vertices.

    Args:
        graph: What was read.
        direction: The way in which it was read from its start.
        contracted: Where to stop. What was read without its associations stays.
    """
    if graph.vertices.keys().isdisjoint(contracted):
        return graph
    reached = distances(graph.start, graph.associations, direction, ends=contracted)
    kept = {arn: v for arn, v in graph.vertices.items() if arn in reached or arn not in graph.distances}
    return replace(
        graph,
        vertices=MappingProxyType(kept),
        associations=tuple(
            edge for edge in graph.associations if edge.source in kept and edge.destination in kept
        ),
        matches=graph.matches & kept.keys(),
        distances=MappingProxyType({arn: far for arn, far in reached.items() if arn in kept}),
    )


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many neighbours of a vertex are known and not shown, upstream and downstream of it."""

    up: int = 0
    down: int = 0


def unseen(whole: LineageGraph, shown: LineageGraph) -> Mapping[Arn, Unseen]:
    """Return the vertices that have neighbours in `whole` which `shown` leaves out."""
    up: dict[Arn, set[Arn]] = defaultdict(set)
    down: dict[Arn, set[Arn]] = defaultdict(set)
    for edge in whole.associations:
        if edge.source not in shown.vertices:
            up[edge.destination].add(edge.source)
        if edge.destination not in shown.vertices:
            down[edge.source].add(edge.destination)
    return {arn: Unseen(len(up[arn]), len(down[arn])) for arn in shown.vertices if arn in up or arn in down}

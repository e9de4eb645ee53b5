"""Deepening: further queries from vertices at which reading reached its depth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph, merge_graphs
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, LineageQuery, compute_query_distances
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.protocols import LineageSource
from lineage_explorer.sources.shared_reads import read_all

MAX_FOLLOWED_PER_ROUND = 20
"""Maximum number of vertices that one round follows.

The remaining ones are the first of the next round.
"""


@dataclass(frozen=True, slots=True)
class DepthLimit:
    """Vertex at which reading reached its depth in one direction.

    Whether there are more entities beyond it is unknown.
    """

    arn: Arn
    direction: Direction


@dataclass(frozen=True, slots=True)
class DeepenedGraph:
    """Deepened graph with the limits at which its depth ended reading."""

    graph: LineageGraph
    depth_limits: tuple[DepthLimit, ...] = ()


def deepen_graph(
    source: LineageSource,
    query: LineageQuery,
    base_graph: LineageGraph,
    rounds: int,
    *,
    freshness: Freshness = ANY_AGE,
) -> DeepenedGraph:
    """Deepen the graph of a query without filters by some rounds.

    If the rounds follow every limit, the result is the graph of the same query with a depth of
    `rounds + 1` times that of the query, in each of its directions.

    Args:
        source: Source to read from.
        query: The query; with filters, the vertices at which reading reached its depth are unknown.
        base_graph: The graph that the query returned.
        rounds: Number of rounds.
        freshness: How old the further graphs may be.
    """
    directions = _split_direction(query.direction)
    frontier = _Frontier({direction: query.get_depth(direction) for direction in directions})
    for direction in directions:
        frontier.add_distances(
            compute_query_distances(base_graph.starts, base_graph.adjacency, direction), direction
        )
    further: list[LineageGraph] = []
    for _ in range(rounds):
        limits = frontier.take_next()
        queries = [query.with_direction(limit.direction).with_start(limit.arn) for limit in limits]
        outcomes = read_all(source, queries, freshness=freshness)
        for limit, outcome in zip(limits, outcomes, strict=True):
            if isinstance(outcome, LineageGraph):
                frontier.add_distances(outcome.distances, limit.direction)
                further.append(outcome)
        base_graph = _add_gaps(
            base_graph, [outcome for outcome in outcomes if isinstance(outcome, SourceError)]
        )
    return DeepenedGraph(_merge_rounds(query, base_graph, further), tuple(frontier.pending))


def _merge_rounds(
    query: LineageQuery, base_graph: LineageGraph, further: Sequence[LineageGraph]
) -> LineageGraph:
    """Merge all rounds, with the distances of the equivalent deeper query."""
    if not further:
        return base_graph
    merged = merge_graphs(
        base_graph, further, {arn for graph in (base_graph, *further) for arn in graph.vertices}
    )
    new_distances = compute_query_distances(merged.starts, merged.adjacency, query.direction)
    return replace(merged, distances=MappingProxyType(new_distances))


def _split_direction(direction: Direction) -> tuple[Direction, ...]:
    if direction is Direction.UP_AND_DOWN:
        return Direction.ASCENDANTS, Direction.DESCENDANTS
    return (direction,)


@dataclass(slots=True)
class _Frontier:
    """Limits that have not been followed yet, in order of discovery.

    Attributes:
        depths: Depth of the queries in each direction.
        pending: The limits that have not been followed yet, as an ordered set.
        followed: Vertices, with direction, that some query has gone beyond.
    """

    depths: Mapping[Direction, int]
    pending: dict[DepthLimit, None] = field(default_factory=dict)
    followed: set[DepthLimit] = field(default_factory=set)

    def add_distances(self, distances_by_arn: Mapping[Arn, int], direction: Direction) -> None:
        """Update the limits with the distances of one read from its start."""
        depth = self.depths[direction]
        for arn, distance in distances_by_arn.items():
            limit = DepthLimit(arn, direction)
            if distance < depth:
                self.followed.add(limit)
                self.pending.pop(limit, None)
            elif distance == depth and limit not in self.followed:
                self.pending[limit] = None

    def take_next(self) -> list[DepthLimit]:
        """Remove and return the limits to follow next."""
        limits = list(self.pending)[:MAX_FOLLOWED_PER_ROUND]
        for limit in limits:
            del self.pending[limit]
            self.followed.add(limit)
        return limits


def _add_gaps(graph: LineageGraph, failures: Sequence[SourceError]) -> LineageGraph:
    """Add a gap for each reason why limits could not be followed."""
    gaps = tuple(_format_gaps(Counter(map(str, failures))))
    return replace(graph, read_status=replace(graph.read_status, gaps=(*graph.read_status.gaps, *gaps)))


def _format_gaps(reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, count in reasons.items():
        yield f"Beyond {count:,} {'entity' if count == 1 else 'entities'} nothing could be read. {reason}"

"""Deepening: further queries from vertices at which reading reached its depth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lineage.attempts import attempted
from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.joining import joined
from lineage.model import Arn
from lineage.query import Direction, LineageQuery
from lineage.source import LineageSource
from lineage.walks import distances

MOST_FOLLOWED = 20
"""Maximum number of vertices that one round follows.

The remaining ones are the first of the next round.
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """Vertex at which reading reached its depth in one direction.

    Whether there are more entities beyond it is unknown.
    """

    arn: Arn
    direction: Direction


@dataclass(frozen=True, slots=True)
class Deep:
    """Deepened graph with the limits at which its depth ended reading."""

    graph: LineageGraph
    limits: tuple[Limit, ...] = ()


def deepened(source: LineageSource, query: LineageQuery, first: LineageGraph, rounds: int) -> Deep:
    """Deepen the graph of a query without filters by some rounds.

    If the rounds follow every limit, the result is the graph of the same query with a depth of
    `query.depth * (rounds + 1)`.

    Args:
        source: Source to read from.
        query: The query; with filters, the vertices at which reading reached its depth are unknown.
        first: The graph that the query returned.
        rounds: Number of rounds.
    """
    frontier = _Front(query.depth)
    for direction in _sides(query.direction):
        frontier.learn(distances(first.start, first.associations, direction), direction)
    further: list[LineageGraph] = []
    for _ in range(rounds):
        limits = frontier.next()
        queries = [replace(query, start=limit.arn, direction=limit.direction) for limit in limits]
        outcomes = attempted(source, queries)
        for limit, outcome in zip(limits, outcomes, strict=True):
            if isinstance(outcome, LineageGraph):
                frontier.learn(outcome.distances, limit.direction)
                further.append(outcome)
        first = _noted(first, [outcome for outcome in outcomes if isinstance(outcome, SourceError)])
    return Deep(_together(query, first, further), tuple(frontier.waiting))


def _together(query: LineageQuery, base_graph: LineageGraph, further: Sequence[LineageGraph]) -> LineageGraph:
    """Merge all rounds, with the distances of the equivalent deeper query."""
    if not further:
        return base_graph
    merged = joined(base_graph, further, {arn for graph in (base_graph, *further) for arn in graph.vertices})
    new_distances = distances(merged.start, merged.associations, query.direction)
    return replace(merged, distances=MappingProxyType(new_distances))


def _sides(direction: Direction) -> tuple[Direction, ...]:
    if direction is Direction.UP_AND_DOWN:
        return Direction.ASCENDANTS, Direction.DESCENDANTS
    return (direction,)


@dataclass(slots=True)
class _Front:
    """Limits that have not been followed yet, in order of discovery.

    Attributes:
        depth: Depth of each query.
        waiting: The limits that have not been followed yet, as an ordered set.
        passed: Vertices, with direction, that some query has gone beyond.
    """

    depth: int
    waiting: dict[Limit, None] = field(default_factory=dict)
    passed: set[Limit] = field(default_factory=set)

    def learn(self, steps: Mapping[Arn, int], direction: Direction) -> None:
        """Update the limits with the distances of one read from its start."""
        for arn, distance in steps.items():
            limit = Limit(arn, direction)
            if distance < self.depth:
                self.passed.add(limit)
                self.waiting.pop(limit, None)
            elif distance == self.depth and limit not in self.passed:
                self.waiting[limit] = None

    def next(self) -> list[Limit]:
        """Remove and return the limits to follow next."""
        limits = list(self.waiting)[:MOST_FOLLOWED]
        for limit in limits:
            del self.waiting[limit]
            self.passed.add(limit)
        return limits


def _noted(graph: LineageGraph, failures: Sequence[SourceError]) -> LineageGraph:
    """Add a gap for each reason why limits could not be followed."""
    gaps = tuple(_gaps(Counter(map(str, failures))))
    return replace(graph, reading=replace(graph.reading, gaps=(*graph.reading.gaps, *gaps)))


def _gaps(reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, count in reasons.items():
        yield f"Beyond {count:,} {'entity' if count == 1 else 'entities'} nothing could be read. {reason}"

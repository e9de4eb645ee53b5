"""Deeper than one query goes: the question asked again of vertices at which reading reached its depth."""

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
"""Vertices that one round goes on from; those that are left are the first of the next round."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A vertex at which reading reached its depth in a direction: nobody knows whether more lies beyond."""

    arn: Arn
    direction: Direction


@dataclass(frozen=True, slots=True)
class Deep:
    """An answer, as deep as it was read, and where reading ended for its depth alone."""

    graph: LineageGraph
    limits: tuple[Limit, ...] = ()


def deepened(source: LineageSource, query: LineageQuery, first: LineageGraph, rounds: int) -> Deep:
    """Go on with a question without filters, so many rounds.

    `rounds` that leave no limit unfollowed give the answer to the same question with a depth of
    `query.depth * (rounds + 1)`.

    Args:
        source: Who is asked.
        query: The question; with filters nobody knows at which vertices reading reached its depth.
        first: The answer to it.
        rounds: How often to go on.
    """
    front = _Front(query.depth)
    for direction in _sides(query.direction):
        front.learn(distances(first.start, first.associations, direction), direction)
    further: list[LineageGraph] = []
    for _ in range(rounds):
        limits = front.next()
        queries = [replace(query, start=one.arn, direction=one.direction) for one in limits]
        outcomes = attempted(source, queries)
        for limit, outcome in zip(limits, outcomes, strict=True):
            if isinstance(outcome, LineageGraph):
                front.learn(outcome.distances, limit.direction)
                further.append(outcome)
        first = _noted(first, [outcome for outcome in outcomes if isinstance(outcome, SourceError)])
    return Deep(_together(query, first, further), tuple(front.waiting))


def _together(query: LineageQuery, first: LineageGraph, further: Sequence[LineageGraph]) -> LineageGraph:
    """Return one answer, with the distances that the deeper query would have counted."""
    if not further:
        return first
    whole = joined(first, further, {arn for graph in (first, *further) for arn in graph.vertices})
    far = distances(whole.start, whole.associations, query.direction)
    return replace(whole, distances=MappingProxyType(far))


def _sides(direction: Direction) -> tuple[Direction, ...]:
    if direction is Direction.UP_AND_DOWN:
        return Direction.ASCENDANTS, Direction.DESCENDANTS
    return (direction,)


@dataclass(slots=True)
class _Front:
    """The limits that nobody followed yet, in the order in which they were met.

    Attributes:
        depth: How far each reading goes.
        passed: What some reading went on from.
    """

    depth: int
    waiting: dict[Limit, None] = field(default_factory=dict)
    passed: set[Limit] = field(default_factory=set)

    def learn(self, steps: Mapping[Arn, int], direction: Direction) -> None:
        """Take in how far the vertices of one reading are from its start."""
        for arn, far in steps.items():
            limit = Limit(arn, direction)
            if far < self.depth:
                self.passed.add(limit)
                self.waiting.pop(limit, None)
            elif far == self.depth and limit not in self.passed:
                self.waiting[limit] = None

    def next(self) -> list[Limit]:
        """Take out those that are followed next."""
        limits = list(self.waiting)[:MOST_FOLLOWED]
        for limit in limits:
            del self.waiting[limit]
            self.passed.add(limit)
        return limits


def _noted(graph: LineageGraph, failures: Sequence[SourceError]) -> LineageGraph:
    """Return a graph whose gaps say what could not be followed."""
    gaps = tuple(_gaps(Counter(map(str, failures))))
    return replace(graph, reading=replace(graph.reading, gaps=(*graph.reading.gaps, *gaps)))


def _gaps(reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, times in reasons.items():
        yield f"Beyond {times:,} {'entity' if times == 1 else 'entities'} nothing could be read. {reason}"

"""Paths through hidden vertices, and the vertices that they connect.

A set of vertices is a whole number with one bit for each vertex. So thousands are united in one step, and the
cost depends on the number of associations, not on the number of connected pairs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul, or_
from typing import TypeAlias

from lineage.graph import LineageGraph
from lineage.model import Arn, Vertex
from lineage.placement.acyclic import finishing_order, neighbours

Ends: TypeAlias = tuple[Arn, Arn]


@dataclass(frozen=True, slots=True)
class Span:
    """Hidden vertices on the paths between two sets of vertices.

    Attributes:
        count: How many hidden vertices there are.
        first: One of them.
        alike: Whether all of them have its lineage type and type.
    """

    count: int
    first: Vertex
    alike: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Paths through the hidden vertices of a graph.

    Attributes:
        vertices: All vertices of the graph, by their numbers; the hidden ones come first.
        numbers: The number of each vertex.
        hidden: How many vertices are hidden.
        after: The children of each vertex.
        onward: Bit set of the vertices that each vertex leads to through hidden vertices alone, these
            included.
        back: Bit set of the vertices that lead to each vertex in the same way.
    """

    vertices: tuple[Vertex, ...]
    numbers: Mapping[Arn, int]
    hidden: int
    after: Sequence[Sequence[int]]
    onward: Sequence[int]
    back: Sequence[int]

    def __len__(self) -> int:
        """Return how many pairs of vertices are connected."""
        return sum((self.onward[number] >> self.hidden).bit_count() for number in self._kept)

    def __iter__(self) -> Iterator[Ends]:
        """Yield each connected pair of vertices, sorted."""
        for source in self._kept:
            for destination in _members(self.onward[source] >> self.hidden):
                yield self.vertices[source].arn, self.vertices[destination + self.hidden].arn

    def span(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> Span:
        """Return the span from connected sources to destinations.

        Not every source has to be connected with every destination.
        """
        between = self._between(sources, destinations)
        numbers = _members(between)
        first = self.vertices[next(numbers)]
        kind = first.lineage_type, first.type
        others = (self.vertices[number] for number in numbers)
        return Span(between.bit_count(), first, all((v.lineage_type, v.type) == kind for v in others))

    def way(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> tuple[Arn, ...]:
        """Return a shortest path from connected sources to destinations.

        The path includes both ends.
        """
        goals = set(self._numbered(destinations))
        between = self._between(sources, destinations)
        came_from: dict[int, int] = {}
        queue = deque(self._numbered(sources))
        while queue:
            current = queue.popleft()
            for child in self.after[current]:
                if child in goals and current < self.hidden:
                    return self._retraced(child, current, came_from)
                if between >> child & 1 and child not in came_from:
                    came_from[child] = current
                    queue.append(child)
        return ()

    def busy(self, many: int) -> frozenset[Arn]:
        """Return the hidden vertices that connect more pairs than a limit."""
        incoming = ((self.back[number] >> self.hidden).bit_count() for number in range(self.hidden))
        outgoing = ((self.onward[number] >> self.hidden).bit_count() for number in range(self.hidden))
        counts = enumerate(map(mul, incoming, outgoing))
        return frozenset(self.vertices[number].arn for number, count in counts if count > many)

    @property
    def _kept(self) -> range:
        return range(self.hidden, len(self.vertices))

    def _numbered(self, arns: Iterable[Arn]) -> list[int]:
        return [self.numbers[arn] for arn in arns]

    def _between(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> int:
        reachable = reduce(or_, (self.onward[number] for number in self._numbered(sources)))
        reaching = reduce(or_, (self.back[number] for number in self._numbered(destinations)))
        return reachable & reaching & ((1 << self.hidden) - 1)

    def _retraced(self, last: int, previous: int, came_from: Mapping[int, int]) -> tuple[Arn, ...]:
        path = [last, previous]
        while path[-1] in came_from:
            path.append(came_from[path[-1]])
        return tuple(self.vertices[number].arn for number in reversed(path))


NO_WAYS = Ways((), {}, 0, (), (), ())
"""Hidden paths of a graph in which nothing is hidden."""


def ways_over(graph: LineageGraph, hidden: Collection[Arn]) -> Ways:
    """Return the paths through the hidden vertices of a graph."""
    vertices = sorted(graph.vertices.values(), key=lambda vertex: (vertex.arn not in hidden, vertex.arn))
    numbers = {vertex.arn: number for number, vertex in enumerate(vertices)}
    edges = [(numbers[item.source], numbers[item.destination]) for item in graph.associations]
    parents, children = neighbours(len(vertices), edges)
    hidden_count = len(hidden)
    return Ways(
        tuple(vertices),
        numbers,
        hidden_count,
        children,
        onward=_led(children, hidden_count),
        back=_led(parents, hidden_count),
    )


def _led(children: Sequence[Sequence[int]], hidden_count: int) -> list[int]:
    """Return what each vertex reaches through hidden ones alone.

    The first `hidden_count` vertices are the hidden ones. A vertex is processed before the vertices that lead
    to it, except in cycles, which take further rounds.
    """
    hidden_children = [
        [child for child in children[current] if child < hidden_count] for current in range(hidden_count)
    ]
    order = finishing_order(range(hidden_count), hidden_children)
    reachable = [0] * len(children)
    has_changed = True
    while has_changed:
        has_changed = False
        for current in order:
            reached = reachable[current]
            for child in children[current]:
                reached |= 1 << child | (reachable[child] if child < hidden_count else 0)
            has_changed = has_changed or reached != reachable[current]
            reachable[current] = reached
    for current in range(hidden_count, len(children)):
        for child in children[current]:
            if child < hidden_count:
                reachable[current] |= 1 << child | reachable[child]
    return reachable


def _members(bits: int) -> Iterator[int]:
    """Yield the numbers in a bit set, in ascending order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

"""Ways over what is hidden: whom they join, and over how many they lead.

Sets of vertices are whole numbers here, with a bit for each vertex: so thousands are united in one step, and
the cost follows the associations, not the pairs that they join.
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
    """What the ways from one or several vertices to others lead over.

    Attributes:
        count: How many vertices lie between.
        first: One of them.
        alike: Whether all of them are of its kind and type.
    """

    count: int
    first: Vertex
    alike: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways over the hidden vertices of a graph.

    Attributes:
        vertices: All of the graph, by their numbers; the hidden ones come first.
        numbers: The number of each.
        hidden: How many are hidden.
        after: Where the associations of each lead.
        onward: Whom each leads to, by hidden ones alone; these are included.
        back: Who leads to each, in the same way.
    """

    vertices: tuple[Vertex, ...]
    numbers: Mapping[Arn, int]
    hidden: int
    after: Sequence[Sequence[int]]
    onward: Sequence[int]
    back: Sequence[int]

    def __len__(self) -> int:
        """Return how many pairs are joined."""
        return sum((self.onward[one] >> self.hidden).bit_count() for one in self._kept)

    def __iter__(self) -> Iterator[Ends]:
        """Yield each pair of vertices that is joined, sorted."""
        for one in self._kept:
            for other in _members(self.onward[one] >> self.hidden):
                yield self.vertices[one].arn, self.vertices[other + self.hidden].arn

    def span(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> Span:
        """Return what lies between vertices that are joined, whichever of them are."""
        between = self._between(sources, destinations)
        numbers = _members(between)
        first = self.vertices[next(numbers)]
        kind = first.lineage_type, first.type
        others = (self.vertices[number] for number in numbers)
        return Span(between.bit_count(), first, all((v.lineage_type, v.type) == kind for v in others))

    def way(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> tuple[Arn, ...]:
        """Return a shortest way between vertices that are joined, both ends included."""
        goals = set(self._numbered(destinations))
        between = self._between(sources, destinations)
        came_from: dict[int, int] = {}
        waiting = deque(self._numbered(sources))
        while waiting:
            here = waiting.popleft()
            for there in self.after[here]:
                if there in goals and here < self.hidden:
                    return self._retraced(there, here, came_from)
                if between >> there & 1 and there not in came_from:
                    came_from[there] = here
                    waiting.append(there)
        return ()

    def busy(self, many: int) -> frozenset[Arn]:
        """Return the hidden vertices over which more than so many ways lead."""
        into = ((self.back[one] >> self.hidden).bit_count() for one in range(self.hidden))
        out = ((self.onward[one] >> self.hidden).bit_count() for one in range(self.hidden))
        counts = enumerate(map(mul, into, out))
        return frozenset(self.vertices[one].arn for one, count in counts if count > many)

    @property
    def _kept(self) -> range:
        return range(self.hidden, len(self.vertices))

    def _numbered(self, arns: Iterable[Arn]) -> list[int]:
        return [self.numbers[arn] for arn in arns]

    def _between(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> int:
        led = reduce(or_, (self.onward[one] for one in self._numbered(sources)))
        leading = reduce(or_, (self.back[one] for one in self._numbered(destinations)))
        return led & leading & ((1 << self.hidden) - 1)

    def _retraced(self, last: int, before: int, came_from: Mapping[int, int]) -> tuple[Arn, ...]:
        way = [last, before]
        while way[-1] in came_from:
            way.append(came_from[way[-1]])
        return tuple(self.vertices[number].arn for number in reversed(way))


NO_WAYS = Ways((), {}, 0, (), (), ())
"""Those of a graph of which nothing is hidden."""


def ways_over(graph: LineageGraph, hidden: Collection[Arn]) -> Ways:
    """Return the ways over vertices of a graph that are hidden."""
    vertices = sorted(graph.vertices.values(), key=lambda vertex: (vertex.arn not in hidden, vertex.arn))
    numbers = {vertex.arn: number for number, vertex in enumerate(vertices)}
    arcs = [(numbers[item.source], numbers[item.destination]) for item in graph.associations]
    before, after = neighbours(len(vertices), arcs)
    many = len(hidden)
    return Ways(tuple(vertices), numbers, many, after, onward=_led(after, many), back=_led(before, many))


def _led(steps: Sequence[Sequence[int]], hidden: int) -> list[int]:
    """Return whom each vertex leads to when only hidden ones, the first so many, are stepped on.

    Whoever is led to is settled before whoever leads there, but for cycles, which take further rounds.
    """
    within = [[there for there in steps[here] if there < hidden] for here in range(hidden)]
    order = finishing_order(range(hidden), within)
    led = [0] * len(steps)
    unsettled = True
    while unsettled:
        unsettled = False
        for here in order:
            found = led[here]
            for there in steps[here]:
                found |= 1 << there | (led[there] if there < hidden else 0)
            unsettled = unsettled or found != led[here]
            led[here] = found
    for here in range(hidden, len(steps)):
        for there in steps[here]:
            if there < hidden:
                led[here] |= 1 << there | led[there]
    return led


def _members(numbers: int) -> Iterator[int]:
    """Yield the numbers in a set, in their order."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest

"""Paths through hidden vertices, and the vertices that they connect.

A set of vertices is a whole number with one bit for each vertex. So thousands are united in one step, and the
cost depends on the number of associations, not on the number of connected pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul, or_
from typing import TypedDict

from lineage_explorer.graph.digraph import build_adjacency, compute_postorder
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Ends, Entity, Vertex
from lineage_explorer.graph.traversal import search_breadth_first


@dataclass(frozen=True, slots=True)
class BridgeSpan:
    """Hidden vertices on the paths between two sets of vertices.

    Attributes:
        count: How many hidden vertices there are.
        first: One of them.
        is_uniform: Whether all of them have its lineage type and type.
    """

    count: int
    first: Vertex
    is_uniform: bool


@dataclass(frozen=True, slots=True)
class HiddenPaths:
    """Paths through the hidden vertices of a graph.

    Attributes:
        vertices: All vertices of the graph, by their numbers; the hidden ones come first.
        numbers: The number of each vertex.
        hidden_count: How many vertices are hidden.
        children: The children of each vertex.
        descendants: Bit set of the vertices that each vertex leads to through hidden vertices alone, these
            included.
        ancestors: Bit set of the vertices that lead to each vertex in the same way.
    """

    vertices: tuple[Vertex, ...]
    numbers: Mapping[Arn, int]
    hidden_count: int
    children: Sequence[Sequence[int]]
    descendants: Sequence[int]
    ancestors: Sequence[int]

    def __len__(self) -> int:
        """Return how many pairs of vertices are connected."""
        return sum(
            (self.descendants[number] >> self.hidden_count).bit_count() for number in self._visible_numbers
        )

    def __iter__(self) -> Iterator[Ends]:
        """Yield each connected pair of vertices, sorted."""
        for source in self._visible_numbers:
            for destination in _iterate_bits(self.descendants[source] >> self.hidden_count):
                yield self.vertices[source].arn, self.vertices[destination + self.hidden_count].arn

    def summarize_between(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> BridgeSpan:
        """Return the span from connected sources to destinations.

        Not every source has to be connected with every destination.
        """
        between = self._find_between(sources, destinations)
        numbers = _iterate_bits(between)
        first = self.vertices[next(numbers)]
        kind = first.lineage_type, first.type
        others = (self.vertices[number] for number in numbers)
        return BridgeSpan(between.bit_count(), first, all((v.lineage_type, v.type) == kind for v in others))

    def find_shortest_path(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> tuple[Arn, ...]:
        """Return a shortest path from connected sources to destinations.

        The path includes both ends.
        """
        source_numbers, goals = self._list_numbers(sources), set(self._list_numbers(destinations))
        between = self._find_between(sources, destinations)
        starts = [child for number in source_numbers for child in self.children[number]]
        came_from: dict[int, int | None] = {}
        for number, previous in search_breadth_first(
            starts, self.children, stop=lambda number: not between >> number & 1
        ):
            came_from[number] = previous
            if not between >> number & 1:
                continue
            goal = next((child for child in self.children[number] if child in goals), None)
            if goal is not None:
                path = [goal, number]
                while (previous := came_from[path[-1]]) is not None:
                    path.append(previous)
                first = next(source for source in source_numbers if path[-1] in self.children[source])
                return tuple(self.vertices[number].arn for number in (first, *reversed(path)))
        return ()

    def find_hubs(self, limit: int) -> frozenset[Arn]:
        """Return the hidden vertices that connect more pairs than a limit."""
        incoming = (
            (self.ancestors[number] >> self.hidden_count).bit_count() for number in range(self.hidden_count)
        )
        outgoing = (
            (self.descendants[number] >> self.hidden_count).bit_count() for number in range(self.hidden_count)
        )
        counts = enumerate(map(mul, incoming, outgoing))
        return frozenset(self.vertices[number].arn for number, count in counts if count > limit)

    @property
    def _visible_numbers(self) -> range:
        return range(self.hidden_count, len(self.vertices))

    def _list_numbers(self, arns: Iterable[Arn]) -> list[int]:
        return [self.numbers[arn] for arn in arns]

    def _find_between(self, sources: Iterable[Arn], destinations: Iterable[Arn]) -> int:
        reachable = reduce(or_, (self.descendants[number] for number in self._list_numbers(sources)))
        reaching = reduce(or_, (self.ancestors[number] for number in self._list_numbers(destinations)))
        return reachable & reaching & ((1 << self.hidden_count) - 1)


NO_HIDDEN_PATHS = HiddenPaths((), {}, 0, (), (), ())
"""Hidden paths of a graph in which nothing is hidden."""


def find_hidden_paths(graph: LineageGraph, hidden: Collection[Arn]) -> HiddenPaths:
    """Return the paths through the hidden vertices of a graph."""
    vertices = sorted(graph.vertices.values(), key=lambda vertex: (vertex.arn not in hidden, vertex.arn))
    numbers = {vertex.arn: number for number, vertex in enumerate(vertices)}
    edges = [(numbers[item.source], numbers[item.destination]) for item in graph.associations]
    parents, children = build_adjacency(len(vertices), edges)
    hidden_count = len(hidden)
    return HiddenPaths(
        tuple(vertices),
        numbers,
        hidden_count,
        children,
        descendants=_compute_descendants(children, hidden_count),
        ancestors=_compute_descendants(parents, hidden_count),
    )


def _compute_descendants(children: Sequence[Sequence[int]], hidden_count: int) -> list[int]:
    """Return what each vertex reaches through hidden ones alone.

    The first `hidden_count` vertices are the hidden ones. A vertex is processed before the vertices that lead
    to it, except in cycles, which take further rounds.
    """
    hidden_children = [
        [child for child in children[current] if child < hidden_count] for current in range(hidden_count)
    ]
    order = compute_postorder(range(hidden_count), hidden_children)
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


def _iterate_bits(bits: int) -> Iterator[int]:
    """Yield the numbers in a bit set, in ascending order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class BridgeLabel(TypedDict):
    """Label of a bridge: what is hidden between its ends.

    Attributes:
        via: Short text: "via Training job"; for several vertices, with their number.
        over: Name of the hidden vertex; empty if there is more than one.
    """

    via: str
    over: str


def label_bridges(
    spans: Mapping[Ends, BridgeSpan], entities: Mapping[Arn, Entity]
) -> dict[Ends, BridgeLabel]:
    """Return the label of each bridge.

    Args:
        spans: The hidden vertices between the ends of each bridge.
        entities: The entities that are described so far, hidden ones included.
    """
    return {ends: _label_bridge(span, entities) for ends, span in spans.items()}


def _label_bridge(span: BridgeSpan, entities: Mapping[Arn, Entity]) -> BridgeLabel:
    entity = entities.get(span.first.arn)
    title = style_of(span.first, entity).title
    if span.count == 1:
        return {"via": f"via {title}", "over": name_entity(span.first.arn, entity).title}
    noun = f"× {title}" if span.is_uniform else "entities"  # noqa: RUF001 - the sign of multiplication is meant
    return {"via": f"via {span.count:,} {noun}", "over": ""}

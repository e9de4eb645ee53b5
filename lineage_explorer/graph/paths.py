"""Paths between two vertices, or their connection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lineage_explorer.graph.lineage_graph import Adjacency, LineageGraph, build_adjacency
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.graph.path_counting import find_shortest_paths, trace_paths
from lineage_explorer.graph.traversal import compute_distances


def find_steps(graph: LineageGraph, *, both_ways: bool = False) -> Adjacency:
    """Return the vertices before and after each vertex on a path.

    A step leads from the source of an association to its destination; `SameAs` is followed both ways. The
    vertices are sorted, so that equal graphs give equal paths.

    Args:
        graph: The graph.
        both_ways: Whether all associations are followed both ways.
    """
    steps = {edge.ends for edge in graph.associations}
    steps.update(
        (edge.destination, edge.source) for edge in graph.associations if both_ways or not edge.is_directed
    )
    return build_adjacency(graph.vertices, sorted(step for step in steps if step[0] != step[1]))


def find_common_origin(steps: Adjacency, first: Arn, second: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common ancestor.

    Returns:
        The path and the common ancestor; None if there is none.
    """
    from_first, from_second = (compute_distances([arn], steps.parents) for arn in (first, second))
    ancestors = from_first.keys() & from_second.keys()
    if not ancestors:
        return None
    nearest = min(ancestors, key=lambda arn: (from_first[arn] + from_second[arn], arn))
    (up,), (down,) = (
        find_shortest_paths(steps.reverse, first, nearest, limit=1),
        find_shortest_paths(steps, nearest, second, limit=1),
    )
    return (*up, *down[1:]), nearest


def find_common_outcome(steps: Adjacency, first: Arn, second: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common descendant.

    Returns:
        The path and the common descendant; None if there is none.
    """
    return find_common_origin(steps.reverse, first, second)


__all__ = ["MAX_LISTED_PATHS", "ConnectionKind", "Paths", "find_paths", "find_paths_between"]

MAX_LISTED_PATHS = 20
"""Maximum number of listed paths, shortest first.

Further paths are counted and highlighted in the graph, but too many to be read.
"""


class ConnectionKind(StrEnum):
    """Kind of connection between two vertices."""

    ALONG = "along"
    """One leads to the other."""
    ORIGIN = "origin"
    """Both have a common ancestor."""
    OUTCOME = "outcome"
    """Both have a common descendant."""
    ANY = "any"
    """They are connected only if directions are ignored."""
    NONE = "none"
    """They are not connected, as far as was read."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths between two vertices of a graph.

    Attributes:
        first, last: The two vertices; if one leads to the other, it is `first`.
        listed: Paths as vertex sequences, shortest first, each from `first` to `last`. If neither leads to
            the other, there is one path: the shortest connection of its kind.
        total: Number of paths; None if they are too many to count.
        steps: The associations on any of all paths, as (source, destination) pairs.
        meeting: The common ancestor or common descendant on the connection.
    """

    first: Arn
    last: Arn
    kind: ConnectionKind
    listed: tuple[tuple[Arn, ...], ...]
    total: int | None
    steps: frozenset[Ends]
    meeting: Arn | None = None

    @property
    def vertices(self) -> frozenset[Arn]:
        """All vertices on any of the paths, and both ends."""
        return frozenset((self.first, self.last, *(arn for step in self.steps for arn in step)))

    def valid_number(self, number: int | None) -> int | None:
        """Return a path number if it is valid, else None.

        Listed paths are numbered from 1.
        """
        return number if number is not None and 1 <= number <= len(self.listed) else None

    def highlighted_vertices(self, number: int | None) -> tuple[Arn, ...]:
        """Return the vertices of a listed path.

        For an invalid number it is the shortest path. Without any path it is the two ends.
        """
        return self.listed[(self.valid_number(number) or 1) - 1] if self.listed else (self.first, self.last)


def find_paths_between(graph: LineageGraph, first: Arn, second: Arn) -> Paths:
    """Find the paths between two vertices of a graph.

    If both are on one cycle, `first` is the first.
    """
    steps = find_steps(graph)
    for source, target in ((first, second), (second, first)):
        listed = find_shortest_paths(steps, source, target, limit=MAX_LISTED_PATHS)
        if listed:
            traced = trace_paths(steps, source, target)
            return Paths(
                source,
                target,
                ConnectionKind.ALONG,
                listed,
                traced.total,
                _restore_directions(graph, traced.steps),
            )
    return _find_connection(graph, steps, first, second)


def find_paths(graph: LineageGraph, ends: Ends | None) -> Paths | None:
    """Find the paths between two vertices, if both are in the graph.

    None without ends, or if one of them is not in the graph.
    """
    if ends is None or not graph.vertices.keys() >= set(ends):
        return None
    return find_paths_between(graph, *ends)


def _find_connection(graph: LineageGraph, steps: Adjacency, first: Arn, second: Arn) -> Paths:
    """Return the shortest connection if neither vertex leads to the other."""
    connections = [
        (len(connection[0]), kind, connection)
        for kind, connection in (
            (ConnectionKind.ORIGIN, find_common_origin(steps, first, second)),
            (ConnectionKind.OUTCOME, find_common_outcome(steps, first, second)),
        )
        if connection
    ]
    if connections:
        _, kind, (path, meeting) = min(connections, key=lambda item: item[0])
        return Paths(first, second, kind, (path,), 1, _restore_directions(graph, pairwise(path)), meeting)
    undirected = find_shortest_paths(find_steps(graph, both_ways=True), first, second, limit=1)
    if not undirected:
        return Paths(first, second, ConnectionKind.NONE, (), 0, frozenset())
    directed_steps = _restore_directions(graph, pairwise(undirected[0]))
    return Paths(first, second, ConnectionKind.ANY, undirected, 1, directed_steps)


def _restore_directions(graph: LineageGraph, steps: Iterable[Ends]) -> frozenset[Ends]:
    """Return steps in the direction of their associations."""
    return frozenset(step if step in graph.association_by_ends else (step[1], step[0]) for step in steps)

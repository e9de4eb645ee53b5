"""How two vertices of an answer hang together.

arcs         where one can go from each vertex
tracing      how many paths there are, and what lies on one
shortest     the shortest of them, one after another
connection   what to tell of two of which neither leads to the other
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lineage.ends import Ends
from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.paths.arcs import Arcs, Step, along
from lineage.paths.connection import by_any, by_origin, by_outcome
from lineage.paths.shortest import shortest
from lineage.paths.tracing import trace

__all__ = ["MOST_LISTED", "Kind", "Paths", "between", "joining"]

MOST_LISTED = 20
"""Paths that are listed, shortest first: more are counted, and lit in the picture, but nobody reads them."""


class Kind(StrEnum):
    """How two vertices are connected."""

    ALONG = "along"
    """One leads to the other."""
    ORIGIN = "origin"
    """Both came of a third."""
    OUTCOME = "outcome"
    """Both lead to a third."""
    ANY = "any"
    """In no such way, but associations connect them."""
    NONE = "none"
    """Not at all, as far as was read."""


@dataclass(frozen=True, slots=True)
class Paths:
    """How two vertices of an answer are connected.

    Attributes:
        first, last: The two; where one leads to the other, that one first.
        listed: Paths by their vertices, shortest first, each from `first` to `last`. Where neither leads to
            the other there is one, the shortest connection of its kind.
        total: How many paths there are; None where they are too many to be counted.
        steps: The associations on any of all paths, by their ends as they were read.
        meeting: The vertex that both came of, or both lead to.
    """

    first: Arn
    last: Arn
    kind: Kind
    listed: tuple[tuple[Arn, ...], ...]
    total: int | None
    steps: frozenset[Step]
    meeting: Arn | None = None

    def known(self, number: int | None) -> int | None:
        """Return the number of a path, which counts from 1, if a listed one has it."""
        return number if number is not None and 1 <= number <= len(self.listed) else None

    def told(self, number: int | None) -> tuple[Arn, ...]:
        """Return a listed path by its number; the shortest where none has it, without any the ends."""
        return self.listed[(self.known(number) or 1) - 1] if self.listed else (self.first, self.last)


def between(graph: LineageGraph, one: Arn, other: Arn) -> Paths:
    """Return how two vertices of an answer are connected; of two on one cycle, `one` counts as the first."""
    arcs = along(graph)
    for first, last in ((one, other), (other, one)):
        listed = shortest(arcs, first, last, most=MOST_LISTED)
        if listed:
            traced = trace(arcs, first, last)
            return Paths(first, last, Kind.ALONG, listed, traced.total, _read(graph, traced.steps))
    return _connected(graph, arcs, one, other)


def joining(graph: LineageGraph, ends: Ends | None) -> Paths | None:
    """Return the paths between two ends; None where none are named or one is not in the answer."""
    if ends is None or not {ends.one, ends.other} <= graph.vertices.keys():
        return None
    return between(graph, ends.one, ends.other)


def _connected(graph: LineageGraph, arcs: Arcs, one: Arn, other: Arn) -> Paths:
    """Return the shortest connection of two of which neither leads to the other."""
    meetings = [
        (len(found[0]), kind, found)
        for kind, found in (
            (Kind.ORIGIN, by_origin(arcs, one, other)),
            (Kind.OUTCOME, by_outcome(arcs, one, other)),
        )
        if found
    ]
    if meetings:
        _, kind, (path, meeting) = min(meetings, key=lambda item: item[0])
        return Paths(one, other, kind, (path,), 1, _read(graph, pairwise(path)), meeting)
    path_ = by_any(arcs, one, other)
    if path_ is None:
        return Paths(one, other, Kind.NONE, (), 0, frozenset())
    return Paths(one, other, Kind.ANY, (path_,), 1, _read(graph, pairwise(path_)))


def _read(graph: LineageGraph, steps: Iterable[Step]) -> frozenset[Step]:
    """Return the associations behind steps, each by its ends as they were read."""
    known = {(item.source, item.destination) for item in graph.associations}
    return frozenset(step if step in known else (step[1], step[0]) for step in steps)

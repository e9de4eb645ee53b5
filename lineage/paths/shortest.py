"""The shortest simple paths between two vertices, one after another."""

from __future__ import annotations

from heapq import heappop, heappush

from lineage.model import Arn
from lineage.paths.arcs import Arcs, distances, turned

_PATIENCE = 20_000
"""Beginnings of paths that are looked at. Without cycles each leads to a path, and far fewer are; a beginning
that has walked around a cycle may lead nowhere."""


def shortest(arcs: Arcs, first: Arn, last: Arn, *, most: int) -> tuple[tuple[Arn, ...], ...]:
    """Return at most so many paths, each by its vertices; none visits a vertex twice.

    Shorter ones come first, and those of equal length in the order of their ARNs. The distance to the end
    is known exactly, so that the search (A*) opens no beginning that a listed path does not need; among
    equals, the order of tuples makes it go on with the one that it has begun.
    """
    left = distances(turned(arcs), last)
    if first not in left:
        return ()
    begun: list[tuple[int, tuple[Arn, ...]]] = [(left[first], (first,))]
    found: list[tuple[Arn, ...]] = []
    for _ in range(_PATIENCE):
        if not begun or len(found) == most:
            break
        _, path = heappop(begun)
        if path[-1] == last:
            found.append(path)
            continue
        for arn in arcs[path[-1]]:
            if arn in left and arn not in path:
                heappush(begun, (len(path) + left[arn], (*path, arn)))
    return tuple(found)

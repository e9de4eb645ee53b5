"""Shortest simple paths between two vertices, in order of length."""

from __future__ import annotations

from heapq import heappop, heappush

from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.traversal__arcs import Arcs, count_steps, reverse_arcs

_MAX_PARTIAL_PATHS = 20_000
"""Maximum number of partial paths that are examined.

Without cycles each of them leads to a path, and far fewer are needed. A partial path that has gone around a
cycle may be a dead end.
"""


def find_shortest_paths(arcs: Arcs, first: Arn, last: Arn, *, limit: int) -> tuple[tuple[Arn, ...], ...]:
    """Return the shortest simple paths, at most `limit`, as vertex sequences.

    Sorted by length, and paths of equal length by their ARNs. The heuristic of the A* search is the exact
    distance to the end, so that it expands only partial paths that a returned path needs. Ties are broken by
    tuple order, which continues the partial path that was expanded last.
    """
    remaining_steps = count_steps(reverse_arcs(arcs), last)
    if first not in remaining_steps:
        return ()
    partial_paths: list[tuple[int, tuple[Arn, ...]]] = [(remaining_steps[first], (first,))]
    paths: list[tuple[Arn, ...]] = []
    for _ in range(_MAX_PARTIAL_PATHS):
        if not partial_paths or len(paths) == limit:
            break
        _, path = heappop(partial_paths)
        if path[-1] == last:
            paths.append(path)
            continue
        for arn in arcs[path[-1]]:
            if arn in remaining_steps and arn not in path:
                heappush(partial_paths, (len(path) + remaining_steps[arn], (*path, arn)))
    return tuple(paths)

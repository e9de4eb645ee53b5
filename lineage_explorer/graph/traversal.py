"""Breadth-first distances from a start vertex."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from lineage_explorer.graph.model import Arn, Association
from lineage_explorer.query.lineage_query import Direction


def compute_distances(
    start: Arn, associations: Iterable[Association], direction: Direction, *, stop_at: Collection[Arn] = ()
) -> dict[Arn, int]:
    """Return the fewest associations from `start` to each reachable vertex.

    Args:
        start: The vertex to begin at.
        associations: The edges to follow.
        direction: Direction to follow them in.
        stop_at: Vertices that can be reached, but whose edges are not followed.
    """
    upstream: dict[Arn, list[Arn]] = defaultdict(list)
    downstream: dict[Arn, list[Arn]] = defaultdict(list)
    for edge in associations:
        upstream[edge.destination].append(edge.source)
        downstream[edge.source].append(edge.destination)
    if direction is Direction.ASCENDANTS:
        return _search_breadth_first(start, stop_at, upstream)
    if direction is Direction.DESCENDANTS:
        return _search_breadth_first(start, stop_at, downstream)
    if direction is Direction.BOTH:
        return _search_breadth_first(start, stop_at, upstream, downstream)
    up, down = (
        _search_breadth_first(start, stop_at, upstream),
        _search_breadth_first(start, stop_at, downstream),
    )
    return {arn: min(steps[arn] for steps in (up, down) if arn in steps) for arn in up | down}


def _search_breadth_first(
    start: Arn, ends: Collection[Arn], *adjacencies: Mapping[Arn, Sequence[Arn]]
) -> dict[Arn, int]:
    steps = {start: 0}
    queue = deque([start])
    while queue:
        vertex = queue.popleft()
        if vertex in ends:
            continue
        for neighbor in (arn for adjacency in adjacencies for arn in adjacency.get(vertex, ())):
            if neighbor not in steps:
                steps[neighbor] = steps[vertex] + 1
                queue.append(neighbor)
    return steps

"""Breadth-first distances from a start vertex."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from lineage.model import Arn, Association
from lineage.query import Direction


def distances(
    start: Arn, associations: Iterable[Association], direction: Direction, *, ends: Collection[Arn] = ()
) -> dict[Arn, int]:
    """Return the fewest associations from `start` to each reachable vertex.

    Args:
        start: The vertex to begin at.
        associations: The edges to follow.
        direction: Direction to follow them in.
        ends: Vertices that can be reached, but whose edges are not followed.
    """
    upstream: dict[Arn, list[Arn]] = defaultdict(list)
    downstream: dict[Arn, list[Arn]] = defaultdict(list)
    for edge in associations:
        upstream[edge.destination].append(edge.source)
        downstream[edge.source].append(edge.destination)
    if direction is Direction.ASCENDANTS:
        return _walk(start, ends, upstream)
    if direction is Direction.DESCENDANTS:
        return _walk(start, ends, downstream)
    if direction is Direction.BOTH:
        return _walk(start, ends, upstream, downstream)
    up, down = _walk(start, ends, upstream), _walk(start, ends, downstream)
    return {arn: min(steps[arn] for steps in (up, down) if arn in steps) for arn in up | down}


def _walk(start: Arn, ends: Collection[Arn], *adjacencies: Mapping[Arn, Sequence[Arn]]) -> dict[Arn, int]:
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

"""How far one comes along associations."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from lineage.model import Arn, Association
from lineage.query import Direction


def distances(
    start: Arn, associations: Iterable[Association], direction: Direction, *, ends: Collection[Arn] = ()
) -> dict[Arn, int]:
    """Count the fewest associations from `start` to each vertex that walking in `direction` reaches.

    Args:
        start: Where to begin.
        associations: What may be walked along.
        direction: Which way to walk.
        ends: Vertices that are reached and not passed.
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
    return {arn: min(walk[arn] for walk in (up, down) if arn in walk) for arn in up | down}


def _walk(start: Arn, ends: Collection[Arn], *ways: Mapping[Arn, Sequence[Arn]]) -> dict[Arn, int]:
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here in ends:
            continue
        for there in (arn for way in ways for arn in way.get(here, ())):
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    return found

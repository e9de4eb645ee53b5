"""Which associations of a walk lie on a way from its start to a match.

The documentation of IncludeEdges says "the associations and lineage entities on the path". What a path is:

- One-way walks keep every association from which a match can still be reached along the walk: longer ways
  count as well as the shortest.
- `Both` keeps the shortest ways alone, from each level of the walk to the next: without directions, nearly
  every association lies on some way.
"""

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from account.traversal import Direction, Pair, Walk


def on_paths(walk: Walk, matches: AbstractSet[int]) -> Iterator[Pair]:
    """Yield the associations on a way from the start of a walk to a match."""
    if walk.direction is Direction.BOTH:
        return _on_shortest_ways(walk, matches)
    return _on_any_way(walk, matches)


def _on_any_way(walk: Walk, matches: AbstractSet[int]) -> Iterator[Pair]:
    before: defaultdict[int, list[int]] = defaultdict(list)
    for pair in walk.associations:
        tail, head = _along(walk, pair)
        before[head].append(tail)
    leading = set(matches)
    unseen = list(matches)
    while unseen:
        for tail in before[unseen.pop()]:
            if tail not in leading:
                leading.add(tail)
                unseen.append(tail)
    return (pair for pair in walk.associations if _along(walk, pair)[1] in leading)


def _on_shortest_ways(walk: Walk, matches: AbstractSet[int]) -> Iterator[Pair]:
    by_depth: defaultdict[int, list[Pair]] = defaultdict(list)
    for source, destination in walk.associations:
        ends = walk.depths[source], walk.depths[destination]
        if abs(ends[0] - ends[1]) == 1:
            by_depth[max(ends)].append((source, destination))
    leading = set(matches)
    for depth in sorted(by_depth, reverse=True):
        for pair in by_depth[depth]:
            near, far = sorted(pair, key=walk.depths.__getitem__)
            if far in leading:
                leading.add(near)
                yield pair


def _along(walk: Walk, pair: Pair) -> Pair:
    """Return an association's ends in the order in which a one-way walk passes them."""
    return pair if walk.direction is Direction.DESCENDANTS else (pair[1], pair[0])

"""Associations on a path from a traversal's start to a match.

The documentation of IncludeEdges says "the associations and lineage entities on the path". This module takes
that to mean:

- One-way traversals keep every association from which a match can still be reached: longer paths count as
  well as the shortest.
- `Both` keeps only the shortest paths, from each level of the traversal to the next: without directions,
  nearly every association lies on some path.
"""

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sagemaker_account.traversal import Pair, Traversal, TraversalDirection


def find_path_associations(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    """Yield the associations on a path from start to a match."""
    if traversal.direction is TraversalDirection.BOTH:
        return _find_on_shortest_paths(traversal, matches)
    return _find_on_any_path(traversal, matches)


def _find_on_any_path(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    tails_by_head: defaultdict[int, list[int]] = defaultdict(list)
    for pair in traversal.associations:
        tail, head = _orient_pair(traversal, pair)
        tails_by_head[head].append(tail)
    on_path = set(matches)
    queue = list(matches)
    while queue:
        for tail in tails_by_head[queue.pop()]:
            if tail not in on_path:
                on_path.add(tail)
                queue.append(tail)
    return (pair for pair in traversal.associations if _orient_pair(traversal, pair)[1] in on_path)


def _find_on_shortest_paths(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    by_depth: defaultdict[int, list[Pair]] = defaultdict(list)
    for source, destination in traversal.associations:
        depths = traversal.depths[source], traversal.depths[destination]
        if abs(depths[0] - depths[1]) == 1:
            by_depth[max(depths)].append((source, destination))
    on_path = set(matches)
    for depth in sorted(by_depth, reverse=True):
        for pair in by_depth[depth]:
            near, far = sorted(pair, key=traversal.depths.__getitem__)
            if far in on_path:
                on_path.add(near)
                yield pair


def _orient_pair(traversal: Traversal, pair: Pair) -> Pair:
    """Return an association's ends in the order of one-way traversal."""
    return pair if traversal.direction is TraversalDirection.DESCENDANTS else (pair[1], pair[0])

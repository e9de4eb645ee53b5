"""How many links cross, and fewer of them by exchanging neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from lineage.placement.layers import Layers, Order


def places(order: Order, count: int) -> list[int]:
    """Return each node's place within its rank, from 0 at the top."""
    place = [0] * count
    for column in order:
        for number, node in enumerate(column):
            place[node] = number
    return place


def crossings(layers: Layers, order: Order) -> int:
    """Count the pairs of links that cross, each link taken as a straight line; O(E log V) comparisons."""
    place = places(order, len(layers.rank))
    total = 0
    for column in order[:-1]:
        passed: list[int] = []
        for node in column:
            for end in sorted(map(place.__getitem__, layers.after[node])):
                above = bisect_right(passed, end)
                total += len(passed) - above
                passed.insert(above, end)
    return total


def exchange_neighbours(layers: Layers, order: Order, passes: int) -> Order:
    """Return an order in which no two neighbours of a rank would cross less the other way round.

    Every other pass also exchanges neighbours that cross as much either way, to leave a dead end; the best
    order met is returned.

    Args:
        layers: What is ordered.
        order: Where to begin.
        passes: How often to go through all ranks at most.
    """
    place = places(order, len(layers.rank))
    order = [list(column) for column in order]
    best, saved, most = [list(column) for column in order], 0, 0
    for number in range(passes):
        sideways = number % 2 == 1
        gained = sum(_exchange(layers, column, place, sideways=sideways) for column in order)
        saved += gained
        if saved > most:
            best, most = [list(column) for column in order], saved
        elif not gained and sideways:
            break
    return best


def _exchange(layers: Layers, column: list[int], place: list[int], *, sideways: bool) -> int:
    """Exchange neighbours of one rank from top to bottom; return the number of crossings saved."""
    left = [sorted(map(place.__getitem__, layers.before[node])) for node in column]
    right = [sorted(map(place.__getitem__, layers.after[node])) for node in column]
    saved = 0
    for upper in range(len(column) - 1):
        lower = upper + 1
        now = _inversions(left[upper], left[lower]) + _inversions(right[upper], right[lower])
        if not now:
            continue
        then = _inversions(left[lower], left[upper]) + _inversions(right[lower], right[upper])
        if then < now or (sideways and then == now):
            column[upper], column[lower] = column[lower], column[upper]
            for ends in (left, right):
                ends[upper], ends[lower] = ends[lower], ends[upper]
            saved += now - then
    for number, node in enumerate(column):
        place[node] = number
    return saved


def _inversions(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Count how often an end of the upper node lies below an end of the lower one; both ascend."""
    if not upper or not lower or upper[-1] <= lower[0]:
        return 0
    return len(upper) * len(lower) - sum([bisect_right(upper, end) for end in lower])

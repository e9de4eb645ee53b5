"""How many links cross."""

from __future__ import annotations

from bisect import bisect_right

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

"""Counting of link crossings."""

from __future__ import annotations

from bisect import bisect_right

from lineage_explorer.layout.layers import Layers, Order


def compute_positions(order: Order, count: int) -> list[int]:
    """Return each node's position within its rank, from 0 at top."""
    position = [0] * count
    for column in order:
        for index, node in enumerate(column):
            position[node] = index
    return position


def count_crossings(layers: Layers, order: Order) -> int:
    """Count the pairs of links that cross.

    Each link is taken as a straight line. Takes O(E log V) comparisons.
    """
    position = compute_positions(order, len(layers.rank))
    total = 0
    for column in order[:-1]:
        previous_ends: list[int] = []
        for node in column:
            for end in sorted(map(position.__getitem__, layers.successors[node])):
                above = bisect_right(previous_ends, end)
                total += len(previous_ends) - above
                previous_ends.insert(above, end)
    return total

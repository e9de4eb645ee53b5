"""New nodes among those that stay: each where it crosses least and, of such places, where there is room.

Nothing that stays exchanges its place with another that stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from lineage.placement.layers import Layers, Order

_SECOND_LOOKS = 2
"""How often a new node looks for a better place once all others have one."""

_NEAR = 40
"""Cards above and below the height where a new node would stand best among which it looks for a place: those
further off are hardly ever crossed so much less, and looking among all of them would cost the square."""

_A_MOVE = 2
"""Crossings that are put up with rather than moving apart what stays."""


def inserted(
    layers: Layers, order: Order, y: Sequence[float], reach: Sequence[float]
) -> tuple[Order, list[float]]:
    """Return the order with every node in it, and all heights: new nodes may stand too close to others.

    Args:
        layers: What is ordered; every node is connected to one that stays.
        order: The nodes of each rank that stay, from top to bottom.
        y: The heights of those nodes; of others they are not looked at.
        reach: How far each node's own room extends above and below its centre.
    """
    ranks = _Ranks(layers, order, y, reach)
    stays = {node for column in order for node in column}
    walk = sorted(stays)
    found = set(stays)
    for node in walk:
        for other in (*layers.before[node], *layers.after[node]):
            if other not in found:
                found.add(other)
                walk.append(other)
    new = walk[len(stays) :]
    for node in new:
        ranks.insert(node)
    for _ in range(_SECOND_LOOKS):
        for node in new:
            ranks.remove(node)
            ranks.insert(node)
    return ranks.order, ranks.y


class _Ranks:
    """Ranks that nodes are inserted into."""

    def __init__(self, layers: Layers, order: Order, y: Sequence[float], reach: Sequence[float]) -> None:
        self.order = [list(column) for column in order]
        self.y = list(y)
        self._layers = layers
        self._reach = reach
        self._place = [-1] * len(layers.rank)
        for column in self.order:
            self._number(column)

    def remove(self, node: int) -> None:
        """Take a node out of its rank."""
        column = self.order[self._layers.rank[node]]
        column.remove(node)
        self._place[node] = -1
        self._number(column)

    def insert(self, node: int) -> None:
        """Put a node where it is best placed among those that have a place."""
        column = self.order[self._layers.rank[node]]
        layers, place = self._layers, self._place
        around = [other for other in (*layers.before[node], *layers.after[node]) if place[other] >= 0]
        wish = median([self.y[other] for other in around])
        middle = bisect_left(column, wish, key=self.y.__getitem__)
        first, last = max(0, middle - _NEAR), min(len(column), middle + _NEAR)
        crossed = self._crossed(node, column[first:last])
        best = min(
            (crossed[slot - first] + _A_MOVE * (gap > 0), gap, abs(height - wish), slot, height)
            for slot in range(first, last + 1)
            for gap, height in [self._room(node, column, slot, wish)]
        )
        self.y[node] = best[-1]
        column.insert(best[-2], node)
        self._number(column)

    def _crossed(self, node: int, column: Sequence[int]) -> list[int]:
        """Return for each slot of a part of a rank how many more links cross there than at its top."""
        ends = [self._ends(node, neighbours) for neighbours in (self._layers.before, self._layers.after)]
        crossed = [0]
        for other in column:
            change = 0
            for own, neighbours in zip(ends, (self._layers.before, self._layers.after), strict=True):
                if own:
                    for end in self._ends(other, neighbours):
                        above = bisect_left(own, end)
                        change += above - (len(own) - bisect_right(own, end))
            crossed.append(crossed[-1] + change)
        return crossed

    def _ends(self, node: int, neighbours: Sequence[Sequence[int]]) -> list[int]:
        place = self._place
        return sorted(place[other] for other in neighbours[node] if place[other] >= 0)

    def _room(self, node: int, column: Sequence[int], slot: int, wish: float) -> tuple[float, float]:
        """Return what room is missing in a slot, and the height in it nearest to the wish."""
        y, reach = self.y, self._reach
        low = y[column[slot - 1]] + reach[column[slot - 1]] + reach[node] if slot else -float("inf")
        high = y[column[slot]] - reach[column[slot]] - reach[node] if slot < len(column) else float("inf")
        missing = max(0.0, low - high)
        return missing, (low + high) / 2 if missing else min(max(wish, low), high)

    def _number(self, column: Sequence[int]) -> None:
        for number, node in enumerate(column):
            self._place[node] = number

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
            ranks.look_again(node)
    return ranks.order, ranks.y


class _Ranks:
    """Ranks that nodes are inserted into."""

    def __init__(self, layers: Layers, order: Order, y: Sequence[float], reach: Sequence[float]) -> None:
        self.order = [list(column) for column in order]
        self.y = list(y)
        self._layers = layers
        self._reach = reach
        self._place = [-1] * len(layers.rank)
        self._changes = [0] * (len(order) + 1)  # one more than ranks, which is beside the first and the last
        self._looked = [0] * len(layers.rank)
        for column in self.order:
            self._number(column, 0)

    def look_again(self, node: int) -> None:
        """Put a node elsewhere if that is better by now; where nothing changed around it, nothing is."""
        if self._around(node) == self._looked[node]:
            return
        column, slot, y = self.order[self._layers.rank[node]], self._place[node], self.y[node]
        del column[slot]
        self._place[node] = -1
        self._number(column, slot)
        self.insert(node)
        if (self._place[node], self.y[node]) == (slot, y):  # all is as it was
            self._changes[self._layers.rank[node]] -= 1
            self._looked[node] = self._around(node)

    def insert(self, node: int) -> None:
        """Put a node where it is best placed among those that have a place."""
        rank = self._layers.rank[node]
        column = self.order[rank]
        layers, place = self._layers, self._place
        around = [other for other in (*layers.before[node], *layers.after[node]) if place[other] >= 0]
        wish = median([self.y[other] for other in around])
        middle = bisect_left(column, wish, key=self.y.__getitem__)
        first, last = max(0, middle - _NEAR), min(len(column), middle + _NEAR)
        crossed = self._crossed(node, column[first:last])
        enough = min(crossed) + _A_MOVE
        best = min(
            (count + _A_MOVE * (gap > 0), gap, abs(height - wish), slot, height)
            for slot, count in enumerate(crossed, first)
            if count <= enough
            for gap, height in [self._room(node, column, slot, wish)]
        )
        self.y[node] = best[-1]
        column.insert(best[-2], node)
        self._number(column, best[-2])
        self._changes[rank] += 1
        self._looked[node] = self._around(node)

    def _crossed(self, node: int, column: Sequence[int]) -> list[int]:
        """Return for each slot of a part of a rank how many more links cross there than at its top."""
        place = self._place
        crossed = [0] * (len(column) + 1)
        for neighbours in (self._layers.before, self._layers.after):
            own = sorted([place[other] for other in neighbours[node] if place[other] >= 0])
            if not own:
                continue
            total = 0
            for slot, passed in enumerate(column, 1):
                for other in neighbours[passed]:
                    end = place[other]
                    if end >= 0:
                        total += bisect_left(own, end) + bisect_right(own, end) - len(own)
                crossed[slot] += total
        return crossed

    def _room(self, node: int, column: Sequence[int], slot: int, wish: float) -> tuple[float, float]:
        """Return what room is missing in a slot, and the height in it nearest to the wish."""
        y, reach = self.y, self._reach
        low = y[column[slot - 1]] + reach[column[slot - 1]] + reach[node] if slot else -float("inf")
        high = y[column[slot]] - reach[column[slot]] - reach[node] if slot < len(column) else float("inf")
        missing = max(0.0, low - high)
        return missing, (low + high) / 2 if missing else min(max(wish, low), high)

    def _around(self, node: int) -> int:
        """Return how often the rank of a node and those beside it have changed."""
        rank = self._layers.rank[node]
        return self._changes[rank - 1] + self._changes[rank] + self._changes[rank + 1]

    def _number(self, column: Sequence[int], first: int) -> None:
        for number in range(first, len(column)):
            self._place[column[number]] = number

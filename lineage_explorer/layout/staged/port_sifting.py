"""Reduce crossings of lines that meet single cards of blocks.

Every node moves to the place in its column where its lines cross the least others (sifting). Columns keep
their nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lineage_explorer.layout.layers import Order
from lineage_explorer.layout.staged.positions import Link

_MAX_ROUNDS = 6

_End = tuple[int, float]
"""Node at the other end of a line, and where the line meets it."""

_Heights = tuple[list[float], ...]
"""Where the lines of a node end, on either side."""


def sift_with_ports(order: Order, links: Sequence[Link], half_heights: Sequence[float]) -> Order:
    """Return an order with at most as many crossings.

    Args:
        order: The nodes of each column from top to bottom.
        links: The lines between adjacent columns.
        half_heights: Half the height of each node.
    """
    sifter = _PortSifter(order, links, half_heights)
    for _ in range(_MAX_ROUNDS):
        if not sifter.sift_all():
            break
    return sifter.columns


class _PortSifter:
    """Columns in which nodes are moved.

    Attributes:
        columns: The nodes of each column from top to bottom.
    """

    def __init__(self, order: Order, links: Sequence[Link], half_heights: Sequence[float]) -> None:
        self.columns = [list(column) for column in order]
        self._half_heights = half_heights
        self._left: list[list[_End]] = [[] for _ in half_heights]
        self._right: list[list[_End]] = [[] for _ in half_heights]
        for link in links:
            self._right[link.tail].append((link.head, link.head_offset))
            self._left[link.head].append((link.tail, link.tail_offset))
        self._y = [0.0] * len(half_heights)
        for column in self.columns:
            self._stack(column)

    def sift_all(self) -> bool:
        """Move every node to its best place; return whether one moved."""
        moved = False
        for column in self.columns:
            heights = {node: self._find_heights(node) for node in column}  # those of other columns
            for node in sorted(column):
                moved |= self._sift(column, node, heights)
        return moved

    def _find_heights(self, node: int) -> _Heights:
        """Return where the lines of a node end, left and right."""
        return tuple(
            [self._y[other] + offset for other, offset in ends[node]] for ends in (self._left, self._right)
        )

    def _stack(self, column: Sequence[int]) -> None:
        """Compute heights that order all ends of lines."""
        edge = 0.0
        for node in column:
            self._y[node] = edge + self._half_heights[node]
            edge += 2 * self._half_heights[node]

    def _sift(self, column: list[int], node: int, heights: Mapping[int, _Heights]) -> bool:
        """Move a node to where it crosses least; return whether it moved."""
        others = [other for other in column if other != node]
        place = column.index(node)
        change, changes = 0, [0]
        for other in others:
            change += _count_more_crossings(heights[other], heights[node])
            changes.append(change)
        best = min(range(len(changes)), key=lambda index: (changes[index], abs(index - place)))
        if changes[best] >= changes[place]:
            return False
        others.insert(best, node)
        column[:] = others
        self._stack(column)
        return True


def _count_more_crossings(upper: _Heights, lower: _Heights) -> int:
    """Return how many crossings two nodes save by changing places."""
    return sum(
        (one > other) - (one < other)
        for upper_ends, lower_ends in zip(upper, lower, strict=True)
        for one in upper_ends
        for other in lower_ends
    )

"""Rows of cards in ranks of several columns, continued.

The rows of the previous layout are kept, and new cards take their free places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_explorer.layout.layers import Layers, Order
from lineage_explorer.layout.types import Measures

_MAX_ROW_DISTANCE = 3
"""Most rows between a card's ideal row and a free place."""


@dataclass(frozen=True, slots=True)
class CardRows:
    """Rows of cards side by side; the first card leads.

    Attributes:
        x: The center of each node.
        members: The cards of each row in a rank of several columns, by the row's leader.
        leader: The leader of each node's row; the node itself if it is in no row.
    """

    x: list[float]
    members: dict[int, list[int]]
    leader: list[int]

    def merge_links(self, layers: Layers) -> Layers:
        """Return the layers with all links of a row at its leader."""
        return replace(
            layers,
            predecessors=self._merge_neighbors(layers.predecessors),
            successors=self._merge_neighbors(layers.successors),
        )

    def order_leaders(self, nodes: Sequence[int], layers: Layers, y: Sequence[float]) -> Order:
        """Return the order of some nodes by height, rows as leaders.

        Args:
            nodes: The nodes; of each row only the leader is returned.
            layers: They hold the rank of each node.
            y: Each node's y coordinate.
        """
        order: Order = [[] for _ in range(max(layers.rank) + 1)]
        for node in sorted(nodes, key=y.__getitem__):
            if self.leader[node] == node:
                order[layers.rank[node]].append(node)
        return order

    def restore_members(self, order: Order) -> Order:
        """Return an order of leaders with all members of their rows."""
        return [
            [node for leader in column for node in self.members.get(leader, (leader,))] for column in order
        ]

    def equalize_heights(self, half_heights: list[float]) -> None:
        """Give all cards of a row as much height as the tallest."""
        for row in self.members.values():
            tallest = max(half_heights[node] for node in row)
            for node in row:
                half_heights[node] = tallest

    def _merge_neighbors(self, neighbors: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return adjacency lists in which each row is its leader."""
        merged: list[list[int]] = [[] for _ in neighbors]
        for node, adjacent in enumerate(neighbors):
            merged[self.leader[node]].extend([self.leader[neighbor] for neighbor in adjacent])
        return merged


def find_previous_rows(
    layers: Layers,
    previous_x: Sequence[float | None],
    pinned_y: Sequence[float | None],
    sides: Sequence[tuple[float, float]],
    measures: Measures,
) -> CardRows:
    """Return the rows of cards that stay.

    Args:
        layers: The nodes.
        previous_x: The previous x coordinate of each real node, None for new ones.
        pinned_y: The previous y coordinate of each node, None for new ones.
        sides: The left and right side of each rank.
        measures: Sizes and distances of the layout.
    """
    rows = CardRows([(left + right) / 2 for left, right in (sides[rank] for rank in layers.rank)], {}, [])
    rows.leader.extend(range(len(layers.rank)))
    leaders: dict[tuple[int, float], int] = {}
    for node in range(layers.real_count):
        left, right = sides[layers.rank[node]]
        if right - left < measures.card_width + measures.column_gap:
            continue
        x, y = previous_x[node], pinned_y[node]
        is_inside = x is not None and left < x < right
        rows.x[node] = x if x is not None and is_inside else left + measures.card_width / 2
        if y is None:
            continue
        leader = leaders.setdefault((layers.rank[node], y), node)
        if any(rows.x[other] == rows.x[node] for other in rows.members.get(leader, ())):
            leader = node
        rows.members.setdefault(leader, []).append(node)
        rows.leader[node] = leader
    return rows


def fill_rows(
    rows: CardRows, order: Order, real_count: int, sides: Sequence[tuple[float, float]], measures: Measures
) -> None:
    """Move new cards into nearby rows that have a free place.

    Only ranks of several columns have rows. The rows and the order are changed in place.
    """
    for column, (left, right) in zip(order, sides, strict=True):
        first_x = left + measures.card_width / 2
        column_xs = [first_x]
        while column_xs[-1] + measures.column_pitch < right:
            column_xs.append(column_xs[-1] + measures.column_pitch)
        if len(column_xs) == 1:
            continue
        for node in [node for node in column if node < real_count and node not in rows.members]:
            leader = _find_nearest_row(rows, column, node, len(column_xs))
            if leader is None:
                rows.members[node] = [node]
                continue
            row = rows.members[leader]
            rows.x[node] = next(x for x in column_xs if all(abs(rows.x[other] - x) > 1 for other in row))
            rows.leader[node] = leader
            row.append(node)
            column.remove(node)


def _find_nearest_row(rows: CardRows, column: Sequence[int], node: int, column_count: int) -> int | None:
    """Return the leader of the nearest row with a free place."""
    index = column.index(node)
    candidates = sorted(
        range(max(0, index - _MAX_ROW_DISTANCE), min(len(column), index + _MAX_ROW_DISTANCE + 1)),
        key=lambda candidate: abs(candidate - index),
    )
    return next(
        (
            column[candidate]
            for candidate in candidates
            if 0 < len(rows.members.get(column[candidate], ())) < column_count
        ),
        None,
    )

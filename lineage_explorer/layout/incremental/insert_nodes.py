"""Insertion of new nodes into the order of those that stay.

Each new node goes where it crosses least and, among such places, where there is room. Nodes that stay never
exchange places with each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.layout.component_geometry import merge_neighbors
from lineage_explorer.layout.layers import Layers, Order
from lineage_explorer.layout.types import Measures

_REPOSITION_ROUNDS = 2
"""Rounds in which new nodes look for a better place.

They begin once all nodes have a place.
"""

_MAX_SLOT_DISTANCE = 40
"""Nodes above and below the ideal y between which slots are examined.

Slots further off hardly ever have so many fewer crossings, and examining all would take quadratic time.
"""

_MOVE_COST = 2
"""Crossings that are accepted rather than moving nodes that stay apart."""


def insert_nodes(
    layers: Layers, order: Order, y: Sequence[float], half_heights: Sequence[float]
) -> tuple[Order, list[float]]:
    """Insert all new nodes; return the order and the y coordinates.

    The new nodes may still stand too close to others.

    Args:
        layers: The nodes and their links; every node is connected to one that stays.
        order: The nodes of each rank that stay, from top to bottom.
        y: The y coordinates of those nodes; values of other nodes are ignored.
        half_heights: Half the height that each node occupies.
    """
    inserter = _RankInserter(layers, order, y, half_heights)
    kept_nodes = {node for column in order for node in column}
    nearest_first = compute_distances(sorted(kept_nodes), layers.predecessors, layers.successors)
    new_nodes = list(nearest_first)[len(kept_nodes) :]
    for node in new_nodes:
        inserter.insert(node)
    for _ in range(_REPOSITION_ROUNDS):
        for node in new_nodes:
            inserter.reposition(node)
    return inserter.order, inserter.y


class _RankInserter:
    """Ranks into which new nodes are inserted one by one.

    Attributes:
        order: The nodes of each rank that have a place, from top to bottom.
        y: Each node's y coordinate.
    """

    def __init__(
        self, layers: Layers, order: Order, y: Sequence[float], half_heights: Sequence[float]
    ) -> None:
        self.order = [list(column) for column in order]
        self.y = list(y)
        self._layers = layers
        self._half_heights = half_heights
        self._positions = [-1] * len(layers.rank)
        self._changes = [0] * (len(order) + 1)  # the extra entry is adjacent to the first and the last rank
        self._seen_changes = [0] * len(layers.rank)
        for column in self.order:
            self._update_positions(column, 0)

    def reposition(self, node: int) -> None:
        """Move a node if another place is better by now.

        Nothing is done unless its rank or an adjacent one changed since the last time.
        """
        if self._count_changes_nearby(node) == self._seen_changes[node]:
            return
        column, slot, y = self.order[self._layers.rank[node]], self._positions[node], self.y[node]
        del column[slot]
        self._positions[node] = -1
        self._update_positions(column, slot)
        self.insert(node)
        if (self._positions[node], self.y[node]) == (slot, y):  # it did not move
            self._changes[self._layers.rank[node]] -= 1
            self._seen_changes[node] = self._count_changes_nearby(node)

    def insert(self, node: int) -> None:
        """Insert a node at its best place among those with a place."""
        rank = self._layers.rank[node]
        column = self.order[rank]
        layers, positions = self._layers, self._positions
        adjacent = [
            other for other in (*layers.predecessors[node], *layers.successors[node]) if positions[other] >= 0
        ]
        ideal_y = median([self.y[other] for other in adjacent])
        ideal_slot = bisect_left(column, ideal_y, key=self.y.__getitem__)
        first, last = (
            max(0, ideal_slot - _MAX_SLOT_DISTANCE),
            min(len(column), ideal_slot + _MAX_SLOT_DISTANCE),
        )
        crossings = self._count_crossings(node, column[first:last])
        limit = min(crossings) + _MOVE_COST
        best = min(
            (count + _MOVE_COST * (gap > 0), gap, abs(height - ideal_y), slot, height)
            for slot, count in enumerate(crossings, first)
            if count <= limit
            for gap, height in [self._find_room(node, column, slot, ideal_y)]
        )
        self.y[node] = best[-1]
        column.insert(best[-2], node)
        self._update_positions(column, best[-2])
        self._changes[rank] += 1
        self._seen_changes[node] = self._count_changes_nearby(node)

    def _count_crossings(self, node: int, column: Sequence[int]) -> list[int]:
        """Return each slot's crossings, relative to the uppermost slot."""
        positions = self._positions
        crossings = [0] * (len(column) + 1)
        for neighbors in (self._layers.predecessors, self._layers.successors):
            own = sorted([positions[neighbor] for neighbor in neighbors[node] if positions[neighbor] >= 0])
            if not own:
                continue
            total = 0
            for slot, passed_node in enumerate(column, 1):
                for neighbor in neighbors[passed_node]:
                    end = positions[neighbor]
                    if end >= 0:
                        total += bisect_left(own, end) + bisect_right(own, end) - len(own)
                crossings[slot] += total
        return crossings

    def _find_room(self, node: int, column: Sequence[int], slot: int, ideal_y: float) -> tuple[float, float]:
        """Return the missing room in a slot and the best y there.

        The best y is the one nearest to the ideal y.
        """
        y, half = self.y, self._half_heights
        low = y[column[slot - 1]] + half[column[slot - 1]] + half[node] if slot else -float("inf")
        high = y[column[slot]] - half[column[slot]] - half[node] if slot < len(column) else float("inf")
        missing = max(0.0, low - high)
        return missing, (low + high) / 2 if missing else min(max(ideal_y, low), high)

    def _count_changes_nearby(self, node: int) -> int:
        """Return the number of changes to a node's and adjacent ranks."""
        rank = self._layers.rank[node]
        return self._changes[rank - 1] + self._changes[rank] + self._changes[rank + 1]

    def _update_positions(self, column: Sequence[int], first: int) -> None:
        """Update the positions of a rank's nodes from an index on."""
        for index in range(first, len(column)):
            self._positions[column[index]] = index


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
            predecessors=merge_neighbors(layers.predecessors, self.leader),
            successors=merge_neighbors(layers.successors, self.leader),
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

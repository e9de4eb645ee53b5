"""Cards side by side in the folded ranks of a former picture, and new ones in their free places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage.placement.layers import Layers, Order
from lineage.placement.picture import Measures

_NEAR = 3
"""How many rows away from where it would stand best a new card takes a free place."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cards side by side, each led by one of them.

    Attributes:
        x: The centre of each node.
        members: The cards of each row in a folded rank, by its leader.
        leader: Of each node the first in its row; of those in no row the node itself.
    """

    x: list[float]
    members: dict[int, list[int]]
    leader: list[int]

    def thinned(self, layers: Layers) -> Layers:
        """Return the layers with all links of a row at its leader."""
        return replace(layers, before=self._merged(layers.before), after=self._merged(layers.after))

    def led(self, nodes: Sequence[int], layers: Layers, y: Sequence[float]) -> Order:
        """Return some nodes in the ranks they stand in, by height; of each row only the leader."""
        order: Order = [[] for _ in range(max(layers.rank) + 1)]
        for node in sorted(nodes, key=y.__getitem__):
            if self.leader[node] == node:
                order[layers.rank[node]].append(node)
        return order

    def unfolded(self, order: Order) -> Order:
        """Return an order of leaders with all members of their rows."""
        return [
            [node for leader in column for node in self.members.get(leader, (leader,))] for column in order
        ]

    def level(self, reach: list[float]) -> None:
        """Give all cards of a row as much room as the tallest needs."""
        for row in self.members.values():
            tallest = max(reach[node] for node in row)
            for node in row:
                reach[node] = tallest

    def _merged(self, neighbours: Sequence[Sequence[int]]) -> list[list[int]]:
        merged: list[list[int]] = [[] for _ in neighbours]
        for node, others in enumerate(neighbours):
            merged[self.leader[node]].extend([self.leader[other] for other in others])
        return merged


def standing_rows(
    layers: Layers,
    stood: Sequence[float | None],
    pins: Sequence[float | None],
    sides: Sequence[tuple[float, float]],
    measures: Measures,
) -> Rows:
    """Return the rows of cards that stay.

    Args:
        layers: The nodes.
        stood: The former centre of each card, None for new ones.
        pins: The former height of each node, None for new ones.
        sides: The left and right side of each rank.
        measures: The picture's sizes.
    """
    rows = Rows([(left + right) / 2 for left, right in (sides[rank] for rank in layers.rank)], {}, [])
    rows.leader.extend(range(len(layers.rank)))
    leaders: dict[tuple[int, float], int] = {}
    for node in range(layers.cards):
        left, right = sides[layers.rank[node]]
        if right - left < measures.card_width + measures.fold_gap:
            continue
        x, y = stood[node], pins[node]
        inside = x is not None and left < x < right
        rows.x[node] = x if x is not None and inside else left + measures.card_width / 2
        if y is None:
            continue
        leader = leaders.setdefault((layers.rank[node], y), node)
        if any(rows.x[other] == rows.x[node] for other in rows.members.get(leader, ())):
            leader = node
        rows.members.setdefault(leader, []).append(node)
        rows.leader[node] = leader
    return rows


def fill(
    rows: Rows, order: Order, cards: int, sides: Sequence[tuple[float, float]], measures: Measures
) -> None:
    """Move new cards of folded ranks into rows near by that have a free place; changes rows and order."""
    for column, (left, right) in zip(order, sides, strict=True):
        first = left + measures.card_width / 2
        places = [first]
        while places[-1] + measures.fold_pitch < right:
            places.append(places[-1] + measures.fold_pitch)
        if len(places) == 1:
            continue
        for node in [node for node in column if node < cards and node not in rows.members]:
            leader = _nearest(rows, column, node, len(places))
            if leader is None:
                rows.members[node] = [node]
                continue
            row = rows.members[leader]
            rows.x[node] = next(x for x in places if all(abs(rows.x[other] - x) > 1 for other in row))
            rows.leader[node] = leader
            row.append(node)
            column.remove(node)


def _nearest(rows: Rows, column: Sequence[int], node: int, places: int) -> int | None:
    """Return the leader of the nearest row with a free place."""
    own = column.index(node)
    near = sorted(range(max(0, own - _NEAR), min(len(column), own + _NEAR + 1)), key=lambda at: abs(at - own))
    return next((column[at] for at in near if 0 < len(rows.members.get(column[at], ())) < places), None)

"""An order of ranks that is changed rank by rank, with numpy: a sweep over 500 nodes takes a millisecond."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lineage.placement.layers import Layers, Order

_LARGEST_SIFTED = 800
"""Nodes in a rank above which it is not sifted: all pairs of them would be compared."""

Numbers: TypeAlias = NDArray[np.int64]
Costs: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Links:
    """The links of a rank's nodes to a neighbouring rank, both numbered within their ranks.

    Attributes:
        rank: The neighbouring rank.
        own, other: The ends of each link.
        degree: How many links each node has.
        turns: The first links of all nodes that have any, their second links, and so on.
    """

    rank: int
    own: Numbers
    other: Numbers
    degree: Numbers
    turns: Sequence[Numbers]


class Ranks:
    """Ranks in an order. Nodes are numbered within their rank, by their number in the layers."""

    def __init__(self, layers: Layers) -> None:
        self.columns: list[Numbers] = []
        self._sifted: set[int] = set()
        self._places: list[Numbers] = []
        self._nodes: list[list[int]] = [[] for _ in range(max(layers.rank) + 1)]
        self._number = [0] * len(layers.rank)
        for node, rank in enumerate(layers.rank):
            self._number[node] = len(self._nodes[rank])
            self._nodes[rank].append(node)
        last = len(self._nodes) - 1
        self._left = [
            self._links(rank, rank - 1, layers.before) if rank else None for rank in range(last + 1)
        ]
        self._right = [
            self._links(rank, rank + 1, layers.after) if rank < last else None for rank in range(last + 1)
        ]

    def arrange(self, order: Order) -> None:
        """Take an order of the layers' nodes."""
        self.restore([np.array([self._number[node] for node in column]) for column in order])

    def restore(self, columns: Iterable[Numbers]) -> None:
        """Take an order that `columns` told before."""
        self.columns = list(columns)
        self._sifted.clear()
        self._places = [np.argsort(column) for column in self.columns]

    def order(self) -> Order:
        """Return the order as nodes of the layers."""
        return [
            [nodes[number] for number in column]
            for nodes, column in zip(self._nodes, self.columns, strict=True)
        ]

    def crossings(self) -> int:
        """Count the pairs of links that cross."""
        return sum(self._crossings(rank, links) for rank, links in enumerate(self._right) if links)

    def sweep(self, *, rightward: bool, turn_ties: bool) -> None:
        """Sort every rank by the mean place of its nodes' neighbours in the rank before it, on the way.

        Args:
            rightward: From the second rank to the last; else from the last but one to the first.
            turn_ties: Reverse the order of nodes with equal means: most dead ends of a sweep are ties.
        """
        sides = self._left if rightward else self._right
        ranks = range(1, len(sides)) if rightward else range(len(sides) - 2, -1, -1)
        for rank in ranks:
            links = sides[rank]
            if links:
                self._sort(rank, links, turn_ties=turn_ties)

    def sift(self) -> int:
        """Move nodes to the place in their rank where they cross least; return the crossings saved."""
        return sum(
            self._sift(rank)
            for rank, nodes in enumerate(self._nodes)
            if rank not in self._sifted and len(nodes) <= _LARGEST_SIFTED
        )

    def _links(self, rank: int, other: int, neighbours: Sequence[Sequence[int]]) -> _Links | None:
        """Return the links of a rank to another; None where there is no other."""
        if not 0 <= other < len(self._nodes):
            return None
        pairs = [
            (number, self._number[end])
            for number, node in enumerate(self._nodes[rank])
            for end in neighbours[node]
        ]
        own, ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T.copy()
        degree = np.bincount(own, minlength=len(self._nodes[rank]))
        turn = np.arange(len(own)) - (degree.cumsum() - degree)[own]  # links of one node follow each other
        turns = np.split(turn.argsort(kind="stable"), np.bincount(turn).cumsum()[:-1])
        return _Links(other, own, ends, degree, turns)

    def _crossings(self, rank: int, links: _Links) -> int:
        own, other = self._places[rank][links.own], self._places[links.rank][links.other]
        ends: list[int] = other[np.lexsort((other, own))].tolist()
        passed: list[int] = []
        total = 0
        for number, end in enumerate(ends):
            above = bisect_right(passed, end)
            total += number - above
            passed.insert(above, end)
        return total

    def _sort(self, rank: int, links: _Links, *, turn_ties: bool) -> None:
        column = self.columns[rank]
        sums = np.bincount(links.own, self._places[links.rank][links.other], len(column))
        linked = links.degree[column] > 0
        drawn = column[linked]
        if turn_ties:
            drawn = drawn[::-1]
        means = sums[drawn] / links.degree[drawn]
        column = column.copy()
        column[linked] = drawn[np.argsort(means, kind="stable")]
        self._put(rank, column)

    def _put(self, rank: int, column: Numbers) -> None:
        self.columns[rank] = column
        self._sifted -= {rank - 1, rank, rank + 1}
        place = np.empty_like(column)
        place[column] = np.arange(len(column))
        self._places[rank] = place

    def _sift(self, rank: int) -> int:
        """Sift one rank, all costs known: what two nodes of a rank cost depends on the other ranks alone."""
        column = self.columns[rank].copy()
        surplus = self._surplus(rank)
        passed = surplus.T[np.ix_(column, column)].cumsum(axis=0)
        movers = column[np.maximum(passed.max(axis=0), 0) > passed.diagonal()]
        saved = 0
        for node in movers:
            now = int((column == node).argmax())
            gains = surplus[node, column].cumsum()  # by moving below each of the others, from the top
            best = int(gains.argmax())
            slot = best + 1 if gains[best] > 0 else 0
            gain = (gains[best] if slot else 0) - (gains[now - 1] if now else 0)
            if gain <= 0:
                continue
            saved += int(gain)
            if slot > now:
                column[now : slot - 1] = column[now + 1 : slot]
                column[slot - 1] = node
            else:
                column[slot + 1 : now + 1] = column[slot:now]
                column[slot] = node
        if saved:
            self._put(rank, column)
        else:
            self._sifted.add(rank)
        return saved

    def _surplus(self, rank: int) -> Costs:
        """Return for every two nodes of a rank how many more links cross if the first stands above."""
        count = len(self.columns[rank])
        total = np.zeros((count, count), dtype=np.int32)
        for links in (self._left[rank], self._right[rank]):
            if links:
                other = self._places[links.rank][links.other]
                ends = np.zeros((len(self.columns[links.rank]), count), dtype=np.int32)
                ends[other, links.own] = 1
                above = ends.cumsum(axis=0, dtype=np.int32) - ends
                for turn in links.turns:
                    total[links.own[turn]] += above[other[turn]]
        return total - total.T

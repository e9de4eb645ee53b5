"""Rank assignment: the column of each node, with short arcs.

The ranks minimize the total length of the arcs with the network simplex method (Gansner, Koutsofios, North
and Vo, "A technique for drawing directed graphs", 1993). A node without predecessors therefore stands
directly before its first successor, and a node without successors directly after its last predecessor.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage_explorer.graph.digraph import Arc, build_adjacency, sort_topologically

_LARGEST_EXACT = 1_500
"""Nodes up to which the exact method is used.

Above that number only the quick pass is made, because each step of the exact method costs more.
"""

_MOST_VISITS = 40_000
"""Nodes that the exact method may visit; about 30 ms.

After that it keeps the ranks that it has reached.
"""


def assign_ranks(count: int, arcs: Sequence[Arc]) -> list[int]:
    """Return the rank of each node, so that arcs lead right.

    Ranks begin at 0. Every arc leads to a higher rank.

    Args:
        count: Number of nodes; the arcs connect them all or there is only one.
        arcs: Without cycles.
    """
    predecessors, successors = build_adjacency(count, arcs)
    rank = _rank_by_longest_path(predecessors, successors)
    if count <= _LARGEST_EXACT:
        _SpanningTree(rank, predecessors, successors).improve()
        _move_left(rank, predecessors, successors)
    lowest = min(rank)
    return [value - lowest for value in rank]


def _rank_by_longest_path(
    predecessors: Sequence[Sequence[int]], successors: Sequence[Sequence[int]]
) -> list[int]:
    """Rank nodes by the longest path from the left.

    Nodes with more outgoing than incoming arcs then move right, next to their successors.
    """
    order = sort_topologically(predecessors, successors)
    rank = [0] * len(order)
    for node in order:
        for head in successors[node]:
            rank[head] = max(rank[head], rank[node] + 1)
    for node in reversed(order):
        if len(successors[node]) > len(predecessors[node]):
            rank[node] = min(rank[head] for head in successors[node]) - 1
    return rank


def _move_left(
    rank: list[int], predecessors: Sequence[Sequence[int]], successors: Sequence[Sequence[int]]
) -> None:
    """Move nodes left that have as many incoming as outgoing arcs.

    They move next to their predecessors. The total length of the arcs stays equal, and siblings meet in a
    rank.
    """
    for node in sort_topologically(predecessors, successors):
        if predecessors[node] and len(predecessors[node]) == len(successors[node]):
            rank[node] = max(rank[tail] for tail in predecessors[node]) + 1


class _SpanningTree:
    """Spanning tree of tight arcs, exchanged by the network simplex method.

    Tight arcs have length 1. Each node but the root has a parent. `_surplus[node]` is the number of arcs that
    leave the node's branch, less those that enter it: what moving the branch one rank to the right saves.
    Except for the sign, it is the cut value of the tree arc to the parent.
    """

    def __init__(
        self, rank: list[int], predecessors: Sequence[Sequence[int]], successors: Sequence[Sequence[int]]
    ) -> None:
        self._rank = rank
        self._predecessors = predecessors
        self._successors = successors
        self._parent = [-1] * len(rank)
        self._children: list[set[int]] = [set() for _ in rank]
        self._surplus = [
            len(heads) - len(tails) for heads, tails in zip(successors, predecessors, strict=True)
        ]
        for node in reversed(self._grow()):
            if self._parent[node] >= 0:
                self._surplus[self._parent[node]] += self._surplus[node]

    def improve(self) -> None:
        """Move branches and exchange tree arcs until no arcs become shorter."""
        visits = 0
        idle = 0
        node = 0
        count = len(self._rank)
        while idle < count and visits < _MOST_VISITS:
            node = (node + 1) % count
            parent = self._parent[node]
            idle += 1
            if parent >= 0 and self._surplus[node] * (self._rank[parent] - self._rank[node]) < 0:
                visits += self._exchange(node)
                idle = 0

    def _grow(self) -> list[int]:
        """Build the tree and return the nodes in spanning order.

        When no tight arc leads out of the tree, the tree moves to its nearest neighbor.
        """
        spanned = [0]
        inside = [False] * len(self._rank)
        inside[0] = True
        next_index = 0
        while True:
            while next_index < len(spanned):
                node = spanned[next_index]
                next_index += 1
                for neighbor in (*self._predecessors[node], *self._successors[node]):
                    if not inside[neighbor] and abs(self._rank[neighbor] - self._rank[node]) == 1:
                        inside[neighbor] = True
                        self._attach(neighbor, node)
                        spanned.append(neighbor)
            if len(spanned) == len(self._rank):
                return spanned
            self._tighten(spanned, inside)
            next_index = 0

    def _tighten(self, spanned: Sequence[int], inside: Sequence[bool]) -> None:
        """Move the tree so that one more arc becomes tight."""
        gaps = [
            self._rank[neighbor] - self._rank[node]
            for node in spanned
            for neighbor in (*self._predecessors[node], *self._successors[node])
            if not inside[neighbor]
        ]
        gap = min(gaps, key=abs)
        step = gap - 1 if gap > 0 else gap + 1
        for node in spanned:
            self._rank[node] += step

    def _attach(self, node: int, parent: int) -> None:
        self._parent[node] = parent
        self._children[parent].add(node)

    def _exchange(self, top: int) -> int:
        """Move the branch below `top` until an arc becomes tight.

        The branch moves in the direction that shortens arcs, and is attached to the tree by the tight arc.

        Returns:
            The number of nodes in the branch.
        """
        branch = [top]
        for node in branch:
            branch.extend(self._children[node])
        members = set(branch)
        rightward = self._surplus[top] > 0
        neighbors = self._successors if rightward else self._predecessors
        length, node, neighbor = min(
            (abs(self._rank[neighbor] - self._rank[node]), node, neighbor)
            for node in branch
            for neighbor in neighbors[node]
            if neighbor not in members
        )
        step = length - 1 if rightward else 1 - length
        for member in branch:
            self._rank[member] += step
        self._reattach(top, node, neighbor)
        return len(branch)

    def _reattach(self, top: int, node: int, parent: int) -> None:
        """Detach the branch below `top` and attach its `node` to `parent`."""
        total = self._surplus[top]
        self._add_surplus(self._parent[top], -total)
        self._children[self._parent[top]].discard(top)
        self._add_surplus(parent, total)
        new_parent, moved_surplus = parent, 0
        member = node
        while True:
            old_parent, surplus = self._parent[member], self._surplus[member]
            self._surplus[member] = total - moved_surplus
            if member != top:
                self._children[old_parent].discard(member)
            self._attach(member, new_parent)
            if member == top:
                return
            new_parent, moved_surplus, member = member, surplus, old_parent

    def _add_surplus(self, node: int, amount: int) -> None:
        """Add to the surplus of a node and its tree ancestors."""
        while node >= 0:
            self._surplus[node] += amount
            node = self._parent[node]


def extend_ranks(count: int, arcs: Sequence[Arc], previous: Sequence[int | None]) -> list[int]:
    """Return the rank of each node, keeping previous ranks if possible.

    Every arc leads to a higher rank. Ranks may be below 0. A node that stays keeps its rank, unless a
    predecessor now stands there: then it moves right, as far as necessary. A new node stands as near as
    possible to its neighbors on the side where it has more of them.

    Args:
        count: Number of nodes; the arcs connect them all or there is only one.
        arcs: Without cycles.
        previous: The rank of each node that stays, of at least one; None for the others.
    """
    predecessors, successors = build_adjacency(count, arcs)
    order = sort_topologically(predecessors, successors)
    rank = list(previous)
    for node in order:
        _rank_after_predecessors(node, rank, predecessors)
    while None in rank:
        for node in reversed(order):
            _rank_before_successors(node, rank, successors)
        for node in order:
            if rank[node] is None:
                _rank_after_predecessors(node, rank, predecessors)
    ranks = [value for value in rank if value is not None]
    is_new = [value is None for value in previous]
    for node in reversed(order):
        if is_new[node] and len(successors[node]) > len(predecessors[node]):
            ranks[node] = min(ranks[head] for head in successors[node]) - 1
    for node in order:
        if is_new[node] and 0 < len(predecessors[node]) >= len(successors[node]):
            ranks[node] = max(ranks[tail] for tail in predecessors[node]) + 1
    return ranks


def _rank_after_predecessors(
    node: int, rank: list[int | None], predecessors: Sequence[Sequence[int]]
) -> None:
    """Move a node right of those predecessors that have a rank."""
    known = [value for tail in predecessors[node] if (value := rank[tail]) is not None]
    own = rank[node]
    if known:
        rank[node] = max(known) + 1 if own is None else max(own, max(known) + 1)


def _rank_before_successors(node: int, rank: list[int | None], successors: Sequence[Sequence[int]]) -> None:
    """Rank an unranked node left of those successors that have ranks."""
    known = [value for head in successors[node] if (value := rank[head]) is not None]
    if known and rank[node] is None:
        rank[node] = min(known) - 1

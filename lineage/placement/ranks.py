"""Which column each group stands in: as far left as what it came from allows, all arcs short in sum.

The ranks minimise the total length of the arcs with the network simplex method (Gansner, Koutsofios, North
and Vo, "A technique for drawing directed graphs", 1993). A group that nothing leads to thereby stands right
before the first that uses it, and one that leads nowhere right after the last it came of.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage.placement.acyclic import Arc, neighbours, topological_order

_LARGEST_EXACT = 1_500
"""Above so many groups only the quick pass is made: each step of the exact one costs more."""

_MOST_VISITS = 40_000
"""Groups the exact method may visit before it settles for what it has; about 30 ms."""


def assign_ranks(count: int, arcs: Sequence[Arc]) -> list[int]:
    """Return the rank of each group, from 0, so that every arc leads to a higher rank.

    Args:
        count: Number of groups; the arcs connect them all or there is only one.
        arcs: Without cycles.
    """
    before, after = neighbours(count, arcs)
    rank = _quick_ranks(before, after)
    if count <= _LARGEST_EXACT:
        _SpanningTree(rank, before, after).improve()
        _draw_left(rank, before, after)
    lowest = min(rank)
    return [value - lowest for value in rank]


def _quick_ranks(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[int]:
    """Longest path from the left; then whoever has more arcs out than in moves right to its successors."""
    order = topological_order(before, after)
    rank = [0] * len(order)
    for group in order:
        for head in after[group]:
            rank[head] = max(rank[head], rank[group] + 1)
    for group in reversed(order):
        if len(after[group]) > len(before[group]):
            rank[group] = min(rank[head] for head in after[group]) - 1
    return rank


def _draw_left(rank: list[int], before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> None:
    """Move groups with as many arcs in as out to what they came of: no longer in sum, and siblings meet."""
    for group in topological_order(before, after):
        if before[group] and len(before[group]) == len(after[group]):
            rank[group] = max(rank[tail] for tail in before[group]) + 1


class _SpanningTree:
    """A tree of tight arcs (those of length 1) over all groups, which the simplex method exchanges.

    Each group but the root hangs on a parent. `_surplus[group]` is the number of arcs that leave the
    group's branch, less those that enter it: what moving the branch one rank to the right saves.
    """

    def __init__(
        self, rank: list[int], before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]
    ) -> None:
        self._rank = rank
        self._before = before
        self._after = after
        self._parent = [-1] * len(rank)
        self._children: list[set[int]] = [set() for _ in rank]
        self._surplus = [len(heads) - len(tails) for heads, tails in zip(after, before, strict=True)]
        for group in reversed(self._grow()):
            if self._parent[group] >= 0:
                self._surplus[self._parent[group]] += self._surplus[group]

    def improve(self) -> None:
        """Move branches, and hang them elsewhere, until none can shorten the arcs."""
        visits = 0
        idle = 0
        group = 0
        count = len(self._rank)
        while idle < count and visits < _MOST_VISITS:
            group = (group + 1) % count
            parent = self._parent[group]
            idle += 1
            if parent >= 0 and self._surplus[group] * (self._rank[parent] - self._rank[group]) < 0:
                visits += self._exchange(group)
                idle = 0

    def _grow(self) -> list[int]:
        """Span the groups, moving what is spanned already to its nearest neighbour when no arc is tight."""
        spanned = [0]
        inside = [False] * len(self._rank)
        inside[0] = True
        done = 0
        while True:
            while done < len(spanned):
                group = spanned[done]
                done += 1
                for other in (*self._before[group], *self._after[group]):
                    if not inside[other] and abs(self._rank[other] - self._rank[group]) == 1:
                        inside[other] = True
                        self._hang(other, group)
                        spanned.append(other)
            if len(spanned) == len(self._rank):
                return spanned
            self._approach(spanned, inside)
            done = 0

    def _approach(self, spanned: Sequence[int], inside: Sequence[bool]) -> None:
        """Move the spanned groups together so that one more arc becomes tight."""
        gaps = [
            self._rank[other] - self._rank[group]
            for group in spanned
            for other in (*self._before[group], *self._after[group])
            if not inside[other]
        ]
        gap = min(gaps, key=abs)
        step = gap - 1 if gap > 0 else gap + 1
        for group in spanned:
            self._rank[group] += step

    def _hang(self, group: int, parent: int) -> None:
        self._parent[group] = parent
        self._children[parent].add(group)

    def _exchange(self, top: int) -> int:
        """Move the branch below `top` the way it pulls, until an arc is tight; hang it there.

        Returns:
            The number of groups in the branch.
        """
        branch = [top]
        for group in branch:
            branch.extend(self._children[group])
        members = set(branch)
        right = self._surplus[top] > 0
        others = self._after if right else self._before
        length, group, other = min(
            (abs(self._rank[other] - self._rank[group]), group, other)
            for group in branch
            for other in others[group]
            if other not in members
        )
        step = length - 1 if right else 1 - length
        for member in branch:
            self._rank[member] += step
        self._rehang(top, group, other)
        return len(branch)

    def _rehang(self, top: int, group: int, parent: int) -> None:
        """Cut the branch below `top` off and hang it on `parent` by its member `group`."""
        total = self._surplus[top]
        self._add(self._parent[top], -total)
        self._children[self._parent[top]].discard(top)
        self._add(parent, total)
        above, passed = parent, 0
        member = group
        while True:
            upper, surplus = self._parent[member], self._surplus[member]
            self._surplus[member] = total - passed
            if member != top:
                self._children[upper].discard(member)
            self._hang(member, above)
            if member == top:
                return
            above, passed, member = member, surplus, upper

    def _add(self, group: int, amount: int) -> None:
        """Add to the surplus of a group and of all it hangs on."""
        while group >= 0:
            self._surplus[group] += amount
            group = self._parent[group]

"""Ranks for what is new in a picture, among ranks that stay."""

from __future__ import annotations

from collections.abc import Sequence

from lineage.placement.acyclic import Arc, neighbours, topological_order


def extended_ranks(count: int, arcs: Sequence[Arc], former: Sequence[int | None]) -> list[int]:
    """Return the rank of each group, so that every arc leads to a higher rank; it may be below 0.

    A group that stays keeps its rank, unless what it came of now stands there: then it moves right, as far
    as it must. A new one stands as near as may be to the groups on the side where it has more of them.

    Args:
        count: Number of groups; the arcs connect them all or there is only one.
        arcs: Without cycles.
        former: The rank of each group that stays, of at least one; None for the others.
    """
    before, after = neighbours(count, arcs)
    order = topological_order(before, after)
    rank = list(former)
    for group in order:
        _follow(group, rank, before)
    while None in rank:
        for group in reversed(order):
            _lead(group, rank, after)
        for group in order:
            if rank[group] is None:
                _follow(group, rank, before)
    found = [value for value in rank if value is not None]
    new = [value is None for value in former]
    for group in reversed(order):
        if new[group] and len(after[group]) > len(before[group]):
            found[group] = min(found[head] for head in after[group]) - 1
    for group in order:
        if new[group] and 0 < len(before[group]) >= len(after[group]):
            found[group] = max(found[tail] for tail in before[group]) + 1
    return found


def _follow(group: int, rank: list[int | None], before: Sequence[Sequence[int]]) -> None:
    """Move a group right of what it came of, as far as that has a rank."""
    known = [value for tail in before[group] if (value := rank[tail]) is not None]
    own = rank[group]
    if known:
        rank[group] = max(known) + 1 if own is None else max(own, max(known) + 1)


def _lead(group: int, rank: list[int | None], after: Sequence[Sequence[int]]) -> None:
    """Put a group that has no rank left of what came of it, as far as that has one."""
    known = [value for head in after[group] if (value := rank[head]) is not None]
    if known and rank[group] is None:
        rank[group] = min(known) - 1

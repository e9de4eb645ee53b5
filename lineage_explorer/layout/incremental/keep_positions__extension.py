"""Ranks for new nodes among ranks that stay."""

from __future__ import annotations

from collections.abc import Sequence

from lineage_explorer.graph.digraph import Arc, build_adjacency, sort_topologically


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

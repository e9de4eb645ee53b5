"""The order within each rank, so that few links cross.

Barycentre sweeps to the right and to the left, as Sugiyama, Tagawa and Toda proposed (1981), from several
beginnings; the best order met is then refined by exchanging neighbours. Nothing here is random, and effort
is counted in nodes and links visited, never in time: equal graphs get equal orders.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage.placement.crossings import crossings, exchange_neighbours, places
from lineage.placement.layers import Layers, Order

_EFFORT = 28_000
"""Nodes and links to visit in all sweeps; about 15 ms."""

_FEWEST_SWEEPS = 2
_MOST_SWEEPS = 12
"""Bounds of the sweeps over each beginning, and once more over the best of them."""

_PATIENCE = 8
"""Sweeps without a better order after which a beginning is given up."""

_MOST_EXCHANGES = 8


def order_ranks(layers: Layers, middle: int | None = None, beginnings: Sequence[Order] = ()) -> Order:
    """Return the nodes of each rank from top to bottom.

    Args:
        layers: What to order.
        middle: A node that should stand near the middle of its rank where that costs no crossing.
        beginnings: Orders to start from; without any, up to three walks through the layers.
    """
    size = len(layers.rank) + sum(map(len, layers.after))
    affordable = _EFFORT // size
    starts = beginnings or _beginnings(layers, at_most=affordable // _PATIENCE - 1)
    sweeps = max(_FEWEST_SWEEPS, min(_MOST_SWEEPS, affordable // (len(starts) + 1)))
    swept = [_swept(layers, start, sweeps) for start in starts]
    best = min(swept, key=lambda order: (crossings(layers, order), _eccentricity(order, layers, middle)))
    best = _swept(layers, best, sweeps)
    best = exchange_neighbours(layers, best, max(1, min(_MOST_EXCHANGES, affordable // 2)))
    return _with_siblings_sorted(layers, _upright(best, layers.cards))


def _beginnings(layers: Layers, at_most: int) -> list[Order]:
    """Return at least one order to start from, the one that usually leads furthest first."""
    makers = (_dive, _walk_from_right, _walk_from_left)
    return [make(layers) for make in makers[: max(1, at_most)]]


def _dive(layers: Layers) -> Order:
    """Order nodes as a depth-first walk meets them that leaves hubs for last.

    What belongs to one run of a pipeline thereby comes together, before the walk reaches, through an image
    or a data set that many runs share, the next run.
    """
    links = [[*before, *after] for before, after in zip(layers.before, layers.after, strict=True)]
    order: Order = [[] for _ in range(max(layers.rank) + 1)]
    seen = [False] * len(links)
    for root in sorted(range(len(links)), key=lambda node: len(links[node])):
        trail = [root]
        while trail:
            node = trail.pop()
            if seen[node]:
                continue
            seen[node] = True
            order[layers.rank[node]].append(node)
            unseen = [other for other in links[node] if not seen[other]]
            trail.extend(sorted(unseen, key=lambda other: (-len(links[other]), -other)))
    return order


def _walk_from_left(layers: Layers) -> Order:
    return _walk(layers.rank, layers.before, layers.after)


def _walk_from_right(layers: Layers) -> Order:
    return _walk(layers.rank, layers.after, layers.before)


def _walk(rank: Sequence[int], behind: Sequence[Sequence[int]], ahead: Sequence[Sequence[int]]) -> Order:
    """Order nodes as a breadth-first walk from those with nothing behind them meets them."""
    order: Order = [[] for _ in range(max(rank) + 1)]
    walk = [node for node, others in enumerate(behind) if not others]
    seen = set(walk)
    for node in walk:
        order[rank[node]].append(node)
        for other in ahead[node]:
            if other not in seen:
                seen.add(other)
                walk.append(other)
    return order


def _swept(layers: Layers, start: Order, sweeps: int) -> Order:
    """Return the best order met on sweeps to the right and to the left."""
    order = [list(column) for column in start]
    place = places(order, len(layers.rank))
    best, fewest, idle = start, crossings(layers, start), 0
    for sweep in range(sweeps):
        if not fewest or idle == _PATIENCE:
            break
        rightward = sweep % 2 == 0
        neighbours = layers.before if rightward else layers.after
        for column in order if rightward else reversed(order):
            _reorder(column, neighbours, place, turn_ties=sweep // 2 % 2 == 0)
        count = crossings(layers, order)
        idle += 1
        if count < fewest:
            best, fewest, idle = [list(column) for column in order], count, 0
    return best


def _reorder(
    column: list[int], neighbours: Sequence[Sequence[int]], place: list[int], *, turn_ties: bool
) -> None:
    """Sort a rank by the mean place of its nodes' neighbours; nodes without any keep their place.

    Args:
        column: The rank; changed in place.
        neighbours: Each node's neighbours in the rank to go by.
        place: Each node's place; changed in place.
        turn_ties: Reverse the order of nodes with equal means: most dead ends of a sweep are ties.
    """
    drawn = [node for node in column if neighbours[node]]
    if turn_ties:
        drawn.reverse()
    means = [
        place[others[0]] if len(others) == 1 else sum(map(place.__getitem__, others)) / len(others)
        for others in map(neighbours.__getitem__, drawn)
    ]
    ranked = [drawn[number] for number in sorted(range(len(drawn)), key=means.__getitem__)]
    if len(ranked) < len(column):
        following = iter(ranked)
        ranked = [next(following) if neighbours[node] else node for node in column]
    column[:] = ranked
    for number, node in enumerate(ranked):
        place[node] = number


def _eccentricity(order: Order, layers: Layers, node: int | None) -> float:
    """Return how far from the middle of its rank a node stands, in places."""
    if node is None:
        return 0
    column = order[layers.rank[node]]
    return abs(column.index(node) - (len(column) - 1) / 2)


def _upright(order: Order, cards: int) -> Order:
    """Return the order or its mirror image, whichever has lower numbers higher up: so that it stays."""
    slant = sum(
        node * (place - (len(column) - 1) / 2)
        for column in order
        for place, node in enumerate(column)
        if node < cards
    )
    return order if slant >= 0 else [column[::-1] for column in order]


def _with_siblings_sorted(layers: Layers, order: Order) -> Order:
    """Return the order with nodes that have the same neighbours in the sequence of their numbers.

    They can exchange places without any effect on crossings.
    """
    families: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    family_of = [
        (tuple(before), tuple(after)) for before, after in zip(layers.before, layers.after, strict=True)
    ]
    for node, family in enumerate(family_of):
        families.setdefault(family, []).append(node)
    members = {family: iter(nodes) for family, nodes in families.items()}
    return [[next(members[family_of[node]]) for node in column] for column in order]

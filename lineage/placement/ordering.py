"""The order within each rank, so that few links cross.

Barycentre sweeps to the right and to the left, as Sugiyama, Tagawa and Toda proposed (1981), from several
beginnings; the best order met is then refined by exchanging neighbours. Nothing here is random, and effort
is counted in nodes and links visited, never in time: equal graphs get equal orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lineage.placement.crossings import crossings, exchange_neighbours, places
from lineage.placement.layers import Layers, Order

_EFFORT = 20_000
"""Nodes and links to visit in the sweeps of all beginnings; about 15 ms."""

_FEWEST_SWEEPS = 4
_MOST_SWEEPS = 20
_PATIENCE = 8
"""Sweeps without a better order after which a beginning is given up."""

_MANY = 4_000
"""Nodes and links above which one beginning has to do."""

_MOST_EXCHANGES = 12


def order_ranks(layers: Layers, middle: int | None = None, beginnings: Iterable[Order] = ()) -> Order:
    """Return the nodes of each rank from top to bottom.

    Args:
        layers: What to order.
        middle: A node that should stand near the middle of its rank where that costs no crossing.
        beginnings: Orders to start from; without any, two walks through the layers.
    """
    size = len(layers.rank) + sum(map(len, layers.after))
    starts = list(beginnings) or [_walk(layers, rightward=rightward) for rightward in (True, False)]
    if size > _MANY:
        starts = starts[:1]
    sweeps = max(_FEWEST_SWEEPS, min(_MOST_SWEEPS, _EFFORT // (size * len(starts))))
    swept = [_swept(layers, start, sweeps) for start in starts]
    best = min(swept, key=lambda order: (crossings(layers, order), _eccentricity(order, layers, middle)))
    exchanges = max(1, min(_MOST_EXCHANGES, _EFFORT // (4 * size)))
    return _upright(exchange_neighbours(layers, best, exchanges), layers.cards)


def _walk(layers: Layers, *, rightward: bool) -> Order:
    """Order nodes as a breadth-first walk from one end of time meets them."""
    ahead, behind = (layers.after, layers.before) if rightward else (layers.before, layers.after)
    order: Order = [[] for _ in range(max(layers.rank) + 1)]
    walk = [node for node, others in enumerate(behind) if not others]
    seen = set(walk)
    for node in walk:
        order[layers.rank[node]].append(node)
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
            _reorder(column, neighbours, place, turn_ties=sweep % 4 < 2)  # noqa: PLR2004
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
    means = [sum(map(place.__getitem__, neighbours[node])) / len(neighbours[node]) for node in drawn]
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

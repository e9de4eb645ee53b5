"""The order within each rank, so that few associations cross.

Barycentre sweeps to the right and to the left, as Sugiyama, Tagawa and Toda proposed (1981), from several
beginnings; in the best order met, every node is then moved where it crosses least (sifting, after
Matuszewski, Schönfeld and Molitor, 1999). Nothing here is random, and effort is counted in nodes and links
visited, never in time: equal graphs get equal orders.

Every long arc has way points of its own at first: a trunk counts as one line, however many cards it leads to,
and would tear them apart. At last trunks too are moved where they cross least.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from statistics import median

from lineage.placement.crossings import places
from lineage.placement.layers import Layers, Order, separated
from lineage.placement.sweeps import Numbers, Ranks

_THOROUGH = 2_000
"""Nodes and links up to which more than one beginning is tried."""

_EFFORT = 50_000
"""Nodes and links to visit in all sweeps over one beginning; about 50 ms."""

_LONGEST = 20_000
"""Length of all arcs in ranks above which they share way points from the first."""

_FEWEST_SWEEPS = 4
_MOST_SWEEPS = 10
_UNCOUNTED = 2
"""Sweeps after which orders are good enough for counting their crossings, which takes as long as a sweep."""

_SIFTINGS = 4
"""How often at most every node of the best order met is moved where it crosses least."""


def order_ranks(layers: Layers) -> Order:
    """Return the nodes of each rank from top to bottom."""
    length = sum(layers.rank[head] - layers.rank[tail] for tail, head in layers.arcs)
    single = separated(layers) if length <= _LONGEST else layers
    ranks = Ranks(single)
    size = len(single.rank) + sum(map(len, single.after))
    sweeps = max(_FEWEST_SWEEPS, min(_MOST_SWEEPS, _EFFORT // size))
    siftings = max(1, min(_SIFTINGS, _EFFORT // size // 2))
    beginnings = (_dive, _walk_from_right, _walk_from_left) if size <= _THOROUGH else (_dive,)
    met = [_swept(ranks, begin(single), sweeps) for begin in beginnings]
    ranks.restore(min(met, key=itemgetter(0))[1])
    order = _sifted(ranks, siftings)
    ranks = Ranks(layers)
    ranks.arrange(_joined(layers, single, order))
    return _with_siblings_sorted(layers, _sifted(ranks, siftings))


def _swept(ranks: Ranks, begin: Order, sweeps: int) -> tuple[int, list[Numbers]]:
    """Return the best order met on sweeps to the right and to the left, after its crossings."""
    ranks.arrange(begin)
    best = ranks.crossings(), list(ranks.columns)
    for number in range(sweeps):
        ranks.sweep(rightward=number % 2 == 0, turn_ties=number // 2 % 2 == 0)
        if number >= _UNCOUNTED:
            best = min(best, (ranks.crossings(), list(ranks.columns)), key=itemgetter(0))
    return best


def _sifted(ranks: Ranks, at_most: int) -> Order:
    """Return the order in which hardly a node would cross less in another place of its rank."""
    for _ in range(at_most):
        if not ranks.sift():
            break
    return ranks.order()


def _joined(layers: Layers, single: Layers, order: Order) -> Order:
    """Return the order for arcs that share way points: these stand at the middle of those they stand for."""
    own = places(order, len(single.rank))
    stands: list[list[int]] = [[place] for place in own[: layers.cards]]
    stands.extend([] for _ in layers.rank[layers.cards :])
    for arc, route in layers.routes.items():
        for node, alone in zip(route, single.routes[arc], strict=True):
            stands[node].append(own[alone])
    middle = [median(stand) for stand in stands]
    joined: Order = [[] for _ in order]
    for node, rank in enumerate(layers.rank):
        joined[rank].append(node)
    return [sorted(column, key=middle.__getitem__) for column in joined]


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


def upright(order: Order, heights: Sequence[float | None]) -> Order:
    """Return the order or its mirror image, whichever agrees better with heights: so that it stays.

    Args:
        order: The nodes of each rank from top to bottom.
        heights: How far down nodes belong, None for those that may stand anywhere; the first nodes alone.
    """
    slant = 0.0
    for column in order:
        known = [height for node in column if node < len(heights) and (height := heights[node]) is not None]
        middle = (len(known) - 1) / 2
        slant += sum(height * (place - middle) for place, height in enumerate(known))
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

"""Ranks with nothing between: arcs over several ranks get a way point in each rank they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from lineage.placement.acyclic import Arc, neighbours

Order: TypeAlias = list[list[int]]
"""The nodes of each rank, from left to right, in each rank from top to bottom."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Nodes and the links between them, each link from one rank to the next.

    Attributes:
        cards: Nodes below this number are the groups of a component; those from it on are way points.
        arcs: The arcs and ties between the groups of different ranks, each from left to right.
        rank: Each node's rank.
        before, after: Each node's neighbours in the rank to the left and to the right.
        routes: Way points, from left to right, of each arc that passes a rank.
    """

    cards: int
    arcs: Sequence[Arc]
    rank: Sequence[int]
    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]
    routes: Mapping[Arc, tuple[int, ...]]


def layered(rank: Sequence[int], arcs: Iterable[Arc], ties: Iterable[Arc] = ()) -> Layers:
    """Divide arcs and ties into links between neighbouring ranks.

    Long arcs that leave one group share their way points, and so do those that enter one group: a hub's
    lines run as one trunk that branches, instead of as a bundle that takes all the room.

    Args:
        rank: Each group's rank.
        arcs: From a lower rank to a higher one.
        ties: Between any two ranks; those within a rank need no link.
    """
    spans = sorted({*arcs, *(_rightward(tie, rank) for tie in ties if rank[tie[0]] != rank[tie[1]])})
    long = [arc for arc in spans if rank[arc[1]] - rank[arc[0]] > 1]
    leaving = Counter(tail for tail, _ in long)
    entering = Counter(head for _, head in long)
    ranks = list(rank)
    trunks: dict[tuple[bool, int, int], int] = {}
    routes: dict[Arc, tuple[int, ...]] = {}
    for tail, head in long:
        by_tail = leaving[tail] >= entering[head]
        route = []
        for passed in range(rank[tail] + 1, rank[head]):
            key = (by_tail, tail if by_tail else head, passed)
            if key not in trunks:
                trunks[key] = len(ranks)
                ranks.append(passed)
            route.append(trunks[key])
        routes[tail, head] = tuple(route)
    links = dict.fromkeys(
        link for arc in spans for way in [(arc[0], *routes.get(arc, ()), arc[1])] for link in pairwise(way)
    )
    return Layers(len(rank), spans, ranks, *neighbours(len(ranks), links), routes)


def separated(layers: Layers) -> Layers:
    """Return the layers with way points of its own for every arc."""
    ranks = list(layers.rank[: layers.cards])
    routes: dict[Arc, tuple[int, ...]] = {}
    links: list[Arc] = []
    for arc in layers.arcs:
        passed = range(layers.rank[arc[0]] + 1, layers.rank[arc[1]])
        if passed:
            routes[arc] = tuple(range(len(ranks), len(ranks) + len(passed)))
            ranks.extend(passed)
        links.extend(pairwise((arc[0], *routes.get(arc, ()), arc[1])))
    return Layers(layers.cards, layers.arcs, ranks, *neighbours(len(ranks), links), routes)


def _rightward(arc: Arc, rank: Sequence[int]) -> Arc:
    return arc if rank[arc[0]] < rank[arc[1]] else (arc[1], arc[0])

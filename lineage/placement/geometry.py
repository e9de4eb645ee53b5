"""Where the nodes of one component stand: their heights, and the columns of their ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from types import MappingProxyType

from lineage.placement.acyclic import Arc
from lineage.placement.canvas import aired, rank_sides
from lineage.placement.coordinates import heights
from lineage.placement.folding import Folding, folded
from lineage.placement.layers import Layers, Order
from lineage.placement.picture import Measures, Place

_LINE_WEIGHTS = (1, 2, 4)
"""How much a link between two cards, a card and a way point, two way points, wants to be level."""

_FUZZ = 1e-6
"""More than what additions in another sequence may differ by."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Places of nodes and ranks.

    Attributes:
        x, y: Each node's centre.
        reach: How far a node's own room extends above and below its centre.
        left, right: Each rank's sides.
        turns: Way points of the links that lead from the end of a row to the start of the next.
    """

    x: Sequence[float]
    y: Sequence[float]
    reach: Sequence[float]
    left: Sequence[float]
    right: Sequence[float]
    turns: Mapping[Arc, Sequence[Place]] = field(default_factory=lambda: MappingProxyType({}))


def arranged(layers: Layers, order: Order, sizes: Sequence[int], measures: Measures) -> Geometry:
    """Give every node its place.

    Args:
        layers: The nodes and their links.
        order: The nodes of each rank from top to bottom.
        sizes: How many cards each group stacks.
        measures: The picture's sizes.
    """
    folding = folded(order, layers.cards, measures)
    reach = reaches(layers, sizes, measures)
    for row in folding.rows.values():
        tallest = max(reach[node] for node in row)
        for node in row:
            reach[node] = tallest
    y = _heights(layers, folding, reach)
    left, right = rank_sides(layers, folding.columns, y, measures)
    y = whole(aired(y, right[-1], measures))
    x = [(left[rank] + right[rank]) / 2 for rank in layers.rank]
    for row in folding.rows.values():
        for number, node in enumerate(row):
            x[node] = left[layers.rank[node]] + measures.card_width / 2 + number * measures.fold_pitch
    return Geometry(x, y, reach, left, right)


def whole(lengths: Sequence[float]) -> list[float]:
    """Round lengths; whole distances between them stay whole, and a picture that is continued exact."""
    return [floor(length + 0.5 + _FUZZ) for length in lengths]


def reaches(layers: Layers, sizes: Sequence[int], measures: Measures) -> list[float]:
    """Return how far each node's own room extends above and below its centre."""
    reach = [size * measures.row_pitch / 2 for size in sizes]
    reach.extend([measures.line_gap / 2] * (len(layers.rank) - layers.cards))
    return reach


def _heights(layers: Layers, folding: Folding, reach: Sequence[float]) -> list[float]:
    """Return each node's height; cards side by side are drawn as one to where any of them is drawn."""
    before, after = _pulls(layers)
    if not folding.rows:
        return heights(folding.order, before, after, reach)
    first = list(range(len(layers.rank)))
    for leader, row in folding.rows.items():
        for node in row:
            first[node] = leader
    for pulls in (before, after):
        for leader, row in folding.rows.items():
            pulls[leader] = [other for node in row for other in pulls[node]]
        pulls[:] = [[first[other] for other in others] for others in pulls]
    y = heights(folding.order, before, after, reach)
    return [y[leader] for leader in first]


def _pulls(layers: Layers) -> tuple[list[list[int]], list[list[int]]]:
    """Return what draws each node to the left and to the right, repeated as often as the link weighs."""
    before: list[list[int]] = [[] for _ in layers.rank]
    after: list[list[int]] = [[] for _ in layers.rank]
    for tail, heads in enumerate(layers.after):
        for head in heads:
            weight = _LINE_WEIGHTS[(tail >= layers.cards) + (head >= layers.cards)]
            after[tail].extend([head] * weight)
            before[head].extend([tail] * weight)
    return before, after

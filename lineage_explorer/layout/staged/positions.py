"""Heights of blocks and lines, no higher than the tallest column.

Each column is fitted to its neighbors by isotonic regression (pooling adjacent violators): nodes keep their
order and their distances, stay within the height, and stand as near as possible to where their lines want
them. Nodes that stay from the layout on the screen are held where they stood.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from lineage_explorer.layout.layers import Layers, Order

_PASSES = 8

_HELD_WEIGHT = 1e7
"""Weight of a node that stays, so that others give way to it by less than rounding shows."""

_OWN_WEIGHT = 0.05
"""Weight of a node's own place, so that one without lines stays where it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """Line between nodes of adjacent columns, with where it meets each.

    Attributes:
        tail, head: The nodes, from left to right.
        tail_offset, head_offset: Height of its ends, relative to the centers of the nodes.
    """

    tail: int
    head: int
    tail_offset: float = 0.0
    head_offset: float = 0.0


def compute_least_height(order: Order, half_heights: Sequence[float]) -> float:
    """Return the height of the tallest column without spare room."""
    return max((2 * sum(half_heights[node] for node in column) for column in order), default=0.0)


def assign_heights(
    order: Order,
    links: Sequence[Link],
    half_heights: Sequence[float],
    bounds: tuple[float, float],
    held: Mapping[int, float],
) -> list[float]:
    """Return each node's y coordinate, that of its center.

    Args:
        order: The nodes of each column from top to bottom.
        links: The lines between adjacent columns.
        half_heights: Half the height that each node occupies, its share of the gaps included.
        bounds: Top and bottom that no column exceeds.
        held: Coordinates of nodes that stay.
    """
    count = len(half_heights)
    left: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    right: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for link in links:
        offset = link.tail_offset - link.head_offset
        left[link.head].append((link.tail, offset))
        right[link.tail].append((link.head, -offset))
    y = _arrange_columns(order, half_heights, sum(bounds) / 2)
    for node, held_y in held.items():
        y[node] = held_y
    for number in range(_PASSES):
        rightward = number % 2 == 0
        is_final = number >= _PASSES - 2
        for column in order if rightward else reversed(order):
            wanted = []
            for node in column:
                lines = [*left[node], *right[node]] if is_final else left[node] if rightward else right[node]
                wanted.append(_find_wanted(node, lines, y, held))
            for node, value in zip(column, _fit_column(column, wanted, half_heights, bounds), strict=True):
                y[node] = value
    return [float(round(value)) for value in y]


def _find_wanted(
    node: int, lines: Sequence[tuple[int, float]], y: Sequence[float], held: Mapping[int, float]
) -> tuple[float, float]:
    """Return where a node wants to stand, and how much."""
    if node in held:
        return held[node], _HELD_WEIGHT
    places = sorted(y[other] + offset for other, offset in lines)
    if not places:
        return y[node], _OWN_WEIGHT
    middle = len(places) // 2
    wanted = places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2
    return wanted, 1.0


def _arrange_columns(order: Order, half_heights: Sequence[float], middle: float) -> list[float]:
    """Center each column at a height."""
    y = [0.0] * len(half_heights)
    for column in order:
        edge = middle - sum(half_heights[node] for node in column)
        for node in column:
            y[node] = edge + half_heights[node]
            edge += 2 * half_heights[node]
    return y


def _fit_column(
    column: Sequence[int],
    wanted: Sequence[tuple[float, float]],
    half_heights: Sequence[float],
    bounds: tuple[float, float],
) -> list[float]:
    """Return a column's coordinates, as near as possible to the wanted."""
    offsets: list[float] = []
    edge = 0.0
    for node in column:
        offsets.append(edge + half_heights[node])
        edge += 2 * half_heights[node]
    low, high = bounds[0], max(bounds[0], bounds[1] - edge)
    pools: list[list[float]] = []  # each: sum of weighted places, weight, number of nodes
    for (place, weight), offset in zip(wanted, offsets, strict=True):
        pools.append([(place - offset) * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, weight_of_last, nodes = pools.pop()
            pools[-1] = [pools[-1][0] + total, pools[-1][1] + weight_of_last, pools[-1][2] + nodes]
    values = [total / weight for total, weight, nodes in pools for _ in range(int(nodes))]
    return [min(max(value, low), high) + offset for value, offset in zip(values, offsets, strict=True)]


def insert_at_heights(
    layers: Layers, order: Order, half_heights: Sequence[float], held: Mapping[int, float]
) -> dict[int, float]:
    """Return a height for each node: nodes that stay keep theirs.

    Each of the others is put where its lines want it, or where there is room nearest to that.

    Args:
        layers: The nodes and their links.
        order: The nodes of each column.
        half_heights: Half the height that each node occupies.
        held: Heights of the nodes that stay.
    """
    y = dict(held)
    occupied: list[list[tuple[float, float]]] = [
        sorted((y[node] - half_heights[node], y[node] + half_heights[node]) for node in column if node in y)
        for column in order
    ]
    middle = median(held.values())
    pending = [node for column in order for node in column if node not in y]
    while pending:
        ready = [node for node in pending if _list_known_heights(layers, node, y)] or pending[:1]
        for node in ready:
            known = _list_known_heights(layers, node, y)
            spans = occupied[layers.rank[node]]
            y[node] = _find_room(spans, median(known) if known else middle, half_heights[node])
            insort(spans, (y[node] - half_heights[node], y[node] + half_heights[node]))
        pending = [node for node in pending if node not in y]
    return y


def _list_known_heights(layers: Layers, node: int, y: Mapping[int, float]) -> list[float]:
    neighbors = (*layers.predecessors[node], *layers.successors[node])
    return [y[other] for other in neighbors if other in y]


def _find_room(spans: Sequence[tuple[float, float]], wanted: float, half: float) -> float:
    """Return the nearest height at which a node has room.

    Args:
        spans: What is occupied, from top to bottom.
        wanted: The wanted height.
        half: Half the height of the node.
    """
    edges = [-inf, *(edge for span in spans for edge in span), inf]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    candidates = [
        min(max(wanted, low + half), high - half) for low, high in gaps if high - low >= 2 * half - _SLACK
    ]
    return min(candidates, key=lambda height: abs(height - wanted))


_SLACK = 1.0
"""Height that may be missing where a node is inserted."""

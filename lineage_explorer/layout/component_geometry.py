"""Positions of one component's nodes and ranks, and its routes.

Arcs run between cards, never behind one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor
from types import MappingProxyType

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.layout.coordinates import assign_y, compute_rank_sides, stretch_to_canvas
from lineage_explorer.layout.layers import Layers, Order
from lineage_explorer.layout.types import LocalPoint, Measures

_MIN_COLUMN_LIMIT = 24
"""Cards that a column may always hold."""

_MIN_ASPECT = 0.75
"""Width over height below which ranks are split."""

_TARGET_ASPECT = 1.3
"""Width over height that splitting aims at."""


@dataclass(frozen=True, slots=True)
class ColumnSplit:
    """Split of ranks into columns.

    Attributes:
        order: The nodes of each rank, from top to bottom; of cards side by side only the first, the leader.
        rows: The cards, from left to right, that stand side by side, by their leader.
        column_counts: How many columns each rank takes.
    """

    order: Order
    rows: dict[int, list[int]]
    column_counts: list[int]


def split_tall_ranks(order: Order, real_count: int, measures: Measures) -> ColumnSplit:
    """Split the ranks that make the layout too tall.

    Args:
        order: The nodes of each rank from top to bottom.
        real_count: Number of real nodes; nodes from this number on are dummy nodes.
        measures: Sizes and distances of the layout.
    """
    sizes = [sum(node < real_count for node in column) for column in order]
    limit = _find_column_limit(sizes, measures)
    column_counts = [max(1, ceil(size / limit)) for size in sizes]
    rows: dict[int, list[int]] = {}
    leaders = [
        _collect_leaders(column, real_count, count, rows) if count > 1 else column
        for column, count in zip(order, column_counts, strict=True)
    ]
    return ColumnSplit(leaders, rows, column_counts)


def _find_column_limit(sizes: Sequence[int], measures: Measures) -> int:
    """Return the most cards that one column may hold."""
    largest = max(sizes)
    if largest <= _MIN_COLUMN_LIMIT or _estimate_aspect(sizes, largest, measures) >= _MIN_ASPECT:
        return largest
    return next(
        (
            limit
            for limit in range(largest, _MIN_COLUMN_LIMIT, -1)
            if _estimate_aspect(sizes, limit, measures) >= _TARGET_ASPECT
        ),
        _MIN_COLUMN_LIMIT,
    )


def _estimate_aspect(sizes: Sequence[int], limit: int, measures: Measures) -> float:
    """Return width over height if columns hold up to `limit` cards."""
    columns = sum(ceil(size / limit) for size in sizes)
    width = columns * measures.column_pitch + len(sizes) * (measures.rank_gap - measures.column_gap)
    return width / (limit * measures.row_pitch)


def _collect_leaders(
    column: Sequence[int], real_count: int, column_count: int, rows: dict[int, list[int]]
) -> list[int]:
    """Return the leaders and dummy nodes of a rank.

    Every `column_count` cards form a row, which is added to `rows` under its first card, the leader. Dummy
    nodes stay between rows.
    """
    leaders: list[int] = []
    row: list[int] = []
    for node in column:
        if node >= real_count:
            leaders.append(node)
            continue
        if len(row) % column_count == 0:
            row = rows[node] = []
            leaders.append(node)
        row.append(node)
    return leaders


_LINK_WEIGHTS = (1, 2, 4)
"""Weights of links with no, one and two dummy nodes.

The higher the weight, the more a link is kept level.
"""

_ROUNDING_TOLERANCE = 1e-6
"""Upper bound of differences from adding in another sequence."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Positions of the nodes and ranks of a component.

    Attributes:
        x, y: Each node's center.
        half_heights: Half the height that each node occupies, its share of the gaps included.
        left, right: Each rank's sides.
        wrap_bends: Bend points of the links that lead from the end of a row to the start of the next.
    """

    x: Sequence[float]
    y: Sequence[float]
    half_heights: Sequence[float]
    left: Sequence[float]
    right: Sequence[float]
    wrap_bends: Mapping[Arc, Sequence[LocalPoint]] = field(default_factory=lambda: MappingProxyType({}))


def assign_coordinates(layers: Layers, order: Order, sizes: Sequence[int], measures: Measures) -> Geometry:
    """Compute the position of every node.

    Args:
        layers: The nodes and their links.
        order: The nodes of each rank from top to bottom.
        sizes: How many cards each stack holds.
        measures: Sizes and distances of the layout.
    """
    split = split_tall_ranks(order, layers.real_count, measures)
    half_heights = compute_half_heights(layers, sizes, measures)
    equalize_heights(split.rows.values(), half_heights)
    y = _assign_row_y(layers, split, half_heights)
    left, right = compute_rank_sides(layers, split.column_counts, y, measures)
    y = round_lengths(stretch_to_canvas(y, right[-1], measures))
    x = [(left[rank] + right[rank]) / 2 for rank in layers.rank]
    for row in split.rows.values():
        for index, node in enumerate(row):
            x[node] = left[layers.rank[node]] + measures.card_width / 2 + index * measures.column_pitch
    return Geometry(x, y, half_heights, left, right)


def equalize_heights(rows: Iterable[Sequence[int]], half_heights: list[float]) -> None:
    """Give all cards of a row the tallest's height, in place."""
    for row in rows:
        tallest = max(half_heights[node] for node in row)
        for node in row:
            half_heights[node] = tallest


def merge_neighbors(neighbors: Sequence[Sequence[int]], leader_of: Sequence[int]) -> list[list[int]]:
    """Return adjacency lists in which a row's first card represents all.

    Args:
        neighbors: The neighbors of each node.
        leader_of: The first card of each node's row; the node itself if it is in no row.
    """
    merged: list[list[int]] = [[] for _ in neighbors]
    for node, adjacent in enumerate(neighbors):
        merged[leader_of[node]].extend([leader_of[neighbor] for neighbor in adjacent])
    return merged


def round_lengths(lengths: Sequence[float]) -> list[float]:
    """Round lengths to whole numbers.

    Whole distances between them stay whole, so a continued layout stays exact.
    """
    return [floor(length + 0.5 + _ROUNDING_TOLERANCE) for length in lengths]


def compute_half_heights(layers: Layers, sizes: Sequence[int], measures: Measures) -> list[float]:
    """Return half the height that each node occupies.

    Args:
        layers: The nodes.
        sizes: How many cards each stack holds.
        measures: Sizes and distances of the layout.
    """
    half_heights = [size * measures.row_pitch / 2 for size in sizes]
    half_heights.extend([measures.link_gap / 2] * (len(layers.rank) - layers.real_count))
    return half_heights


def _assign_row_y(layers: Layers, split: ColumnSplit, half_heights: Sequence[float]) -> list[float]:
    """Return each node's y coordinate.

    Cards side by side in a row count as one node: its leader, with the links of all of them.
    """
    predecessors, successors = _build_weighted_neighbors(layers)
    if not split.rows:
        return assign_y(split.order, predecessors, successors, half_heights)
    leader_of = list(range(len(layers.rank)))
    for leader, row in split.rows.items():
        for node in row:
            leader_of[node] = leader
    merged = merge_neighbors(predecessors, leader_of), merge_neighbors(successors, leader_of)
    y = assign_y(split.order, *merged, half_heights)
    return [y[leader] for leader in leader_of]


def _build_weighted_neighbors(layers: Layers) -> tuple[list[list[int]], list[list[int]]]:
    """Return each node's weighted neighbors to the left and right.

    A neighbor is repeated as often as its link weighs.
    """
    predecessors: list[list[int]] = [[] for _ in layers.rank]
    successors: list[list[int]] = [[] for _ in layers.rank]
    for tail, heads in enumerate(layers.successors):
        for head in heads:
            weight = _LINK_WEIGHTS[(tail >= layers.real_count) + (head >= layers.real_count)]
            successors[tail].extend([head] * weight)
            predecessors[head].extend([tail] * weight)
    return predecessors, successors


def route_arcs(layers: Layers, geometry: Geometry, measures: Measures) -> dict[Arc, list[LocalPoint]]:
    """Return the bend points of each arc that needs any.

    They lead from the left end of the arc to the right.

    Args:
        layers: The nodes and their arcs.
        geometry: The positions of the nodes.
        measures: Sizes and distances of the layout.
    """
    rank = layers.rank
    rank_passages = [
        ((geometry.left[rank[node]], geometry.y[node]), (geometry.right[rank[node]], geometry.y[node]))
        for node in range(layers.real_count, len(rank))
    ]
    bends = {}
    for tail, head in layers.arcs:
        nodes = (tail, *layers.dummy_chains.get((tail, head), ()), head)
        points = _route_exit(layers, tail, geometry, measures)
        for node, successor in pairwise(nodes):
            points.extend(geometry.wrap_bends.get((node, successor), ()))
            if successor != head:
                points.extend(rank_passages[successor - layers.real_count])
        points.extend(_route_entry(layers, head, geometry, measures))
        if points:
            bends[tail, head] = _drop_level_points(points)
    return bends


def _route_exit(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[LocalPoint]:
    """Route from a card below its row to the rank's right.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] + measures.card_width / 2
    rank_side = geometry.right[layers.rank[node]]
    if rank_side - card_side < measures.column_gap:
        return []
    y = geometry.y[node] + geometry.half_heights[node]
    return [(card_side + measures.column_gap / 2, y), (rank_side, y)]


def _route_entry(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[LocalPoint]:
    """Route from the rank's left above a card's row to it.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] - measures.card_width / 2
    rank_side = geometry.left[layers.rank[node]]
    if card_side - rank_side < measures.column_gap:
        return []
    y = geometry.y[node] - geometry.half_heights[node]
    return [(rank_side, y), (card_side - measures.column_gap / 2, y)]


def _drop_level_points(points: Sequence[LocalPoint]) -> list[LocalPoint]:
    """Remove points between two others at the same height."""
    triples = zip(points, points[1:], points[2:], strict=False)
    inner = [point for before, point, after in triples if not before[1] == point[1] == after[1]]
    return [points[0], *inner, points[-1]]

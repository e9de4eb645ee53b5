"""What a picture does with free canvas: a tall one gets wide gaps for steep links, a wide one gets air."""

from __future__ import annotations

from collections.abc import Sequence

from lineage.placement.layers import Layers
from lineage.placement.picture import Measures

_LOW = 14
"""Rows of cards up to which a picture is not tall, whatever its shape."""

_WIDEST_GAP = 4.0
"""How many times its least width the gap between two ranks may be."""

_AIRIEST = 1.75
"""How many times their least distance cards may stand above each other for nothing but a fuller canvas."""


def rank_sides(
    layers: Layers, columns: Sequence[int], y: Sequence[float], measures: Measures
) -> tuple[list[float], list[float]]:
    """Return the left and the right side of each rank, the first from 0.

    Args:
        layers: The nodes and their links.
        columns: How many columns each rank takes.
        y: Each node's height.
        measures: The picture's sizes.
    """
    widths = [measures.card_width + (count - 1) * measures.fold_pitch for count in columns]
    width = sum(widths) + (len(widths) - 1) * measures.rank_gap
    height = _height(y, measures)
    spare = measures.aspect * height - width if height > _LOW * measures.row_pitch else 0.0
    steep = _steepest(layers, y, len(widths))
    share = max(0.0, spare) / (sum(steep) or 1)
    left, right = [0.0], [widths[0]]
    for following, drop in zip(widths[1:], steep, strict=False):
        wider = min(share * drop, (_WIDEST_GAP - 1) * measures.rank_gap)
        left.append(right[-1] + round(measures.rank_gap + wider))
        right.append(left[-1] + following)
    return left, right


def aired(y: Sequence[float], width: float, measures: Measures) -> list[float]:
    """Return the heights of a picture of the given width, stretched where its canvas leaves room."""
    stretch = max(1.0, min(_AIRIEST, width / measures.aspect / _height(y, measures)))
    return [height * stretch for height in y]


def _height(y: Sequence[float], measures: Measures) -> float:
    return max(y) - min(y) + measures.row_pitch


def _steepest(layers: Layers, y: Sequence[float], ranks: int) -> list[float]:
    """Return, for each rank, the greatest height that a link to the next has to overcome."""
    steepest = [0.0] * ranks
    for node, others in enumerate(layers.after):
        for other in others:
            rank = layers.rank[node]
            steepest[rank] = max(steepest[rank], abs(y[node] - y[other]))
    return steepest

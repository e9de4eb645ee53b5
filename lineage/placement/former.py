"""What of the picture that the reader is looking at a component of the new graph can stand on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from lineage.model import Arn
from lineage.placement.acyclic import Arc
from lineage.placement.layers import Layers
from lineage.placement.picture import Measures, Place, Placement, Point

_WHOLE = 1.5
"""How far rounding may move two centres against each other."""


@dataclass(frozen=True, slots=True)
class Footing:
    """The ranks of a former picture in which vertices of a component stood.

    Attributes:
        rank: The rank of each group that stays, None for the others. Ranks leave room for as many more as
            fit between two.
        sides: The left and right side of each of these ranks.
    """

    rank: list[int | None]
    sides: dict[int, Place]


def footing(groups: Sequence[tuple[Arn, ...]], former: Placement, measures: Measures) -> Footing | None:
    """Return where groups stood; None where none did, or where columns do not tell ranks."""
    centres = stood(groups, former)
    xs = sorted({x for x in centres if x is not None})
    if not xs:
        return None
    rank, sides = 0, {}
    ranks: dict[float, int] = {}
    begin = previous = xs[0]
    for x in xs:
        if x - previous >= measures.rank_pitch - _WHOLE:
            free = x - previous - measures.card_width
            rank += max(1, int((free - measures.rank_gap) // measures.rank_pitch) + 1)
            begin = x
        elif abs((x - begin + _WHOLE) % measures.fold_pitch - _WHOLE) > _WHOLE:
            return None
        ranks[x] = rank
        sides[rank] = begin - measures.card_width / 2, x + measures.card_width / 2
        previous = x
    return Footing([None if x is None else ranks[x] for x in centres], sides)


def stood(groups: Sequence[tuple[Arn, ...]], former: Placement) -> list[float | None]:
    """Return the centre of each group's former column, None for new groups."""
    return [next((former.points[arn].x for arn in group if arn in former.points), None) for group in groups]


def pins(
    layers: Layers,
    groups: Sequence[tuple[Arn, ...]],
    former: Placement,
    sides: Sequence[Place],
    measures: Measures,
) -> list[float | None]:
    """Return the height at which each node stood, None for what is new.

    Args:
        layers: The nodes; those below `layers.cards` are the groups.
        groups: The vertices of each group, from top to bottom.
        former: The former picture.
        sides: The left and right side of each rank.
        measures: The picture's sizes.
    """
    heights: list[float | None] = [_height(group, former, measures) for group in groups]
    heights.extend([None] * (len(layers.rank) - layers.cards))
    for arc, route in layers.routes.items():
        way = _way(groups, arc, former)
        if way:
            for node in route:
                left, right = sides[layers.rank[node]]
                if heights[node] is None:
                    heights[node] = _level(way, (left + right) / 2)
    return heights


def _height(group: Sequence[Arn], former: Placement, measures: Measures) -> float | None:
    """Return the middle of a stack of cards, judged by the first of them that stood."""
    for number, arn in enumerate(group):
        if arn in former.points:
            return former.points[arn].y - (number - (len(group) - 1) / 2) * measures.row_pitch
    return None


def _way(groups: Sequence[tuple[Arn, ...]], arc: Arc, former: Placement) -> list[Point]:
    """Return the former way of an arc from left to right, ends included; nothing if it is new."""
    for tail in groups[arc[0]]:
        for head in groups[arc[1]]:
            for one, other in ((tail, head), (head, tail)):
                if one in former.points and other in former.points and (one, other) in former.bends:
                    way = [former.points[one], *former.bends[one, other], former.points[other]]
                    return way if way[0].x <= way[-1].x else way[::-1]
    return []


def _level(way: Sequence[Point], x: float) -> float | None:
    """Return the height at which a way passes an x; None where it does not or turns back."""
    xs = [point.x for point in way]
    if not xs[0] < x < xs[-1] or xs != sorted(xs):
        return None
    after = bisect_right(xs, x)
    here, there = way[after - 1], way[after]
    return here.y + (there.y - here.y) * (x - here.x) / (there.x - here.x)

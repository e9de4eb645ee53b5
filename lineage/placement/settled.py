"""A picture of which some is hidden: the rest stands where it stood, and so does what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from lineage.model import Arn
from lineage.placement.picture import Placement, Point

Ends: TypeAlias = tuple[Arn, Arn]


def settled(
    former: Placement, cards: Mapping[Arn, Sequence[Arn]], ways: Mapping[Ends, Sequence[Arn]]
) -> Placement | None:
    """Return a former picture with other cards of the same answer; None where one of them never stood in it.

    What is not drawn any more keeps its place, for when it comes back. A bridge runs where the cards stood
    that it leads over: there is room, and lines that met at a card still meet there.

    Args:
        former: The picture that is looked at.
        cards: What is drawn now; for each, the vertices that it stands for.
        ways: The ways that bridges stand for, both ends included, by the cards that they are drawn between.
    """
    points = dict(former.points)
    for arn, members in cards.items():
        stood = next((former.points[one] for one in (arn, *members) if one in former.points), None)
        if stood is None:
            return None
        points[arn] = stood
    bends = {ends: _along(way, points, former.bends) for ends, way in ways.items()}
    return replace(former, points=points, bends={**bends, **former.bends})


def _along(
    way: Sequence[Arn], points: Mapping[Arn, Point], bends: Mapping[Ends, Sequence[Point]]
) -> tuple[Point, ...]:
    """Return the way points of several associations in a row, and the cards between them."""
    found: list[Point] = []
    for ends in pairwise(way):
        found.extend(bends.get(ends, ()))
        if ends[1] != way[-1] and ends[1] in points:
            found.append(points[ends[1]])
    return tuple(found)

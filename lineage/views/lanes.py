"""Headings over the ranks of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from lineage.model import Arn
from lineage.placement import Placement

_BESIDE = 170.0
"""Distance of the centres of two columns of one rank, in picture units."""


class LaneHead(TypedDict):
    """What a rank of the picture holds.

    Attributes:
        at: Where its middle stands along the flow.
    """

    at: float
    title: str


def lane_heads(placement: Placement, drawn: Iterable[Arn]) -> list[LaneHead]:
    """Return the headings of ranks that hold a card: those of which all is hidden have none.

    Args:
        placement: Where everything stands.
        drawn: The vertices that are in the picture.
    """
    taken = {placement.points[arn].x for arn in drawn}
    return [
        {"at": lane.x, "title": lane.title}
        for lane in placement.lanes
        if any(abs(x - lane.x) <= _BESIDE for x in taken)
    ]

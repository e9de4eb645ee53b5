"""Headings over the ranks of a layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from lineage.model import Arn
from lineage.placement import Placement

_BESIDE = 170.0
"""Distance between the centers of two columns of one rank.

In layout units.
"""


class LaneHead(TypedDict):
    """Heading of one rank.

    Attributes:
        at: Center of the rank along the flow, in layout units.
    """

    at: float
    title: str


def lane_heads(placement: Placement, drawn: Iterable[Arn]) -> list[LaneHead]:
    """Return the headings of ranks that have a drawn card.

    A rank whose vertices are all hidden has no heading.

    Args:
        placement: The layout.
        drawn: The drawn vertices.
    """
    positions = {placement.points[arn].x for arn in drawn}
    return [
        {"at": lane.x, "title": lane.title}
        for lane in placement.lanes
        if any(abs(x - lane.x) <= _BESIDE for x in positions)
    ]

"""Headings over the ranks of a layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Layout

_COLUMN_DISTANCE = 170.0
"""Distance between the centers of two columns of one rank.

In layout units.
"""


class HeadingElement(TypedDict):
    """Heading of one rank.

    Attributes:
        at: Center of the rank along the flow, in layout units.
    """

    at: float
    title: str


def build_heading_elements(layout: Layout, vertices: Iterable[Arn]) -> list[HeadingElement]:
    """Return the headings of ranks that have a drawn card.

    A rank whose vertices are all hidden has no heading.

    Args:
        layout: The layout.
        vertices: The drawn vertices.
    """
    positions = {layout.points[arn].x for arn in vertices}
    return [
        {"at": lane.x, "title": lane.title}
        for lane in layout.headings
        if any(abs(x - lane.x) <= _COLUMN_DISTANCE for x in positions)
    ]

"""Several sheets on one canvas, the most important at the top left."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from lineage.placement.picture import Measures, Place
from lineage.placement.sheets import Sheet


def canvas_width(sheets: Sequence[Sheet], cards: int, measures: Measures) -> float:
    """Return the width of a canvas of the wanted shape that holds the sheets and so many single cards."""
    area = cards * measures.rank_pitch * measures.row_pitch + sum(
        (sheet.width + measures.component_gap) * (sheet.height + measures.component_gap) for sheet in sheets
    )
    return max([sqrt(area * measures.aspect), *(sheet.width for sheet in sheets)])


def packed(sheets: Sequence[Sheet], measures: Measures) -> list[Place]:
    """Return where the top left corner of each sheet belongs.

    The sheets stand side by side on shelves, in their order, shelf below shelf.
    """
    width = canvas_width(sheets, 0, measures)
    corners: list[Place] = []
    x = y = shelf = 0.0
    for sheet in sheets:
        if x and x + sheet.width > width:
            x, y, shelf = 0.0, y + shelf + measures.component_gap, 0.0
        corners.append((x, y))
        x += sheet.width + measures.component_gap
        shelf = max(shelf, sheet.height)
    return corners

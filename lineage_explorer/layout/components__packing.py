"""Packing of component layouts on one canvas."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from lineage_explorer.layout.components import ComponentLayout
from lineage_explorer.layout.types import LocalPoint, Measures


def compute_canvas_width(
    layouts: Sequence[ComponentLayout], isolated_count: int, measures: Measures
) -> float:
    """Return the width of a canvas that holds all components.

    Args:
        layouts: The component layouts.
        isolated_count: Number of isolated vertices that need room besides.
        measures: Sizes and distances of the layout; with the shape of the canvas.
    """
    area = isolated_count * measures.rank_pitch * measures.row_pitch + sum(
        (layout.width + measures.component_gap) * (layout.height + measures.component_gap)
        for layout in layouts
    )
    return max([sqrt(area * measures.aspect), *(layout.width for layout in layouts)])


def pack_layouts(layouts: Sequence[ComponentLayout], measures: Measures) -> list[LocalPoint]:
    """Return the top left corner of each component layout.

    The layouts stand side by side on shelves, in their order, shelf below shelf: the first at the top left.
    """
    width = compute_canvas_width(layouts, 0, measures)
    corners: list[LocalPoint] = []
    x = y = shelf_height = 0.0
    for layout in layouts:
        if x and x + layout.width > width:
            x, y, shelf_height = 0.0, y + shelf_height + measures.component_gap, 0.0
        corners.append((x, y))
        x += layout.width + measures.component_gap
        shelf_height = max(shelf_height, layout.height)
    return corners

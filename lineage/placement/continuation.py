"""Incremental layout: a layout that continues the one on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_low

from lineage.model import Arn
from lineage.placement.flow import Component
from lineage.placement.keeping import kept
from lineage.placement.packing import canvas_width, packed
from lineage.placement.picture import Measures, Place, Placement
from lineage.placement.sheets import Sheet, drawn, grid

_WORSE = 1.1
"""Accepted crossings and area, relative to a new layout.

This factor applies where few vertices stay.
"""

_STILL = 0.35
"""Added to that factor where all vertices stay."""

_FEW = 3
"""Crossings that are accepted in any case."""

_NEARLY_ALL = 0.8
"""Share of vertices that stay from which the comparison is skipped.

The share is of all vertices that are in either layout. The continued layout is then not compared with a new
one, if it does not sprawl: computing the new one takes most of the time, and little can have become worse.
"""

_UNSEEN = 4
"""Interval, in steps, at which the comparison is always made."""

_ENOUGH = 3
"""Divisor of the vertices: the share that makes a move usual.

With the usual move, columns stand exactly where they stood.
"""


def continued(
    parts: Sequence[Component], start: Arn, former: Placement, measures: Measures
) -> tuple[list[Sheet], list[Place]]:
    """Lay out the components and choose their top left corners.

    Vertices that stay keep their positions, or else move as little as possible. Components that would overlap
    others, and those that are entirely new, go below.

    Args:
        parts: The connected components.
        start: The vertex at which the query begins.
        former: The layout on the screen, with at least one vertex of the components.
        measures: Sizes and distances of the layout.

    Returns:
        The component layouts, and the top left corner of each.
    """
    isolated = [component.groups[0][0] for component in parts if component.single]
    layouts = [_continued(component, former, measures) for component in parts if not component.single]
    if isolated:
        grid_layout = grid(isolated, canvas_width(layouts, len(isolated), measures), measures)
        layouts = [grid_layout, *layouts] if start in isolated else [*layouts, grid_layout]
    corners: dict[int, Place] = {}
    for index, layout in enumerate(layouts):
        corner = _corner(layout, start, former)
        if corner and not any(
            _meet(layout, corner, layouts[placed], placed_corner) for placed, placed_corner in corners.items()
        ):
            corners[index] = corner
    pending = [index for index in range(len(layouts)) if index not in corners]
    left = min(x for x, _ in corners.values())
    bottom = max(y + layouts[index].height for index, (_, y) in corners.items()) + measures.component_gap
    below = packed([layouts[index] for index in pending], measures) if pending else []
    corners.update((index, (left + x, bottom + y)) for index, (x, y) in zip(pending, below, strict=True))
    return layouts, [corners[index] for index in range(len(layouts))]


def _continued(component: Component, previous: Placement, measures: Measures) -> Sheet:
    """Continue the previous layout with a component, if quality allows.

    Returns:
        The layout with kept positions, if it is compared with no new layout or is not much worse. If it has
        many more crossings: the new layout. If it only takes much more room: the kept order, compacted.
    """
    incremental = kept(component, previous, measures)
    if incremental is None:
        return drawn(component, measures, previous)
    in_place = incremental.in_place(measures)
    common = len(previous.points.keys() & in_place.points.keys())
    share = common / (len(previous.points) + len(in_place.points) - common)
    is_sprawling = in_place.width > _WORSE * previous.width or in_place.height > _WORSE * previous.height
    if share >= _NEARLY_ALL and not is_sprawling and (previous.steps + 1) % _UNSEEN:
        return in_place
    fresh = drawn(component, measures, previous)
    factor = _WORSE + _STILL * share
    if in_place.crossings > factor * fresh.crossings + _FEW:
        return fresh
    area = (fresh.width + measures.rank_pitch / 2) * (fresh.height + measures.row_pitch)
    return in_place if in_place.width * in_place.height <= factor * area else incremental.closed_up(measures)


def _corner(layout: Sheet, start: Arn, previous: Placement) -> Place | None:
    """Return the top left corner at which most vertices stay.

    Most vertices that stay then keep their exact positions; where that is impossible, the start does.

    Returns:
        The corner; None when no vertex of the component was in the previous layout.
    """
    common = [arn for arn in layout.points if arn in previous.points]
    if not common:
        return None
    xs = [previous.points[arn].x - layout.points[arn][0] for arn in common]
    ys = [previous.points[arn].y - layout.points[arn][1] for arn in common]
    x, y = _usual(xs), _usual(ys)
    if start in common and 2 * sum(move == (x, y) for move in zip(xs, ys, strict=True)) <= len(common):
        x, y = xs[common.index(start)], ys[common.index(start)]
    return layout.left + x, layout.top + y


def _usual(moves: Iterable[float]) -> float:
    """Return the most frequent move, or the median if none is frequent."""
    ordered = sorted(moves)
    move, votes = min(Counter(ordered).items(), key=lambda item: (-item[1], abs(item[0])))
    return move if _ENOUGH * votes >= len(ordered) else median_low(ordered)


def _meet(first: Sheet, first_corner: Place, second: Sheet, second_corner: Place) -> bool:
    """Return whether two component layouts overlap."""
    return (
        first_corner[0] < second_corner[0] + second.width
        and second_corner[0] < first_corner[0] + first.width
        and first_corner[1] < second_corner[1] + second.height
        and second_corner[1] < first_corner[1] + first.height
    )

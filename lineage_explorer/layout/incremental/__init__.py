"""Incremental layout: a layout that continues the one on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.layout.components import (
    ComponentLayout,
    lay_out_component,
    lay_out_components,
    pack_layouts,
)
from lineage_explorer.layout.incremental.keep_positions import lay_out_incrementally
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.types import Layout, LocalPoint, Measures, Point


def keep_in_place(
    previous: Layout, node_members: Mapping[Arn, Sequence[Arn]], bridge_paths: Mapping[Ends, Sequence[Arn]]
) -> Layout | None:
    """Return the previous layout, completed for the nodes now visible.

    Hidden nodes keep their positions, for when they are shown again. A bridge runs through the positions of
    the hidden cards that it replaces: there is room, and lines that met at a card still meet there.

    Args:
        previous: The layout on the screen.
        node_members: The nodes that are visible now, of the same graph; for each, the vertices that it
            represents.
        bridge_paths: The paths that bridges replace, both ends included, by the nodes that the bridges
            connect.

    Returns:
        The layout; None where a node has no position in the previous layout.
    """
    points, widths = dict(previous.points), dict(previous.widths)
    for arn, members in node_members.items():
        placed = next((member for member in (arn, *members) if member in previous.points), None)
        if placed is None:
            return None
        points[arn] = previous.points[placed]
        if placed in widths:
            widths[arn] = widths[placed]
    bends = {ends: _join_bends(path, points, previous.bends) for ends, path in bridge_paths.items()}
    return replace(previous, points=points, widths=widths, bends={**bends, **previous.bends})


def _join_bends(
    path: Sequence[Arn], points: Mapping[Arn, Point], bends: Mapping[Ends, Sequence[Point]]
) -> tuple[Point, ...]:
    """Return the bends of consecutive associations and the nodes between."""
    route: list[Point] = []
    for ends in pairwise(path):
        route.extend(bends.get(ends, ()))
        if ends[1] != path[-1] and ends[1] in points:
            route.append(points[ends[1]])
    return tuple(route)


_TOLERANCE = 1.1
"""Accepted crossings and area, relative to a new layout.

This factor applies where few vertices stay.
"""

_STABILITY_BONUS = 0.35
"""Added to that factor where all vertices stay."""

_TOLERATED_CROSSINGS = 3
"""Crossings that are accepted in any case."""

_MIN_UNCOMPARED_SHARE = 0.8
"""Share of vertices that stay from which the comparison is skipped.

The share is of all vertices that are in either layout. The continued layout is then not compared with a new
one, if it does not sprawl: computing the new one takes most of the time, and little can have become worse.
"""

_COMPARISON_INTERVAL = 4
"""Interval, in steps, at which the comparison is always made."""

_USUAL_MOVE_DIVISOR = 3
"""Divisor of the vertices: the share that makes a move usual.

With the usual move, columns stand exactly where they stood.
"""


def continue_layout(
    components: Sequence[Component], start: Arn, previous: Layout, measures: Measures
) -> tuple[list[ComponentLayout], list[LocalPoint]]:
    """Lay out the components and choose their top left corners.

    Vertices that stay keep their positions, or else move as little as possible. Components that would overlap
    others, and those that are entirely new, go below.

    Args:
        components: The connected components.
        start: The vertex at which the query begins.
        previous: The layout on the screen, with at least one vertex of the components.
        measures: Sizes and distances of the layout.

    Returns:
        The component layouts, and the top left corner of each.
    """
    layouts = lay_out_components(
        components, start, measures, lambda component: _continue_component(component, previous, measures)
    )
    corners: dict[int, LocalPoint] = {}
    for index, layout in enumerate(layouts):
        corner = _find_corner(layout, start, previous)
        if corner and not any(
            _is_overlapping(layout, corner, layouts[placed], placed_corner)
            for placed, placed_corner in corners.items()
        ):
            corners[index] = corner
    pending = [index for index in range(len(layouts)) if index not in corners]
    left = min(x for x, _ in corners.values())
    bottom = max(y + layouts[index].height for index, (_, y) in corners.items()) + measures.component_gap
    below = pack_layouts([layouts[index] for index in pending], measures) if pending else []
    corners.update((index, (left + x, bottom + y)) for index, (x, y) in zip(pending, below, strict=True))
    return layouts, [corners[index] for index in range(len(layouts))]


def _continue_component(component: Component, previous: Layout, measures: Measures) -> ComponentLayout:
    """Continue the previous layout with a component, if quality allows.

    Returns:
        The layout with kept positions, if it is compared with no new layout or is not much worse. If it has
        many more crossings: the new layout. If it only takes much more room: the kept order, compacted.
    """
    incremental = lay_out_incrementally(component, previous, measures)
    if incremental is None:
        return lay_out_component(component, measures, previous)
    in_place = incremental.keep_positions(measures)
    common = len(previous.points.keys() & in_place.points.keys())
    share = common / (len(previous.points) + len(in_place.points) - common)
    is_sprawling = (
        in_place.width > _TOLERANCE * previous.width or in_place.height > _TOLERANCE * previous.height
    )
    if (
        share >= _MIN_UNCOMPARED_SHARE
        and not is_sprawling
        and (previous.generation + 1) % _COMPARISON_INTERVAL
    ):
        return in_place
    fresh = lay_out_component(component, measures, previous)
    factor = _TOLERANCE + _STABILITY_BONUS * share
    if in_place.crossings > factor * fresh.crossings + _TOLERATED_CROSSINGS:
        return fresh
    area = (fresh.width + measures.rank_pitch / 2) * (fresh.height + measures.row_pitch)
    return in_place if in_place.width * in_place.height <= factor * area else incremental.compact(measures)


def _find_corner(layout: ComponentLayout, start: Arn, previous: Layout) -> LocalPoint | None:
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
    x, y = _find_usual_move(xs), _find_usual_move(ys)
    if start in common and 2 * sum(move == (x, y) for move in zip(xs, ys, strict=True)) <= len(common):
        x, y = xs[common.index(start)], ys[common.index(start)]
    return layout.left + x, layout.top + y


def _find_usual_move(moves: Iterable[float]) -> float:
    """Return the most frequent move, or the median if none is frequent."""
    ordered = sorted(moves)
    move, votes = min(Counter(ordered).items(), key=lambda item: (-item[1], abs(item[0])))
    return move if _USUAL_MOVE_DIVISOR * votes >= len(ordered) else median_low(ordered)


def _is_overlapping(
    first: ComponentLayout, first_corner: LocalPoint, second: ComponentLayout, second_corner: LocalPoint
) -> bool:
    """Return whether two component layouts overlap."""
    return (
        first_corner[0] < second_corner[0] + second.width
        and second_corner[0] < first_corner[0] + first.width
        and first_corner[1] < second_corner[1] + second.height
        and second_corner[1] < first_corner[1] + first.height
    )

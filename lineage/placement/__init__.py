"""Left-to-right layered layout of lineage graphs.

The steps follow Sugiyama's framework of layered graph drawing. They run once per graph, in Python. Each step
has a file:

    flow        preprocessing: numbering, reversed feedback arcs (acyclic), `SameAs` stacks, components
    sheets      layout of one component, from these steps:
      ranks       rank assignment: the rank (column) of each stack
      layers      dummy nodes (way points) where an arc passes a rank
      ordering    crossing reduction: the order within each rank (sweeps, crossings)
      geometry    coordinates: heights (coordinates), columns of tall ranks (folding), spare canvas (canvas)
      wrapping    very long layouts in rows
      routing     edge routing: bend points of long arcs
    packing     component layouts side by side and below each other
    lanes       headings by stage (stages)
    assembly    all component layouts in one layout

Incremental layout continues a previous layout:

    continuation  choice between the previous layout, continued, and a new one
    keeping       nodes that stay (former, rows), new nodes among them (extension, insertion, pinning)
    settled       the previous layout while vertices are hidden or shown again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.placement.assembly import assembled
from lineage.placement.continuation import continued
from lineage.placement.flow import Component, components
from lineage.placement.packing import canvas_width, packed
from lineage.placement.picture import ASPECT, Lane, Measures, Placement, Point
from lineage.placement.settled import settled
from lineage.placement.sheets import Sheet, drawn, grid

__all__ = ["ASPECT", "Lane", "Placement", "Point", "place", "settled"]


def place(
    graph: LineageGraph,
    *,
    former: Placement | None = None,
    card_width: float = 208,
    card_height: float = 52,
    aspect: float = ASPECT,
) -> Placement:
    """Compute a layered layout in which time flows left to right.

    Equal graphs get equal layouts, in whatever order their vertices and associations were read.
    `SameAs` forces no order: the vertices that it joins are stacked in one rank, unless one is derived from
    the other.

    Args:
        graph: The graph to lay out.
        former: The layout on the screen, made with cards of the same size. Vertices that are in both layouts
            keep their positions as long as the layout stays a good one: about as few crossings as a layout
            without a previous one, and about as compact. Equal graphs get equal layouts only from equal
            previous layouts.
        card_width: Width of a vertex's card, in layout units: pixels at zoom 1.
        card_height: Its height.
        aspect: Width over height of the canvas to fill.
    """
    measures = Measures(card_width, card_height, aspect=aspect)
    component_list = components(graph)
    if former is None or former.points.keys().isdisjoint(graph.vertices):
        layouts = _sheets(component_list, graph.start, measures)
        return assembled(graph, component_list, layouts, packed(layouts, measures), card_width)
    layouts, corners = continued(component_list, graph.start, former, measures)
    return replace(assembled(graph, component_list, layouts, corners, card_width), steps=former.steps + 1)


def _sheets(component_list: Sequence[Component], start: Arn, measures: Measures) -> list[Sheet]:
    """Lay out each component, and all isolated vertices as one grid.

    The grid comes first if the start is in it, else last.
    """
    isolated = [component.groups[0][0] for component in component_list if component.single]
    layouts = [drawn(component, measures) for component in component_list if not component.single]
    if not isolated:
        return layouts
    grid_layout = grid(isolated, canvas_width(layouts, len(isolated), measures), measures)
    return [grid_layout, *layouts] if start in isolated else [*layouts, grid_layout]

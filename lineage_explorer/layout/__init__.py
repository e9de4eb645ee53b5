"""Left-to-right layered layout of lineage graphs.

The steps follow Sugiyama's framework of layered graph drawing. They run once per graph, in Python. Each step
has a file:

    preprocess           numbers, reversed feedback arcs, `SameAs` stacks, connected components
    components           layout of one component, and of all side by side, from these steps:
      ranks              the rank (column) of each stack
      layers             dummy nodes (way points) where an arc passes a rank
      crossing_reduction the order within each rank; `rank_sweeps` does the sweeps
      component_geometry heights (`coordinates`), and columns of tall ranks
      wrapping           very long layouts in rows
      edge_routing       bend points of long arcs
    stage_headings       headings over ranks of one stage
    incremental          a layout that continues the previous one
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.components import (
    ComponentLayout,
    assemble_layout,
    compute_canvas_width,
    lay_out_component,
    lay_out_grid,
    pack_layouts,
)
from lineage_explorer.layout.incremental import continue_layout, keep_in_place
from lineage_explorer.layout.preprocess import Component, split_into_components
from lineage_explorer.layout.types import ASPECT, Layout, Measures, Point, StageHeading

__all__ = ["ASPECT", "Layout", "Point", "StageHeading", "compute_layout", "keep_in_place"]


def compute_layout(
    graph: LineageGraph,
    *,
    previous: Layout | None = None,
    card_width: float = 208,
    card_height: float = 52,
    aspect: float = ASPECT,
) -> Layout:
    """Compute a layered layout in which time flows left to right.

    Equal graphs get equal layouts, in whatever order their vertices and associations were read.
    `SameAs` forces no order: the vertices that it joins are stacked in one rank, unless one is derived from
    the other.

    Args:
        graph: The graph to lay out.
        previous: The layout on the screen, made with cards of the same size. Vertices that are in both
            layouts keep their positions as long as the layout stays a good one: about as few crossings as a
            layout
            without a previous one, and about as compact. Equal graphs get equal layouts only from equal
            previous layouts.
        card_width: Width of a vertex's card, in layout units: pixels at zoom 1.
        card_height: Its height.
        aspect: Width over height of the canvas to fill.
    """
    measures = Measures(card_width, card_height, aspect=aspect)
    component_list = split_into_components(graph)
    if previous is None or previous.points.keys().isdisjoint(graph.vertices):
        layouts = _lay_out_components(component_list, graph.start, measures)
        return assemble_layout(graph, component_list, layouts, pack_layouts(layouts, measures), card_width)
    layouts, corners = continue_layout(component_list, graph.start, previous, measures)
    return replace(
        assemble_layout(graph, component_list, layouts, corners, card_width),
        generation=previous.generation + 1,
    )


def _lay_out_components(
    component_list: Sequence[Component], start: Arn, measures: Measures
) -> list[ComponentLayout]:
    """Lay out each component, and all isolated vertices as one grid.

    The grid comes first if the start is in it, else last.
    """
    isolated = [component.stacks[0][0] for component in component_list if component.is_isolated]
    layouts = [
        lay_out_component(component, measures) for component in component_list if not component.is_isolated
    ]
    if not isolated:
        return layouts
    grid_layout = lay_out_grid(isolated, compute_canvas_width(layouts, len(isolated), measures), measures)
    return [grid_layout, *layouts] if start in isolated else [*layouts, grid_layout]

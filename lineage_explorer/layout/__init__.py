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

from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.layout.components import (
    assemble_layout,
    lay_out_component,
    lay_out_components,
    pack_layouts,
)
from lineage_explorer.layout.incremental import continue_layout, keep_in_place
from lineage_explorer.layout.preprocess import split_into_components
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
        layouts = lay_out_components(
            component_list,
            graph.start,
            measures,
            lambda component: lay_out_component(component, measures),
        )
        return assemble_layout(graph, component_list, layouts, pack_layouts(layouts, measures), card_width)
    layouts, corners = continue_layout(component_list, graph.start, previous, measures)
    return replace(
        assemble_layout(graph, component_list, layouts, corners, card_width),
        generation=previous.generation + 1,
    )

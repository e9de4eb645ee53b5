"""Left-to-right layered layout of lineage graphs.

The steps follow Sugiyama's framework of layered graph drawing. They run once per graph, in Python:

    preprocess          numbering, reversed feedback arcs, stacks of `SameAs`, connected components
    components          layout of one component, from the steps below; packing of all into one layout
    ranks               rank (column) of each stack
    layers              dummy nodes (way points) where an arc passes a rank
    crossing_reduction  order within each rank, by the sweeps and the sifting of rank_sweeps
    coordinates         heights of the nodes, sides of the ranks
    component_geometry  columns of tall ranks, positions of all nodes, routes of long arcs
    wrapping            very long layouts in rows
    stage_headings      headings by stage

Incremental layout continues a previous layout:

    incremental         choice between the previous layout, continued, and a new one
      keep_positions    nodes that stay
      insert_nodes      new nodes among them
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
            layout without a previous one, and about as compact. Equal graphs get equal layouts only from
            equal
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

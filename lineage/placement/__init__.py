"""Where each node stands: the left-to-right picture of a lineage graph, computed once, in plain Python.

`place` is the composition of steps that each have a file:

    flow        vertices numbered, cycles turned (acyclic), twins grouped, components divided
    sheets      one component drawn, by way of
      ranks       the column of each group
      layers      way points where an association passes a column
      ordering    top to bottom in each column, so that few cross (crossings)
      geometry    heights (coordinates), tall columns folded (folding), free canvas used (canvas)
      wrapping    very long pictures in rows
      routing     the ways of long associations
    packing     components side by side and below each other
    lanes       headings by stage (stages)
    assembly    all of it put together

`settled` continues a picture of which some is hidden or shown again.
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
    """Place a graph's vertices so that time flows from left to right.

    Equal graphs get equal placements, in whatever order their vertices and associations were read.
    `SameAs` forces no order: twins stand in one column, one above the other, unless one came of the other.

    Args:
        graph: What to place.
        former: The picture that the reader is looking at, made with cards of the same size. What stays in
            the picture then stays where it is, as far as the picture remains a good one: as nearly without
            crossings and as compact as one made anew. Equal graphs get equal placements only from equal
            former pictures.
        card_width: Width of a vertex's card, in picture units: pixels at zoom 1.
        card_height: Its height.
        aspect: Width over height of the canvas to fill.
    """
    measures = Measures(card_width, card_height, aspect=aspect)
    parts = components(graph)
    if former is None or former.points.keys().isdisjoint(graph.vertices):
        sheets = _sheets(parts, graph.start, measures)
        return assembled(graph, parts, sheets, packed(sheets, measures), card_width)
    sheets, corners = continued(parts, graph.start, former, measures)
    return replace(assembled(graph, parts, sheets, corners, card_width), steps=former.steps + 1)


def _sheets(parts: Sequence[Component], start: Arn, measures: Measures) -> list[Sheet]:
    """Draw the components, and all single vertices together as a grid: first if the start is one of them."""
    single = [part.groups[0][0] for part in parts if part.single]
    sheets = [drawn(part, measures) for part in parts if not part.single]
    if not single:
        return sheets
    block = grid(single, canvas_width(sheets, len(single), measures), measures)
    return [block, *sheets] if start in single else [*sheets, block]

"""Layout and elements in either orientation: to the right or down.

The layout algorithm only places a graph along the flow and across it. For a graph that flows down, the layout
gets card and canvas with width and height swapped. The elements are then mirrored at the diagonal: ranks
become rows, cards of a rank stand side by side, and a curve that bent to the left of its direction bends to
the right.
"""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.layout import ASPECT, Layout, compute_layout
from lineage_explorer.query.view_options__flow import Orientation
from lineage_explorer.views.elements import Edge, Elements, Node

CARD_WIDTH = 136
CARD_HEIGHT = 106
"""Height of a card; with the width, the size in `assets/faces.js`."""


def lay_out_graph(
    graph: LineageGraph, orientation: Orientation = Orientation.RIGHT, *, previous: Layout | None = None
) -> Layout:
    """Return the layout of a graph in an orientation.

    The coordinate x grows along the flow, y across it.

    Args:
        graph: The graph to lay out.
        orientation: Direction in which time flows.
        previous: The layout on the screen, of the same orientation.
    """
    if orientation is Orientation.RIGHT:
        return compute_layout(graph, previous=previous, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    transposed = compute_layout(
        graph, previous=previous, card_width=CARD_HEIGHT, card_height=CARD_WIDTH, aspect=1 / ASPECT
    )
    return replace(transposed, orientation=orientation)


def orient_elements(elements: Elements, orientation: Orientation) -> Elements:
    """Return elements in an orientation.

    The given elements are laid out along the flow: to the right.
    """
    if orientation is Orientation.RIGHT:
        return elements
    return {
        **elements,
        "flow": orientation,
        "nodes": [_transpose_node(node) for node in elements["nodes"]],
        "edges": [_transpose_edge(edge) for edge in elements["edges"]],
    }


def _transpose_node(node: Node) -> Node:
    return {**node, "position": {"x": node["position"]["y"], "y": node["position"]["x"]}}


def _transpose_edge(edge: Edge) -> Edge:
    curve = edge["data"]["course"]
    mirrored = curve and {**curve, "distances": [-distance for distance in curve["distances"]]}
    return {
        **edge,
        "data": {**edge["data"], "course": mirrored},
        "classes": f"{edge['classes']} down".strip(),
    }

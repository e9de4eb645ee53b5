"""Layout and elements in either orientation: to the right or down.

The layout algorithm only places a graph along the flow and across it. For a graph that flows down, the layout
gets card and canvas with width and height swapped. The elements are then mirrored at the diagonal: ranks
become rows, cards of a rank stand side by side, and a curve that bent to the left of its direction bends to
the right.
"""

from __future__ import annotations

from dataclasses import replace

from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.placement import ASPECT, Placement, place
from lineage.views.elements import Edge, Elements, Node

CARD_WIDTH = 136
CARD_HEIGHT = 106
"""Height of a card; with the width, the size in `assets/faces.js`."""


def laid_out(graph: LineageGraph, flow: Flow = Flow.RIGHT, *, former: Placement | None = None) -> Placement:
    """Return the layout of a graph in an orientation.

    The coordinate x grows along the flow, y across it.

    Args:
        graph: The graph to lay out.
        flow: Direction in which time flows.
        former: The layout on the screen, of the same orientation.
    """
    if flow is Flow.RIGHT:
        return place(graph, former=former, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    transposed = place(
        graph, former=former, card_width=CARD_HEIGHT, card_height=CARD_WIDTH, aspect=1 / ASPECT
    )
    return replace(transposed, flow=flow)


def flowing(drawn: Elements, flow: Flow) -> Elements:
    """Return elements in an orientation.

    The given elements are laid out along the flow: to the right.
    """
    if flow is Flow.RIGHT:
        return drawn
    return {
        **drawn,
        "flow": flow,
        "nodes": [_turned_card(node) for node in drawn["nodes"]],
        "edges": [_turned_line(edge) for edge in drawn["edges"]],
    }


def _turned_card(node: Node) -> Node:
    return {**node, "position": {"x": node["position"]["y"], "y": node["position"]["x"]}}


def _turned_line(edge: Edge) -> Edge:
    curve = edge["data"]["course"]
    mirrored = curve and {**curve, "distances": [-distance for distance in curve["distances"]]}
    return {
        **edge,
        "data": {**edge["data"], "course": mirrored},
        "classes": f"{edge['classes']} down".strip(),
    }

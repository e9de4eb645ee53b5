"""Pictures in which time flows from left to right, and the same from top to bottom.

There is one way to place a graph: along the flow and across it. A picture that flows down is placed with its
cards and its canvas turned, and mirrored at its diagonal when it is drawn: ranks become rows, cards of a rank
stand side by side, and what bent to the left of its way bends to the right.
"""

from __future__ import annotations

from dataclasses import replace

from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.placement import ASPECT, Placement, place
from lineage.views.elements import Edge, Elements, Node

CARD_WIDTH = 136
CARD_HEIGHT = 106
"""The size that `assets/faces.js` draws a card in."""


def laid_out(graph: LineageGraph, flow: Flow = Flow.RIGHT, *, former: Placement | None = None) -> Placement:
    """Place a graph along its flow: x grows along it, y across.

    Args:
        graph: What to place.
        flow: Which way time will flow.
        former: The picture that is looked at, of the same flow.
    """
    if flow is Flow.RIGHT:
        return place(graph, former=former, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    turned = place(graph, former=former, card_width=CARD_HEIGHT, card_height=CARD_WIDTH, aspect=1 / ASPECT)
    return replace(turned, flow=flow)


def flowing(drawn: Elements, flow: Flow) -> Elements:
    """Return a picture that was drawn along its flow as that flow wants it seen."""
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
    line = edge["data"]["course"]
    course = line and {**line, "distances": [-distance for distance in line["distances"]]}
    return {**edge, "data": {**edge["data"], "course": course}, "classes": f"{edge['classes']} down".strip()}

"""Payload of the graph for the browser."""

from __future__ import annotations

from typing import Literal, TypedDict

from lineage_explorer.explore.pipeline import draw_elements
from lineage_explorer.explore.view import View
from lineage_explorer.explore.visible_graph import get_compared_key, make_hash_key
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.address import MainView
from lineage_explorer.views.elements import Elements

GraphState = Literal["idle", "empty", "partial", "complete"]


class GraphPayload(TypedDict):
    """Graph as JSON for the canvas.

    Attributes:
        key: Identifies the graph. It does not change while pages and names arrive.
        asked: Identifies the query and its question, whatever the view.
        placement: Id of the layout, to be sent back with the next request.
        state: How complete the graph is; "idle" on the first screen.
        view: The main view.
        start: ARN of the start; empty on the first screen.
        vertices, associations, pages: Numbers of what was read.
        elements: Cytoscape elements; None on the first screen.
    """

    key: str
    asked: str
    placement: str
    state: GraphState
    view: str
    start: str
    vertices: int
    associations: int
    pages: int
    elements: Elements | None


EMPTY_PAYLOAD: GraphPayload = {
    "key": "",
    "asked": "",
    "placement": "",
    "state": "idle",
    "view": MainView.GRAPH,
    "start": "",
    "vertices": 0,
    "associations": 0,
    "pages": 0,
    "elements": None,
}
"""Payload of the first screen."""


def build_payload(view: View) -> GraphPayload:
    """Return the payload for the graph of a view."""
    graph, address = view.graph, view.address
    return {
        "key": make_hash_key(f"{address} {graph.read_status.started_at} {graph.read_status.gaps}"),
        "asked": make_hash_key(f"{address.query} {address.question_slug} {get_compared_key(address)}"),
        "placement": view.layout_id,
        "state": get_state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "pages": graph.read_status.pages,
        "elements": draw_elements(view),
    }


def get_state(graph: LineageGraph) -> GraphState:
    """Return how complete a graph is, in the page's word."""
    if not graph.read_status.is_complete:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"

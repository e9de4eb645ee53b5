"""Payload of the graph for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.explore.visible_graph import make_hash_key
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import Paths
from lineage_explorer.query.address import Address, MainView
from lineage_explorer.query.view_options import ColorMode, LineStyle
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.decorators import color_nodes, orient_elements, style_edges
from lineage_explorer.views.elements import Elements
from lineage_explorer.views.grouping import GroupedGraph
from lineage_explorer.views.path_highlight import highlight_paths

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


def build_payload(
    loaded: LoadedGraph, address: Address, *, layout_id: str, elements: Elements
) -> GraphPayload:
    """Return the payload for the graph of an address.

    Args:
        loaded: The loaded graph.
        address: The address.
        layout_id: Id of the layout.
        elements: Elements to draw.
    """
    graph = loaded.graph
    return {
        "key": make_hash_key(f"{address} {graph.read_status.started_at} {graph.read_status.gaps}"),
        "asked": make_hash_key(f"{address.query} {address.question_slug}"),
        "placement": layout_id,
        "state": _get_state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "pages": graph.read_status.pages,
        "elements": elements,
    }


def apply_view_options(
    elements: Elements,
    grouped: GroupedGraph,
    address: Address,
    vertex_shades: Mapping[Arn, Shade],
    paths: Paths | None,
) -> Elements:
    """Apply the view options of an address to elements.

    Args:
        elements: Elements colored by type, drawn from left to right.
        grouped: The grouped graph that they show.
        address: Holds the color mode, line style, chosen path and orientation.
        vertex_shades: Shade of each vertex of the graph.
        paths: Paths to highlight; None for none.
    """
    if address.color_by is not ColorMode.TYPE:
        elements = color_nodes(elements, grouped, vertex_shades)
    if address.line_style is LineStyle.ASSOCIATION:
        elements = style_edges(elements)
    if paths and address.between:
        elements = highlight_paths(elements, grouped, paths, number=address.between.path_number)
    return orient_elements(elements, address.orientation)


def _get_state(graph: LineageGraph) -> GraphState:
    if not graph.read_status.is_complete:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"

"""Payload of the graph for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from callbacks.explore.picture import hashed
from callbacks.explore.reading import Found
from lineage.address import Address, View
from lineage.graph import LineageGraph
from lineage.lens import Lens, Lines
from lineage.model import Arn
from lineage.paths import Paths
from lineage.views.elements import Elements
from lineage.views.flowing import flowing
from lineage.views.grouping import Grouped
from lineage.views.lenses import Shade
from lineage.views.lighting import lit
from lineage.views.lines import told
from lineage.views.tinting import tinted

State = Literal["idle", "empty", "partial", "complete"]


class Drawing(TypedDict):
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
    state: State
    view: str
    start: str
    vertices: int
    associations: int
    pages: int
    elements: Elements | None


NOTHING: Drawing = {
    "key": "",
    "asked": "",
    "placement": "",
    "state": "idle",
    "view": View.GRAPH,
    "start": "",
    "vertices": 0,
    "associations": 0,
    "pages": 0,
    "elements": None,
}
"""Payload of the first screen."""


def drawing(found: Found, address: Address, *, placement: str, elements: Elements) -> Drawing:
    """Return the payload for the graph of an address.

    Args:
        found: The loaded graph.
        address: The address.
        placement: Id of the layout.
        elements: Elements to draw.
    """
    graph = found.graph
    return {
        "key": hashed(f"{address} {graph.reading.since} {graph.reading.gaps}"),
        "asked": hashed(f"{address.query} {address.slug}"),
        "placement": placement,
        "state": _state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "pages": graph.reading.pages,
        "elements": elements,
    }


def seen(
    drawn: Elements, shown: Grouped, address: Address, shaded: Mapping[Arn, Shade], paths: Paths | None
) -> Elements:
    """Apply the view options of an address to elements.

    Args:
        drawn: Elements colored by type, drawn from left to right.
        shown: The grouped graph that they show.
        address: Holds the color mode, line style, chosen path and orientation.
        shaded: Shade of each vertex of the graph.
        paths: Paths to highlight; None for none.
    """
    if address.lens is not Lens.TYPE:
        drawn = tinted(drawn, shown, shaded)
    if address.lines is Lines.ASSOCIATION:
        drawn = told(drawn)
    if paths and address.between:
        drawn = lit(drawn, shown, paths, number=address.between.path)
    return flowing(drawn, address.flow)


def _state(graph: LineageGraph) -> State:
    if not graph.reading.complete:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"

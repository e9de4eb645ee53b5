"""What the browser draws: the placed picture of an answer, and what the page says of it."""

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
    """A picture on its way to the canvas; `elements` is None on the first screen.

    Attributes:
        key: Another for each answer, the same while its pages and names arrive.
        asked: The same as long as the question is, however its answer is shown.
        placement: The name of where everything stands, for the request that follows.
        vertices, associations, pages: How many were read.
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
"""The first screen's."""


def drawing(found: Found, address: Address, *, placement: str, elements: Elements) -> Drawing:
    """Return the picture of what was read at an address.

    Args:
        found: What was read.
        address: What was asked.
        placement: The name of where everything stands.
        elements: What is drawn.
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
    """Return a picture as the address wants it seen.

    Args:
        drawn: The picture in the colours of its types, along its flow.
        shown: What is drawn in it.
        address: Which lenses, which of the paths, and which way time flows.
        shaded: What the colour of each of the answer's vertices means.
        paths: What is lit of it; None for everything alike.
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

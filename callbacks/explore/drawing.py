"""What the browser draws: the placed picture of an answer, and what the page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, TypedDict

from callbacks.explore.placements import Placements
from callbacks.explore.reading import Found
from lineage.address import Address, View
from lineage.graph import LineageGraph
from lineage.lens import Lens
from lineage.model import Arn
from lineage.placement import Placement
from lineage.views.elements import Elements, grouped_elements
from lineage.views.grouping import Grouped
from lineage.views.lenses import Shade
from lineage.views.marks import marked
from lineage.views.tinting import tinted

State = Literal["idle", "empty", "partial", "complete"]


class Drawing(TypedDict):
    """A picture on its way to the canvas; `elements` is None on the first screen.

    Attributes:
        key: Another for each answer, the same while its names arrive.
        asked: The same as long as the question is, however its answer is shown.
        placement: The name of where everything stands, for the request that follows.
        vertices, associations: How many were read.
    """

    key: str
    asked: str
    placement: str
    state: State
    view: str
    start: str
    vertices: int
    associations: int
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
    "elements": None,
}
"""The first screen's."""


def drawing(
    found: Found,
    shown: Grouped,
    shaded: Mapping[Arn, Shade],
    address: Address,
    where: tuple[str, Placement],
) -> Drawing:
    """Return the picture of what was read at an address.

    Args:
        found: What was read.
        shown: What is drawn of it.
        shaded: What the colour of each of its vertices means.
        address: What was asked.
        where: Where everything stands, and its name, as `placed` returns them.
    """
    graph = found.graph
    name, placement = where
    drawn = marked(grouped_elements(shown, found.entities, placement), found.seen, address.extent)
    return {
        "key": _hashed(f"{address} {found.finished} {graph.reading.finished}"),
        "asked": _hashed(f"{address.query} {address.slug}"),
        "placement": name,
        "state": _state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": drawn if address.lens is Lens.TYPE else tinted(drawn, shown, shaded),
    }


def placed(shown: Grouped, address: Address, placements: Placements, *, former: str) -> tuple[str, Placement]:
    """Return where everything stands, and its name; the view changes nothing of it, a closed group does."""
    closed = sorted(group.id for group in shown.closed.values())
    finished = shown.graph.reading.finished
    key = _hashed(f"{address.query} {address.slug} {address.extent} {finished} {closed}")
    return placements.of(shown.graph, key, former=former)


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _state(graph: LineageGraph) -> State:
    if graph.reading.gaps:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"

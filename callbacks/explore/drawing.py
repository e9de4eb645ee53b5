"""What the browser draws: the placed picture of an answer, and what the page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, TypedDict

from callbacks.explore.placements import Placements
from lineage.address import Address, View
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.placement import Placement
from lineage.views.elements import Elements, elements

State = Literal["idle", "empty", "partial", "complete"]


class Drawing(TypedDict):
    """A picture on its way to the canvas; `elements` is None on the first screen.

    Attributes:
        key: Another for each answer, the same while its names arrive.
        placement: The name of where everything stands, for the request that follows.
        vertices, associations: How many were read.
    """

    key: str
    placement: str
    state: State
    view: str
    start: str
    vertices: int
    associations: int
    elements: Elements | None


NOTHING: Drawing = {
    "key": "",
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
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    address: Address,
    placements: Placements,
    *,
    former: str,
) -> Drawing:
    """Return the picture of what was read at an address.

    Args:
        graph: What was read.
        entities: Those of its vertices that were described so far.
        address: What was asked.
        placements: Knows where things stood.
        former: The name of the placement that the reader is looking at; empty for none.
    """
    name, placement = placed(graph, address, placements, former=former)
    return {
        "key": _hashed(f"{address} {graph.reading.finished}"),
        "placement": name,
        "state": _state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": elements(graph, entities, placement),
    }


def placed(
    graph: LineageGraph, address: Address, placements: Placements, *, former: str
) -> tuple[str, Placement]:
    """Return where everything stands, and its name; the view changes nothing of it."""
    key = _hashed(f"{address.query} {address.slug} {graph.reading.finished}")
    return placements.of(graph, key, former=former)


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _state(graph: LineageGraph) -> State:
    if graph.reading.gaps:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"

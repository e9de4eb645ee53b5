"""Lines that tell what their associations say, each type in a stroke of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lineage.graph import LineageGraph
from lineage.model import AssociationType
from lineage.views.elements import Edge, Elements


@dataclass(frozen=True, slots=True)
class Stroke:
    """How one type of association is drawn.

    Attributes:
        rank: Its place in the legend.
        title: What it means, for readers: the type as the API spells it.
        name: The stroke's name in `assets/cards.js` and `assets/49-lines.css`, and a class of its lines.
    """

    rank: int
    title: str
    name: str


_STROKES = {
    AssociationType.CONTRIBUTED_TO: Stroke(0, "ContributedTo", "contributed"),
    AssociationType.PRODUCED: Stroke(1, "Produced", "produced"),
    AssociationType.ASSOCIATED_WITH: Stroke(2, "AssociatedWith", "associated"),
    AssociationType.DERIVED_FROM: Stroke(3, "DerivedFrom", "derived"),
    AssociationType.SAME_AS: Stroke(4, "SameAs", "same"),
}
_NEUTRAL = Stroke(5, "Another type or none", "neutral")
"""Of what a maker spelled in their own way, and of a line that stands for several types."""


def strokes(graph: LineageGraph) -> list[tuple[Stroke, int]]:
    """Return the legend of an answer's lines: each stroke in its order, and how many associations have it."""
    counts = Counter(_stroke(item.type or "") for item in graph.associations)
    return sorted(counts.items(), key=lambda item: item[0].rank)


def told(drawn: Elements) -> Elements:
    """Return a picture with each line in its association's stroke, and named where one is near.

    Bridges stand for no association: they stay as they are.
    """
    return {**drawn, "edges": [_told(edge) for edge in drawn["edges"]]}


def _told(edge: Edge) -> Edge:
    if "via" in edge["data"]:
        return edge
    stroke = _stroke(edge["data"]["association"])
    return {**edge, "classes": f"{edge['classes']} told {stroke.name}".strip()}


def _stroke(association: str) -> Stroke:
    try:
        return _STROKES[AssociationType(association)]
    except ValueError:
        return _NEUTRAL

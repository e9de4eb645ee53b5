"""Strokes of edges, one for each type of association."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import AssociationType
from lineage_explorer.views.elements import Edge, Elements


@dataclass(frozen=True, slots=True)
class Stroke:
    """Stroke of one type of association.

    Attributes:
        legend_order: Order in the legend.
        title: Meaning for readers: the type as the API spells it.
        name: The stroke's name in `assets/cards.js` and `assets/49-lines.css`, and a class of its lines.
    """

    legend_order: int
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
"""Stroke of missing, custom and merged types."""


def list_strokes(graph: LineageGraph) -> list[tuple[Stroke, int]]:
    """Return each stroke of a graph, with its number of associations.

    The strokes are in the order of the legend.
    """
    counts = Counter(_stroke_of(item.type or "") for item in graph.associations)
    return sorted(counts.items(), key=lambda item: item[0].legend_order)


def style_edges(elements: Elements) -> Elements:
    """Return elements with each edge in its association's stroke.

    The type of the association is also shown at close zoom. Bridges represent no association and stay
    unchanged.
    """
    return {**elements, "edges": [_style_edge(edge) for edge in elements["edges"]]}


def _style_edge(edge: Edge) -> Edge:
    if "via" in edge["data"]:
        return edge
    stroke = _stroke_of(edge["data"]["association"])
    return {**edge, "classes": f"{edge['classes']} told {stroke.name}".strip()}


def _stroke_of(association: str) -> Stroke:
    try:
        return _STROKES[AssociationType(association)]
    except ValueError:
        return _NEUTRAL

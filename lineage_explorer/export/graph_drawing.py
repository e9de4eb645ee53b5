"""A view as nodes and links, for languages that lay out graphs.

Either every entity is a node, as in the table, or each card of the page is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineage_explorer.explore.pipeline import draw_elements
from lineage_explorer.explore.view import View
from lineage_explorer.export.graph_records import GraphRecords, VertexRecord, build_records
from lineage_explorer.graph.model import AssociationType
from lineage_explorer.views.edge_elements import Edge
from lineage_explorer.views.elements import Node


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """Node of a drawing.

    Attributes:
        id: ARN, or the id of a group.
        title, subtitle: What names it.
        kind: Its type in words; of a group, with the number of its members.
        family: Name of its color among the tokens.
        role: Its role in the graph, or `group`.
    """

    id: str
    title: str
    subtitle: str
    kind: str
    family: str
    role: str


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """Link of a drawing.

    Attributes:
        label: Type of the association, or what is hidden between the ends; may be empty.
        is_directed: Whether it has a direction.
        is_bridge: Whether it stands for paths through what is hidden.
    """

    source: str
    target: str
    label: str
    is_directed: bool = True
    is_bridge: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes and links of a drawing."""

    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]


def choose_drawing(view: View, *, is_grouped: bool) -> Drawing:
    """Return a drawing of a view's cards, or of all its entities."""
    return draw_cards(view) if is_grouped else draw_entities(build_records(view))


def draw_entities(records: GraphRecords) -> Drawing:
    """Return a drawing with a node for each entity."""
    return Drawing(
        tuple(map(_draw_entity, records.vertices)),
        tuple(
            DrawnLink(
                edge.source,
                edge.destination,
                edge.association_type or edge.over,
                is_directed=edge.association_type != AssociationType.SAME_AS,
                is_bridge=edge.is_bridge,
            )
            for edge in records.edges
        ),
    )


def _draw_entity(record: VertexRecord) -> DrawnNode:
    row = record.row
    return DrawnNode(row.arn, row.name, row.subtitle, row.style.title, row.style.color, row.role)


def draw_cards(view: View) -> Drawing:
    """Return a drawing with a node for each card of the page."""
    elements = draw_elements(view)
    return Drawing(tuple(map(_draw_card, elements["nodes"])), tuple(map(_draw_link, elements["edges"])))


def _draw_card(node: Node) -> DrawnNode:
    data = node["data"]
    return DrawnNode(
        data["id"], data["title"], data["subtitle"], data["type_title"], data["family"], data["role"]
    )


def _draw_link(edge: Edge) -> DrawnLink:
    data = edge["data"]
    label = data.get("via") or data["association"]
    if count := data.get("count"):
        label = f"{label} × {count}".strip()  # noqa: RUF001 - the sign of multiplication is meant
    return DrawnLink(
        data["source"],
        data["target"],
        label,
        is_directed="undirected" not in edge["classes"].split(),
        is_bridge="via" in data,
    )

"""Graph elements as plain JSON: nodes, edges and lane headings.

Nodes have positions and edges have curves. Equal graphs give equal elements: nodes are sorted by ARN, edges
by their ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NotRequired, TypedDict

from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.entity_names import EntityName, format_titles
from lineage_explorer.graph.entity_styles import EntityStyle, Family, get_status, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, Role
from lineage_explorer.graph.model import Arn, Ends, Entity, Vertex, split_arn
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.layout import Layout, Point
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.cards import (
    CARD_WIDTH,
    Card,
    CardSet,
    CardText,
    build_cards,
    fit_card_texts,
)
from lineage_explorer.views.edge_elements import Edge, build_edge
from lineage_explorer.views.group_names import list_described_members
from lineage_explorer.views.grouping import Group, GroupedGraph, leave_ungrouped
from lineage_explorer.views.hidden_paths import BridgeLabel
from lineage_explorer.views.missing_facts import NOT_READABLE, describe_author
from lineage_explorer.views.overview import GroupKind

MAX_GROUP_NAMES = 5
"""Number of member names that a group shows.

They are enough to recognize the others by.
"""

Side = Literal["up", "down"]
"""Side of a card: upstream (left of it) or downstream."""


class ExpansionBadges(TypedDict, total=False):
    """Badges of a card about vertices beyond it.

    Attributes:
        expanded: Sides on which more is shown than the query asked for.
        contracted: Whether the vertex is collapsed: nothing is followed beyond it.
        limits: Sides on which reading ended because of the depth; there may be more vertices.
        unseen: Number of known neighbors that are not shown, by side.
    """

    expanded: list[Side]
    contracted: bool
    limits: list[Side]
    unseen: dict[Side, int]


class BadgeData(TypedDict):
    """State that a card shows, and the words for it."""

    state: str
    word: str


class NodeData(TypedDict):
    """Data of a node that the page has without a request.

    Attributes:
        id: ARN, or the id of a group.
        label: The title as the card shows it from near.
        title: The whole title; for a group, what the titles of its members have in common.
        subtitle: What tells it apart from others of the same title; may be empty.
        small: As much of the subtitle as the card shows from near, beside its badge.
        brief: The title as the card shows it from further away, in lines. It includes the subtitle where
            titles repeat.
        width: Width of the card, in layout units.
        account: The owner's account, only if it is not the start's.
        source_uri, created, status: Empty until the entity is described, and for a group.
        badge: The state that its card shows, if it has one.
        findings: Number of findings of the checks, once the lineage was checked.
        author: Who made an approval, or why that is not told; empty for other entities.
        within: Id of the open group that the vertex belongs to, if any.
        beyond: Badges about vertices beyond it, if there are any.
        count, names: Only for a group: the number of its vertices, and the first of their names.
    """

    id: str
    label: str
    title: str
    subtitle: str
    small: str
    brief: str
    width: float
    lineage_type: str
    type: str
    role: Role | Literal["group"]
    type_title: str
    icon: str
    family: str
    account: str
    source_uri: str
    created: str
    status: str
    badge: NotRequired[BadgeData]
    findings: NotRequired[int]
    author: str
    within: NotRequired[str]
    beyond: NotRequired[ExpansionBadges]
    count: NotRequired[int]
    names: NotRequired[list[str]]


class Position(TypedDict):
    """Center of a card in layout units."""

    x: float
    y: float


class UnplacedNode(TypedDict):
    """Node without a position; `classes` is a space-separated list."""

    data: NodeData
    classes: str


class Node(UnplacedNode):
    """Node with its position."""

    position: Position


class HeadingElement(TypedDict):
    """Heading of one rank or stage.

    Attributes:
        at: Center of the rank along the flow, in layout units.
        sides: Sides of the band of a stage, in layout units.
        count: Number of cards in it.
    """

    at: float
    title: str
    sides: NotRequired[tuple[float, float]]
    count: NotRequired[int]


class Elements(TypedDict):
    """All elements of a graph, and its orientation."""

    flow: Orientation

    nodes: list[Node]
    edges: list[Edge]
    lanes: list[HeadingElement]


def build_elements(graph: LineageGraph, entities: Mapping[Arn, Entity], layout: Layout) -> Elements:
    """Return the elements of a graph without groups and badges.

    Entities that are not described yet are named by their ARN.
    """
    return build_grouped_elements(leave_ungrouped(graph), entities, layout)


def build_grouped_elements(
    grouped: GroupedGraph,
    entities: Mapping[Arn, Entity],
    layout: Layout,
    bridge_labels: Mapping[Ends, BridgeLabel] = MappingProxyType({}),
    card_set: CardSet | None = None,
) -> Elements:
    """Return the elements of a grouped graph.

    Args:
        grouped: The drawn vertices and groups.
        entities: Descriptions of the graph's vertices, including members of groups and hidden vertices.
        layout: Positions of the drawn vertices, which may represent groups.
        bridge_labels: Labels of the bridges, by the drawn ends of each; all other edges are associations.
        card_set: The cards; None for cards without badges.
    """
    graph = grouped.graph
    card_set = card_set or build_cards(grouped, entities)
    cards, names = card_set.cards, card_set.names
    texts = fit_card_texts(cards, layout.widths)
    nodes: list[Node] = []
    for arn, vertex in sorted(graph.vertices.items()):
        node = _build_node(graph, vertex, entities.get(arn), cards[arn], texts[arn])
        node = _add_person(node, entities.get(arn), is_undescribed=arn in card_set.undescribed)
        node["data"]["width"] = layout.widths.get(arn, CARD_WIDTH)
        if arn in grouped.closed_groups:
            node = _build_group_node(node, grouped.closed_groups[arn], vertex, names, entities)
        if arn in grouped.enclosing_groups:
            node["data"]["within"] = grouped.enclosing_groups[arn].id
        nodes.append({**node, "position": _round_position(layout.points[arn])})
    return {
        "flow": Orientation.RIGHT,
        "nodes": nodes,
        "edges": [
            build_edge(
                item,
                layout,
                grouped,
                bridge_labels,
                state=_find_edge_state(cards[item.source], cards[item.destination]),
            )
            for item in sorted(graph.associations, key=lambda a: (a.source, a.destination, a.type or ""))
        ],
        "lanes": _build_heading_elements(layout, graph.vertices),
    }


def _find_edge_state(source: Card, target: Card) -> str:
    """Return whether an edge leads to what serves, or did before."""
    found = {source.state, target.state}
    if found == {ServingState.SERVING}:
        return ServingState.SERVING
    return ServingState.REPLACED if ServingState.REPLACED in found else ""


_COLUMN_DISTANCE = CARD_WIDTH + 34.0
"""Distance between the centers of two columns of one rank, in layout units."""


def _build_heading_elements(layout: Layout, vertices: Iterable[Arn]) -> list[HeadingElement]:
    """Return the headings of ranks that have a drawn card."""
    positions = {layout.points[arn].x for arn in vertices}
    drawn = set(vertices)
    headings: list[HeadingElement] = []
    for heading in layout.headings:
        if heading.members:
            count = len(drawn.intersection(heading.members))
            if count:
                sides = heading.left, heading.right
                headings.append({"at": heading.x, "title": heading.title, "sides": sides, "count": count})
        elif any(abs(x - heading.x) <= _COLUMN_DISTANCE for x in positions):
            headings.append({"at": heading.x, "title": heading.title})
    return headings


def style_of_group(group: Group, vertex: Vertex, entities: Mapping[Arn, Entity]) -> EntityStyle:
    """Return the style of a group, titled with its number of members.

    It is the style of each member if they are all alike, else the style of their type.

    Args:
        group: The group.
        vertex: Any of its members: all have the same lineage type and type.
        entities: Descriptions of its members.
    """
    if group.kind is GroupKind.ACCOUNT:
        return EntityStyle("foreign", f"{len(group.members):,} entities", Family.OTHER)
    styles = {style_of(vertex, entities.get(arn)) for arn in group.members}
    is_mixed = len(styles) > 1 and group.kind is not GroupKind.OTHER
    style = styles.pop() if len(styles) == 1 else style_of(vertex, entities.get(vertex.arn))
    title = f"{len(group.members):,} entities" if is_mixed else f"{len(group.members):,} × {style.title}"  # noqa: RUF001 - the sign of multiplication is meant
    return EntityStyle(style.icon, title, style.family)


def _build_group_node(
    node: UnplacedNode,
    group: Group,
    vertex: Vertex,
    names: Mapping[Arn, EntityName],
    entities: Mapping[Arn, Entity],
) -> UnplacedNode:
    """Return the node of a group.

    It is built from the node of the vertex that represents the group.
    """
    titles = format_titles({arn: names[arn] for arn in list_described_members(group, entities)})
    style = style_of_group(group, vertex, entities)
    return {
        "data": {
            **node["data"],
            "id": group.id,
            "role": "group",
            "type_title": style.title,
            "icon": style.icon,
            "family": style.color,
            "source_uri": "",
            "created": "",
            "status": "",
            "author": "",
            "count": len(group.members),
            "names": sorted(titles.values())[:MAX_GROUP_NAMES],
        },
        "classes": f"{node['classes']} group",
    }


def _build_node(
    graph: LineageGraph, vertex: Vertex, entity: Entity | None, card: Card, text: CardText
) -> UnplacedNode:
    style = style_of(vertex, entity)
    account = split_arn(vertex.arn).account
    is_foreign = account != split_arn(graph.start).account
    role = graph.role(vertex.arn)
    created = entity.created if entity else None
    data: NodeData = {
        "id": vertex.arn,
        "label": text.title,
        "title": card.name.title,
        "subtitle": card.name.subtitle,
        "small": text.subtitle,
        "brief": text.brief,
        "width": CARD_WIDTH,
        "lineage_type": vertex.lineage_type or "",
        "type": vertex.type or "",
        "role": role,
        "type_title": style.title,
        "icon": style.icon,
        "family": style.color,
        "account": account if is_foreign else "",
        "source_uri": (entity and entity.source_uri) or "",
        "created": f"{format_minute(created)} UTC" if created else "",
        "status": get_status(entity) if entity else "",
        "author": "",
    }
    if card.badge:
        data["badge"] = {"state": card.badge.state, "word": card.badge.word}
    flags = {"stub": vertex.stub, "foreign": is_foreign, card.state: bool(card.state)}
    classes = [style.color, role, *(name for name, on in flags.items() if on)]
    return {"data": data, "classes": " ".join(classes)}


def _add_person(node: UnplacedNode, entity: Entity | None, *, is_undescribed: bool) -> UnplacedNode:
    """Return a node with who made the approval.

    Where that is not told, it says why. Of other entities, the whole description is not always read, so that
    it would be told by chance.
    """
    data = node["data"]
    if data["type"] != "Approval":
        return node
    missing = NOT_READABLE if is_undescribed else ""
    status = data["status"] or missing
    author = describe_author((entity and entity.created_by) or "", data["type"], status, missing=missing)
    return {**node, "data": {**data, "status": status, "author": author}}


def _round_position(point: Point) -> Position:
    return {"x": round(point.x, 1), "y": round(point.y, 1)}

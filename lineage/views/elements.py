"""Graph elements as plain JSON: nodes, edges and lane headings.

Nodes have positions and edges have curves. Equal graphs give equal elements: nodes are sorted by ARN, edges
by their ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NotRequired, TypedDict

from lineage.flow import Flow
from lineage.graph import LineageGraph, Role
from lineage.model import Arn, Association, Entity, Vertex, split_arn
from lineage.placement import Placement, Point
from lineage.views.grouping import Grouped, alone
from lineage.views.lanes import LaneHead, lane_heads
from lineage.views.looks import Look, look_of
from lineage.views.names import MIDDLE, NEAR, label, label_lines, names_of, plain
from lineage.views.routes import Course, course
from lineage.views.siblings import Group
from lineage.views.stacks import FIRST_NAMES, in_common, stacked_look
from lineage.views.vias import Via
from lineage.views.ways import Ends

Side = Literal["up", "down"]
"""Side of a card: upstream (left of it) or downstream."""


class Beyond(TypedDict, total=False):
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


class NodeData(TypedDict):
    """Data of a node that the page has without a request.

    Attributes:
        id: ARN, or the id of a group.
        label: The name as the card shows it.
        name: The whole name; for a group, what the names of its members have in common.
        lines: The label broken into the card's lines; the last is the day of creation if there is room.
        brief: As much of the name as is readable when zoomed out, in lines.
        account: The owner's account, only if it is not the start's.
        source, created, status: Empty until the entity is described, and for a group.
        within: Id of the open group that the vertex belongs to, if any.
        beyond: Badges about vertices beyond it, if there are any.
        count, names: Only for a group: the number of its vertices, and the first of their names.
    """

    id: str
    label: str
    name: str
    lines: str
    brief: str
    lineage_type: str
    type: str
    role: Role | Literal["group"]
    title: str
    icon: str
    family: str
    account: str
    source: str
    created: str
    status: str
    within: NotRequired[str]
    beyond: NotRequired[Beyond]
    count: NotRequired[int]
    names: NotRequired[list[str]]


class Position(TypedDict):
    """Center of a card in layout units."""

    x: float
    y: float


class Card(TypedDict):
    """Node without a position; `classes` is a space-separated list."""

    data: NodeData
    classes: str


class Node(Card):
    """Node with its position."""

    position: Position


class EdgeData(TypedDict):
    """Data of an edge.

    Attributes:
        course: Control points of the curve; None for a straight line.
        count: Number of associations that the edge represents, if it is more than one.
        via, over: Only for a bridge: what is hidden between its ends, and the name of that.
    """

    id: str
    source: str
    target: str
    association: str
    course: Course | None
    count: NotRequired[int]
    via: NotRequired[str]
    over: NotRequired[str]


class Edge(TypedDict):
    """Edge in the format of Cytoscape."""

    data: EdgeData
    classes: str


class Elements(TypedDict):
    """All elements of a graph, and its orientation."""

    flow: Flow

    nodes: list[Node]
    edges: list[Edge]
    lanes: list[LaneHead]


def elements(graph: LineageGraph, entities: Mapping[Arn, Entity], placement: Placement) -> Elements:
    """Return the elements of a graph.

    Entities that are not described yet are named by their ARN.
    """
    return grouped_elements(alone(graph), entities, placement)


def grouped_elements(
    shown: Grouped,
    entities: Mapping[Arn, Entity],
    placement: Placement,
    vias: Mapping[Ends, Via] = MappingProxyType({}),
) -> Elements:
    """Return the elements of a grouped graph.

    Args:
        shown: The drawn vertices and groups.
        entities: Descriptions of the graph's vertices, including members of groups and hidden vertices.
        placement: Positions of the drawn vertices, which may represent groups.
        vias: Labels of the bridges, by the drawn ends of each; all other edges are associations.
    """
    graph = shown.graph
    start_account = split_arn(graph.start).account
    members = [arn for group in shown.closed.values() for arn in group.members]
    names = names_of({arn: entities.get(arn) for arn in (*graph.vertices, *members, *entities)})
    path_vertices = {arn for arn in graph.vertices if graph.role(arn) == "path"}
    nodes: list[Node] = []
    for arn, vertex in sorted(graph.vertices.items()):
        node = _card(
            vertex, entities.get(arn), name=names[arn], role=graph.role(arn), start_account=start_account
        )
        if arn in shown.closed:
            node = _stack(node, shown.closed[arn], vertex, names, entities)
        if arn in shown.within:
            node["data"]["within"] = shown.within[arn].id
        nodes.append({**node, "position": _position(placement.points[arn])})
    return {
        "flow": Flow.RIGHT,
        "nodes": nodes,
        "edges": [
            _edge(
                item,
                placement,
                shown,
                vias,
                quiet=item.source in path_vertices or item.destination in path_vertices,
            )
            for item in sorted(graph.associations, key=lambda a: (a.source, a.destination, a.type or ""))
        ],
        "lanes": lane_heads(placement, graph.vertices),
    }


def _stack(
    node: Card, group: Group, vertex: Vertex, names: Mapping[Arn, str], entities: Mapping[Arn, Entity]
) -> Card:
    """Return the node of a group.

    It is built from the node of the vertex that represents the group.
    """
    described = [arn for arn in group.members if arn in entities] or group.members
    members = [plain(names[arn]) for arn in described]
    style = stacked_look(group, vertex, entities)
    common_name = in_common(members, among=len(group.members))
    text = label(common_name)
    return {
        "data": {
            **node["data"],
            "id": group.id,
            "label": text,
            "name": common_name,
            "lines": "\n".join(label_lines(text)),
            "brief": _brief(common_name),
            "role": "group",
            "title": style.title,
            "icon": style.icon,
            "family": style.family,
            "source": "",
            "created": "",
            "status": "",
            "count": len(group.members),
            "names": sorted(members)[:FIRST_NAMES],
        },
        "classes": f"{node['classes']} group",
    }


def _card(vertex: Vertex, entity: Entity | None, *, name: str, role: Role, start_account: str) -> Card:
    style = look_of(vertex, entity)
    text = label(name)
    account = split_arn(vertex.arn).account
    created = entity.created if entity else None
    return {
        "data": {
            "id": vertex.arn,
            "label": text,
            "name": name,
            "lines": _dated(label_lines(text), created),
            "brief": _brief(name),
            "lineage_type": vertex.lineage_type or "",
            "type": vertex.type or "",
            "role": role,
            "title": style.title,
            "icon": style.icon,
            "family": style.family,
            "account": account if account != start_account else "",
            "source": (entity and entity.source_uri) or "",
            "created": f"{created:%Y-%m-%d %H:%M} UTC" if created else "",
            "status": (entity and entity.status) or "",
        },
        "classes": _classes(vertex, style, role, foreign=account != start_account),
    }


def _dated(lines: tuple[str, ...], created: datetime | None) -> str:
    day = (f"{created:%-d %b %Y}",) if created and len(lines) < NEAR.lines else ()
    return "\n".join((*lines, *day))


def _brief(name: str) -> str:
    return "\n".join(label_lines(label(name, MIDDLE), MIDDLE))


def _position(point: Point) -> Position:
    return {"x": round(point.x, 1), "y": round(point.y, 1)}


def _classes(vertex: Vertex, style: Look, role: Role, *, foreign: bool) -> str:
    flags = {"stub": vertex.stub, "foreign": foreign}
    return " ".join([style.family, role, *(name for name, on in flags.items() if on)])


def _edge(
    item: Association, layout: Placement, grouped: Grouped, bridge_labels: Mapping[Ends, Via], *, quiet: bool
) -> Edge:
    ends = (item.source, item.destination)
    curve = course(layout.points[ends[0]], layout.points[ends[1]], layout.bends.get(ends, ()))
    flags = {
        "quiet": quiet,
        "bridge": ends in bridge_labels,
        "undirected": not item.directed,
        "loop": item.source == item.destination,
        "curved": curve is not None,
        "backward": layout.points[item.destination].x < layout.points[item.source].x,
    }
    source, target = (grouped.closed[end].id if end in grouped.closed else end for end in ends)
    data: EdgeData = {
        "id": f"{source} → {target}",
        "source": source,
        "target": target,
        "association": item.type or "",
        "course": curve,
    }
    if ends in grouped.counts:
        data["count"] = grouped.counts[ends]
    if ends in bridge_labels:
        data["via"], data["over"] = bridge_labels[ends]["via"], bridge_labels[ends]["over"]
    return {"data": data, "classes": " ".join(name for name, on in flags.items() if on)}

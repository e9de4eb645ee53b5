"""The picture as plain JSON: positioned nodes, edges with their course, lane headings.

Equal graphs give equal pictures: nodes are sorted by ARN, edges by their ends.
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
"""Where of a card something lies: upstream, left of it, or downstream."""


class Beyond(TypedDict, total=False):
    """What a card tells of what lies beyond it.

    Attributes:
        expanded: Sides on which more is shown than was asked for.
        contracted: Whether nothing is followed beyond it.
        limits: Sides on which reading ended for its depth: more may lie there.
        unseen: How many neighbours on a side are known and not shown.
    """

    expanded: list[Side]
    contracted: bool
    limits: list[Side]
    unseen: dict[Side, int]


class NodeData(TypedDict):
    """What the page knows of a vertex without asking.

    Attributes:
        id: ARN, or the id of a group. label: the name as the card shows it. name: the whole name; of a
            group what its members' names have in common.
        lines: The label broken into the card's lines; the last is the day of creation, if there is room.
        brief: As much of the name as can be read from further away, in lines.
        account: The owner, only where it is not the start's.
        source, created, status: Empty until the entity was described, and for a group.
        within: The open group that it came out of, if it did.
        beyond: What lies beyond it, where there is something to tell.
        count, names: Only of a group: how many vertices it stands for, and the first of their names.
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
    """Centre of a card in picture units."""

    x: float
    y: float


class Card(TypedDict):
    """A vertex, not yet placed; `classes` is a space-separated list."""

    data: NodeData
    classes: str


class Node(Card):
    """A vertex in its place."""

    position: Position


class EdgeData(TypedDict):
    """An association; `course` is None for a straight line.

    Attributes:
        count: How many associations it stands for, where it is more than one.
        via, over: Only of a bridge: what is hidden between its ends, and what that is called.
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
    """An association as Cytoscape takes it."""

    data: EdgeData
    classes: str


class Elements(TypedDict):
    """The whole picture, and which way time flows in it."""

    flow: Flow

    nodes: list[Node]
    edges: list[Edge]
    lanes: list[LaneHead]


def elements(graph: LineageGraph, entities: Mapping[Arn, Entity], placement: Placement) -> Elements:
    """Return the picture of a graph; entities that are not described yet are named by their ARN."""
    return grouped_elements(alone(graph), entities, placement)


def grouped_elements(
    shown: Grouped,
    entities: Mapping[Arn, Entity],
    placement: Placement,
    vias: Mapping[Ends, Via] = MappingProxyType({}),
) -> Elements:
    """Return the picture of what is drawn of an answer.

    Args:
        shown: The drawn vertices and groups.
        entities: What is known of the answer's vertices, members of groups and hidden ones included.
        placement: Where the vertices of `shown.graph` stand, which may represent groups.
        vias: What bridges lead over, by their ends in `shown.graph`; all other edges are associations.
    """
    graph = shown.graph
    home = split_arn(graph.start).account
    members = [arn for group in shown.closed.values() for arn in group.members]
    names = names_of({arn: entities.get(arn) for arn in (*graph.vertices, *members, *entities)})
    quiet = {arn for arn in graph.vertices if graph.role(arn) == "path"}
    nodes: list[Node] = []
    for arn, vertex in sorted(graph.vertices.items()):
        card = _card(vertex, entities.get(arn), name=names[arn], role=graph.role(arn), home=home)
        if arn in shown.closed:
            card = _stack(card, shown.closed[arn], vertex, names, entities)
        if arn in shown.within:
            card["data"]["within"] = shown.within[arn].id
        nodes.append({**card, "position": _position(placement.points[arn])})
    return {
        "flow": Flow.RIGHT,
        "nodes": nodes,
        "edges": [
            _edge(item, placement, shown, vias, quiet=item.source in quiet or item.destination in quiet)
            for item in sorted(graph.associations, key=lambda a: (a.source, a.destination, a.type or ""))
        ],
        "lanes": lane_heads(placement, graph.vertices),
    }


def _stack(
    card: Card, group: Group, vertex: Vertex, names: Mapping[Arn, str], entities: Mapping[Arn, Entity]
) -> Card:
    """Return the card of a group, made of the card of the vertex that represents it."""
    known = [arn for arn in group.members if arn in entities] or group.members
    members = [plain(names[arn]) for arn in known]
    look = stacked_look(group, vertex, entities)
    telling = in_common(members, among=len(group.members))
    text = label(telling)
    return {
        "data": {
            **card["data"],
            "id": group.id,
            "label": text,
            "name": telling,
            "lines": "\n".join(label_lines(text)),
            "brief": _brief(telling),
            "role": "group",
            "title": look.title,
            "icon": look.icon,
            "family": look.family,
            "source": "",
            "created": "",
            "status": "",
            "count": len(group.members),
            "names": sorted(members)[:FIRST_NAMES],
        },
        "classes": f"{card['classes']} group",
    }


def _card(vertex: Vertex, entity: Entity | None, *, name: str, role: Role, home: str) -> Card:
    look = look_of(vertex, entity)
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
            "title": look.title,
            "icon": look.icon,
            "family": look.family,
            "account": account if account != home else "",
            "source": (entity and entity.source_uri) or "",
            "created": f"{created:%Y-%m-%d %H:%M} UTC" if created else "",
            "status": (entity and entity.status) or "",
        },
        "classes": _classes(vertex, look, role, foreign=account != home),
    }


def _dated(lines: tuple[str, ...], created: datetime | None) -> str:
    day = (f"{created:%-d %b %Y}",) if created and len(lines) < NEAR.lines else ()
    return "\n".join((*lines, *day))


def _brief(name: str) -> str:
    return "\n".join(label_lines(label(name, MIDDLE), MIDDLE))


def _position(point: Point) -> Position:
    return {"x": round(point.x, 1), "y": round(point.y, 1)}


def _classes(vertex: Vertex, look: Look, role: Role, *, foreign: bool) -> str:
    flags = {"stub": vertex.stub, "foreign": foreign}
    return " ".join([look.family, role, *(name for name, on in flags.items() if on)])


def _edge(
    item: Association, placement: Placement, shown: Grouped, vias: Mapping[Ends, Via], *, quiet: bool
) -> Edge:
    ends = (item.source, item.destination)
    line = course(placement.points[ends[0]], placement.points[ends[1]], placement.bends.get(ends, ()))
    flags = {
        "quiet": quiet,
        "bridge": ends in vias,
        "undirected": not item.directed,
        "loop": item.source == item.destination,
        "curved": line is not None,
        "backward": placement.points[item.destination].x < placement.points[item.source].x,
    }
    source, target = (shown.closed[end].id if end in shown.closed else end for end in ends)
    data: EdgeData = {
        "id": f"{source} → {target}",
        "source": source,
        "target": target,
        "association": item.type or "",
        "course": line,
    }
    if ends in shown.counts:
        data["count"] = shown.counts[ends]
    if ends in vias:
        data["via"], data["over"] = vias[ends]["via"], vias[ends]["over"]
    return {"data": data, "classes": " ".join(name for name, on in flags.items() if on)}

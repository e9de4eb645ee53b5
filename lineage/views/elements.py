"""The picture as plain JSON: positioned nodes, edges with their course, lane headings.

Equal graphs give equal pictures: nodes are sorted by ARN, edges by their ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from lineage.graph import LineageGraph, Role
from lineage.model import Arn, Association, Entity, Vertex, split_arn
from lineage.placement import Placement, Point
from lineage.views.looks import Look, look_of
from lineage.views.names import label, label_lines, names_of
from lineage.views.routes import Course, course


class NodeData(TypedDict):
    """What the page knows of a vertex without asking.

    Attributes:
        id: ARN. label: the name as the card shows it. name: the whole name.
        lines: The label broken into the card's lines.
        account: The owner, only where it is not the start's.
        source, created, status: Empty until the entity was described.
    """

    id: str
    label: str
    name: str
    lines: str
    lineage_type: str
    type: str
    role: Role
    title: str
    icon: str
    family: str
    account: str
    source: str
    created: str
    status: str


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
    """An association; `course` is None for a straight line."""

    id: str
    source: str
    target: str
    association: str
    course: Course | None


class Edge(TypedDict):
    """An association as Cytoscape takes it."""

    data: EdgeData
    classes: str


class LaneHead(TypedDict):
    """What a column of the picture holds."""

    x: float
    title: str


class Elements(TypedDict):
    """The whole picture."""

    nodes: list[Node]
    edges: list[Edge]
    lanes: list[LaneHead]


def elements(graph: LineageGraph, entities: Mapping[Arn, Entity], placement: Placement) -> Elements:
    """Return the picture of a graph; entities that are not described yet are named by their ARN."""
    home = split_arn(graph.start).account
    names = names_of({arn: entities.get(arn) for arn in graph.vertices})
    quiet = {arn for arn in graph.vertices if graph.role(arn) == "path"}
    return {
        "nodes": [
            {
                **_card(vertex, entities.get(arn), name=names[arn], role=graph.role(arn), home=home),
                "position": _position(placement.points[arn]),
            }
            for arn, vertex in sorted(graph.vertices.items())
        ],
        "edges": [
            _edge(item, placement, quiet=item.source in quiet or item.destination in quiet)
            for item in sorted(graph.associations, key=lambda a: (a.source, a.destination, a.type or ""))
        ],
        "lanes": [{"x": lane.x, "title": lane.title} for lane in placement.lanes],
    }


def _card(vertex: Vertex, entity: Entity | None, *, name: str, role: Role, home: str) -> Card:
    look = look_of(vertex, entity)
    text = label(name)
    account = split_arn(vertex.arn).account
    return {
        "data": {
            "id": vertex.arn,
            "label": text,
            "name": name,
            "lines": "\n".join(label_lines(text)),
            "lineage_type": vertex.lineage_type or "",
            "type": vertex.type or "",
            "role": role,
            "title": look.title,
            "icon": look.icon,
            "family": look.family,
            "account": account if account != home else "",
            "source": (entity and entity.source_uri) or "",
            "created": f"{entity.created:%Y-%m-%d %H:%M} UTC" if entity and entity.created else "",
            "status": (entity and entity.status) or "",
        },
        "classes": _classes(vertex, look, role, foreign=account != home),
    }


def _position(point: Point) -> Position:
    return {"x": round(point.x, 1), "y": round(point.y, 1)}


def _classes(vertex: Vertex, look: Look, role: Role, *, foreign: bool) -> str:
    flags = {"stub": vertex.stub, "foreign": foreign}
    return " ".join([look.family, role, *(name for name, on in flags.items() if on)])


def _edge(item: Association, placement: Placement, *, quiet: bool) -> Edge:
    ends = (item.source, item.destination)
    line = course(placement.points[ends[0]], placement.points[ends[1]], placement.bends.get(ends, ()))
    flags = {
        "quiet": quiet,
        "undirected": not item.directed,
        "loop": item.source == item.destination,
        "curved": line is not None,
        "backward": placement.points[item.destination].x < placement.points[item.source].x,
    }
    return {
        "data": {
            "id": f"{item.source} → {item.destination}",
            "source": item.source,
            "target": item.destination,
            "association": item.type or "",
            "course": line,
        },
        "classes": " ".join(name for name, on in flags.items() if on),
    }

"""Entities and associations of a view, in the order of the table.

The names of fields are those of the JSON API.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.explore.view import View
from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.lineage_graph import Role
from lineage_explorer.graph.model import Arn, Entity, Vertex
from lineage_explorer.views.grouping import leave_ungrouped
from lineage_explorer.views.hidden_paths import label_bridges
from lineage_explorer.views.hiding import find_bridge_spans
from lineage_explorer.views.table_rows import TableRow, build_rows


@dataclass(frozen=True, slots=True)
class VertexRecord:
    """Entity of a view.

    Attributes:
        row: What the table shows of it.
        vertex: The same as `QueryLineage` returned it.
        name: The name that SageMaker recorded; None if it is not known.
        source_uri: URI or ARN of what it stands for; None if it is not known.
        created, modified, started, ended: Aware, in UTC; None if they are not known.
        created_by: Who created it; None if that is not known, or not on record.
        status: Its status, of an approval the decision; None if it has none, or it is not known.
        serving: Its part in what endpoints serve; None if it has none.
        unread: Why its facts could not be read; None if they could.
        entity: Its description; None if it is not known.
        state: What the badge of its card says; empty if it has none.
    """

    row: TableRow
    vertex: Vertex
    name: str | None
    source_uri: str | None
    created: datetime | None
    modified: datetime | None
    started: datetime | None
    ended: datetime | None
    created_by: str | None
    status: str | None
    serving: str | None
    unread: str | None
    entity: Entity | None = None
    state: str = ""

    @property
    def arn(self) -> Arn:
        """Its ARN."""
        return self.row.arn

    @property
    def role(self) -> Role:
        """Its role in the graph."""
        return self.row.role


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """Association of a view, or a bridge over what is hidden.

    Attributes:
        association_type: As SageMaker records it; None for a bridge, or if it has none.
        is_bridge: Whether it stands for paths through hidden entities.
        over: Only for a bridge: what is hidden, "via Training job churn-train".
    """

    source: Arn
    destination: Arn
    association_type: str | None
    is_bridge: bool = False
    over: str = ""


@dataclass(frozen=True, slots=True)
class GraphRecords:
    """All entities and associations of a view.

    Attributes:
        start: The focus; always among the vertices.
        has_filters: Whether the query has filters, so that matches and path entities differ.
    """

    start: Arn
    vertices: tuple[VertexRecord, ...]
    edges: tuple[EdgeRecord, ...]
    has_filters: bool


def build_records(view: View) -> GraphRecords:
    """Return what the table of a view shows, whatever its picture groups."""
    query = view.address.query
    graph = view.visible.filtered.graph
    rows = build_rows(
        graph,
        view.loaded.entities,
        undescribed=view.loaded.undescribed,
        wholly_described=view.loaded.wholly_described,
    )
    return GraphRecords(
        graph.start,
        tuple(_build_vertex(view, row) for row in rows),
        tuple(_list_edges(view)),
        bool(query and query.filters),
    )


def _build_vertex(view: View, row: TableRow) -> VertexRecord:
    entity, vertex = view.loaded.entities.get(row.arn), view.graph.vertices[row.arn]
    serving = view.status.serving_states.get(row.arn)
    unread = view.loaded.undescribed.get(row.arn)
    badge = view.status.badges.get(row.arn)
    state = badge.word if badge else ""
    if entity is None:
        return VertexRecord(row, vertex, *(None,) * 8, serving, unread, state=state)
    return VertexRecord(
        row,
        vertex,
        name=entity.name,
        source_uri=entity.source_uri,
        created=entity.created,
        modified=entity.modified,
        started=entity.started,
        ended=entity.ended,
        created_by=entity.created_by,
        status=get_status(entity) or None,
        serving=serving,
        unread=unread,
        entity=entity,
        state=state,
    )


def _list_edges(view: View) -> Iterator[EdgeRecord]:
    filtered = view.visible.filtered
    spans = find_bridge_spans(filtered, leave_ungrouped(filtered.graph)) if filtered.bridges else {}
    labels = label_bridges(spans, view.loaded.entities)
    for item in filtered.graph.associations:
        if item.ends in filtered.bridges:
            label = labels[item.ends]
            over = " ".join(filter(None, (label["via"], label["over"])))
            yield EdgeRecord(item.source, item.destination, None, is_bridge=True, over=over)
        else:
            yield EdgeRecord(item.source, item.destination, item.type)

"""Lineage of an entity as JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.paging import select_page
from lineage_explorer.explore.load_to_end import CompleteGraph, load_to_end
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import summarize_loaded, summarize_start
from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.lineage_graph import Role
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.query.address import MainView, format_link
from lineage_explorer.views.table_rows import TableRow, build_rows


@dataclass(frozen=True, slots=True)
class VertexItem:
    """Entity of a lineage.

    Attributes:
        arn: Its ARN.
        name: The name that SageMaker recorded; null if it is not known.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        lineage_type: Its category; null for an entity that was not returned, only named by an association.
        type: Its type as QueryLineage spells it; null if it has none.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        created, modified: When it was created and last changed; null if that is not known.
        created_by: Who created it; null if that is not on record, or not read: of the 100 nearest it is.
        status: Its status, of an approval the decision; null if it is not known, or has none.
        role: `start`, `match` for what passes the filters, `path` for what lies between.
        distance: Associations between it and the start; null if they were not read.
        serving: `serving` or `replaced` for what leads to an endpoint's present or former version; else null.
        unread: Why its facts could not be read; null if they could.
    """

    arn: Arn
    name: str | None
    title: str
    subtitle: str
    lineage_type: LineageType | None
    type: str | None
    source_uri: str | None
    created: Moment | None
    modified: Moment | None
    created_by: str | None
    status: str | None
    role: Role
    distance: int | None
    serving: Literal["serving", "replaced"] | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class EdgeItem:
    """Association of a lineage.

    Attributes:
        source: ARN of the earlier entity.
        destination: ARN of what results from it.
        association_type: Its type as SageMaker records it; null if it has none.
        is_bridge: Whether it stands for paths through entities that `hide` leaves out.
    """

    source: Arn
    destination: Arn
    association_type: str | None
    is_bridge: bool


@dataclass(frozen=True, slots=True)
class LineageBody:
    """Lineage of an entity, as the address asks for it.

    Attributes:
        start: ARN of the entity that it begins at.
        headline: What matters about the start, in a sentence; may be empty.
        sentence: What was found, in a sentence.
        vertices: The entities: the start, then by distance, type and name.
        edges: The associations, each on the page where the second of its ends is.
        vertex_count, edge_count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        complete: Whether everything was read that the address asks for.
        gaps: One sentence for each thing that is missing.
        pages: Result pages that were read.
        calls: API calls that it took, those for names included.
        read_at: When the last page arrived.
        link: The same view in the explorer, as a path with its query string.
    """

    start: Arn
    headline: str
    sentence: str
    vertices: tuple[VertexItem, ...]
    edges: tuple[EdgeItem, ...]
    vertex_count: int
    edge_count: int
    next: str | None
    complete: bool
    gaps: tuple[str, ...]
    pages: int
    calls: int
    read_at: Moment
    link: str


def build_lineage_body(services: ExplorerServices, request: ApiRequest) -> LineageBody:
    """Read the lineage of a request, as the page's table has it.

    Raises:
        LineageError: There is no start, or nothing could be read.
    """
    start = request.start
    table = replace(request.view_request, address=replace(request.address, view=MainView.TABLE))
    complete = load_to_end(services, table, seconds=request.seconds)
    loaded, graph = complete.loaded, complete.filtered.graph
    rows = build_rows(
        graph,
        loaded.entities,
        undescribed=loaded.undescribed,
        wholly_described=loaded.wholly_described,
    )
    page = select_page([row.arn for row in rows], request.values)
    numbers = {row.arn: number for number, row in enumerate(rows)}
    edges = tuple(
        EdgeItem(edge.source, edge.destination, edge.type, edge.ends in complete.filtered.bridges)
        for edge in graph.associations
        if page.first <= max(numbers[edge.source], numbers[edge.destination]) < page.end
    )
    status = loaded.graph.read_status
    return LineageBody(
        start=start,
        headline=summarize_start(loaded, complete.status),
        sentence=summarize_loaded(loaded, request.address),
        vertices=tuple(_build_vertex(complete, row) for row in rows[page.first : page.end]),
        edges=edges,
        vertex_count=len(rows),
        edge_count=len(graph.associations),
        next=page.next,
        complete=not complete.gaps,
        gaps=complete.gaps,
        pages=status.pages,
        calls=status.calls + loaded.description_calls + loaded.tag_calls,
        read_at=status.finished_at,
        link=format_link(request.address),
    )


def _build_vertex(complete: CompleteGraph, row: TableRow) -> VertexItem:
    loaded, arn = complete.loaded, row.arn
    vertex, entity = loaded.graph.vertices[arn], loaded.entities.get(arn)
    return VertexItem(
        arn=arn,
        name=entity.name if entity else None,
        title=row.name,
        subtitle=row.subtitle,
        lineage_type=vertex.lineage_type,
        type=vertex.type,
        source_uri=entity.source_uri if entity else None,
        created=entity.created if entity else None,
        modified=entity.modified if entity else None,
        created_by=entity.created_by if entity else None,
        status=(get_status(entity) or None) if entity else None,
        role=row.role,
        distance=row.distance,
        serving=_get_serving(complete, arn),
        unread=loaded.undescribed.get(arn),
    )


def _get_serving(complete: CompleteGraph, arn: Arn) -> Literal["serving", "replaced"] | None:
    state = complete.status.serving_states.get(arn)
    if state is None:
        return None
    return "serving" if state is ServingState.SERVING else "replaced"

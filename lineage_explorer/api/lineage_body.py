"""Lineage of an entity as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import EdgeItem, LineageBody, VertexItem
from lineage_explorer.api.paging import select_page
from lineage_explorer.explore.load_to_end import CompleteGraph, load_to_end
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import summarize_start
from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.query.address import MainView, format_link
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.views.summary import summarize, summarize_expansion
from lineage_explorer.views.table_rows import TableRow, build_rows


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
        headline=summarize_start(complete.loaded, complete.status),
        sentence=_build_sentence(request.view_request.query, complete),
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


def _build_sentence(query: LineageQuery, complete: CompleteGraph) -> str:
    loaded = complete.loaded
    base = loaded.extended.base_graph
    sentence = (
        loaded.answer.sentence if loaded.answer else summarize(base, query, start_label=loaded.start_label)
    )
    return sentence + summarize_expansion(loaded.extended)

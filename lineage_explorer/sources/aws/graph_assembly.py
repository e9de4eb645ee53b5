"""Assemble the responses to a query's requests into one graph.

Pure functions: nothing here sends a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus, build_adjacency
from lineage_explorer.graph.model import Arn, Association, Entity, Vertex
from lineage_explorer.query.lineage_query import Filters, LineageQuery, compute_query_distances
from lineage_explorer.sources.aws.entity_parser import get_lineage_type
from lineage_explorer.sources.aws.result_pages import MergedResponse, merge_vertex


def assemble_graph(
    query: LineageQuery,
    responses: Sequence[MergedResponse],
    read_status: ReadStatus,
    *,
    confirmed_matches: frozenset[Arn] | None = None,
    start_entity: Entity | None = None,
) -> LineageGraph:
    """Merge the responses to a query into its graph.

    Args:
        query: The query.
        responses: The merged responses, in the order in which their contents are to appear.
        read_status: How the responses were read.
        confirmed_matches: Entities known to pass the filters; None when the vertices suffice to decide that.
        start_entity: Description of the start, if it was requested.
    """
    read_vertices = _merge_vertices(responses)
    associations = tuple(dict.fromkeys(edge for answer in responses for edge in answer.associations))
    focus = _find_spelling(query.start, read_vertices, associations)
    vertices = {focus: _build_start_vertex(focus, read_vertices, start_entity)} | read_vertices
    vertices |= {
        arn: Vertex(arn, get_lineage_type(arn), stub=True)
        for arn in _iterate_ends(associations)
        if arn not in vertices
    }
    adjacency = build_adjacency(vertices, (edge.ends for edge in associations))
    return LineageGraph(
        start=focus,
        vertices=MappingProxyType(vertices),
        associations=associations,
        matches=_find_matches(
            query.filters, vertices, vertices[focus], confirmed=confirmed_matches, entity=start_entity
        ),
        distances=MappingProxyType(compute_query_distances(focus, adjacency, query.direction)),
        read_status=read_status,
    )


def has_vertex(responses: Iterable[MergedResponse], arn: Arn) -> bool:
    """Return whether any response holds the vertex, ignoring case of ARNs."""
    folded_arn = arn.casefold()
    return any(vertex.arn.casefold() == folded_arn for answer in responses for vertex in answer.vertices)


def _merge_vertices(responses: Sequence[MergedResponse]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for answer in responses for vertex in answer.vertices):
        known = vertices.get(vertex.arn)
        vertices[vertex.arn] = merge_vertex(known, vertex) if known else vertex
    return vertices


def _find_spelling(start: Arn, vertices: Mapping[Arn, Vertex], associations: Sequence[Association]) -> Arn:
    """Return the start's ARN as the responses spell it.

    SageMaker writes names in ARNs in lower case; pasted ARNs may differ.
    """
    if start in vertices:
        return start
    folded_start = start.casefold()
    spellings = (arn for arn in (*vertices, *_iterate_ends(associations)) if arn.casefold() == folded_start)
    return next(spellings, start)


def _build_start_vertex(arn: Arn, vertices: Mapping[Arn, Vertex], entity: Entity | None) -> Vertex:
    """Return the start's vertex, or build it from its description.

    Responses without associations leave the start out.
    """
    return vertices.get(arn) or Vertex(arn, get_lineage_type(arn), entity.type if entity else None)


def _iterate_ends(associations: Iterable[Association]) -> Iterable[Arn]:
    return (arn for edge in associations for arn in edge.ends)


def _find_matches(
    filters: Filters,
    vertices: Mapping[Arn, Vertex],
    start: Vertex,
    *,
    confirmed: frozenset[Arn] | None,
    entity: Entity | None,
) -> frozenset[Arn]:
    if not filters:
        return frozenset(vertices)
    if confirmed is None:
        return frozenset(arn for arn, vertex in vertices.items() if _has_wanted_type(filters, vertex))
    start_passes = (
        _has_wanted_type(filters, start) and entity is not None and _has_wanted_properties(filters, entity)
    )
    return confirmed | {start.arn} if start_passes else confirmed


def _has_wanted_type(filters: Filters, vertex: Vertex) -> bool:
    has_lineage_type = not filters.lineage_types or vertex.lineage_type in filters.lineage_types
    return has_lineage_type and (not filters.types or vertex.type in filters.types)


def _has_wanted_properties(filters: Filters, entity: Entity) -> bool:
    """Apply the date and property filters as `QueryLineage` does."""
    properties = filters.properties
    return (
        _is_within(entity.created, filters.created_after, filters.created_before)
        and _is_within(entity.modified, filters.modified_after, filters.modified_before)
        and (not properties or any(entity.properties.get(pair.key) == pair.value for pair in properties))
    )


def _is_within(moment: datetime | None, after: datetime | None, before: datetime | None) -> bool:
    if after is None and before is None:
        return True
    return moment is not None and (after is None or after <= moment) and (before is None or moment <= before)

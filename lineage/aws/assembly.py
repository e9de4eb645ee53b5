"""Assemble the responses to a query's requests into one graph.

Pure functions: nothing here sends a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from lineage.aws.entities import kind
from lineage.aws.pages import Answer, merged
from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Association, Entity, Vertex
from lineage.query import Filters, LineageQuery
from lineage.walks import distances


def assemble(
    query: LineageQuery,
    answers: Sequence[Answer],
    reading: Reading,
    *,
    confirmed: frozenset[Arn] | None = None,
    start: Entity | None = None,
) -> LineageGraph:
    """Merge the responses to a query into its graph.

    Args:
        query: The query.
        answers: The merged responses, in the order in which their contents are to appear.
        reading: How the responses were read.
        confirmed: Entities known to pass the filters; None when the vertices suffice to decide that.
        start: Description of the start, if it was requested.
    """
    read_vertices = _merged_vertices(answers)
    associations = tuple(dict.fromkeys(edge for answer in answers for edge in answer.associations))
    focus = _as_spelled(query.start, read_vertices, associations)
    vertices = {focus: _start_vertex(focus, read_vertices, start)} | read_vertices
    vertices |= {arn: Vertex(arn, kind(arn), stub=True) for arn in _ends(associations) if arn not in vertices}
    return LineageGraph(
        start=focus,
        vertices=MappingProxyType(vertices),
        associations=associations,
        matches=_matches(query.filters, vertices, vertices[focus], confirmed=confirmed, entity=start),
        distances=MappingProxyType(distances(focus, associations, query.direction)),
        reading=reading,
    )


def holds(answers: Iterable[Answer], arn: Arn) -> bool:
    """Return whether any response holds the vertex, ignoring case of ARNs."""
    folded_arn = arn.casefold()
    return any(vertex.arn.casefold() == folded_arn for answer in answers for vertex in answer.vertices)


def _merged_vertices(answers: Sequence[Answer]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for answer in answers for vertex in answer.vertices):
        known = vertices.get(vertex.arn)
        vertices[vertex.arn] = merged(known, vertex) if known else vertex
    return vertices


def _as_spelled(start: Arn, vertices: Mapping[Arn, Vertex], associations: Sequence[Association]) -> Arn:
    """Return the start's ARN as the responses spell it.

    SageMaker writes names in ARNs in lower case; pasted ARNs may differ.
    """
    if start in vertices:
        return start
    folded_start = start.casefold()
    spellings = (arn for arn in (*vertices, *_ends(associations)) if arn.casefold() == folded_start)
    return next(spellings, start)


def _start_vertex(arn: Arn, vertices: Mapping[Arn, Vertex], entity: Entity | None) -> Vertex:
    """Return the start's vertex, or build it from its description.

    Responses without associations leave the start out.
    """
    return vertices.get(arn) or Vertex(arn, kind(arn), entity.type if entity else None)


def _ends(associations: Iterable[Association]) -> Iterable[Arn]:
    return (arn for edge in associations for arn in (edge.source, edge.destination))


def _matches(
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
        return frozenset(arn for arn, vertex in vertices.items() if _has_kind(filters, vertex))
    start_passes = _has_kind(filters, start) and entity is not None and _has_facts(filters, entity)
    return confirmed | {start.arn} if start_passes else confirmed


def _has_kind(filters: Filters, vertex: Vertex) -> bool:
    has_lineage_type = not filters.lineage_types or vertex.lineage_type in filters.lineage_types
    return has_lineage_type and (not filters.types or vertex.type in filters.types)


def _has_facts(filters: Filters, entity: Entity) -> bool:
    """Apply the date and property filters as `QueryLineage` does."""
    properties = filters.properties
    return (
        _within(entity.created, filters.created_after, filters.created_before)
        and _within(entity.modified, filters.modified_after, filters.modified_before)
        and (not properties or any(entity.properties.get(pair.key) == pair.value for pair in properties))
    )


def _within(moment: datetime | None, after: datetime | None, before: datetime | None) -> bool:
    if after is None and before is None:
        return True
    return moment is not None and (after is None or after <= moment) and (before is None or moment <= before)

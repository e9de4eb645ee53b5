"""Make one graph of the answers to a query's requests; pure."""

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
    """Merge answers into the graph of a query.

    Args:
        query: What was asked.
        answers: What was read, in the order in which it shall appear.
        reading: How it was read.
        confirmed: What is known to pass the filters; None when that can be told from the vertices.
        start: What `Describe…` tells about the start, if it was asked.
    """
    vertices = _merged_vertices(answers)
    associations = tuple(dict.fromkeys(edge for answer in answers for edge in answer.associations))
    focus = _as_spelled(query.start, vertices, associations)
    drawn = {focus: _start_vertex(focus, vertices, start)} | vertices
    drawn |= {arn: Vertex(arn, kind(arn), stub=True) for arn in _ends(associations) if arn not in drawn}
    return LineageGraph(
        start=focus,
        vertices=MappingProxyType(drawn),
        associations=associations,
        matches=_matches(query.filters, drawn, drawn[focus], confirmed=confirmed, entity=start),
        distances=MappingProxyType(distances(focus, associations, query.direction)),
        reading=reading,
    )


def holds(answers: Iterable[Answer], arn: Arn) -> bool:
    """Tell whether a page held the vertex, however its ARN is spelled."""
    folded = arn.casefold()
    return any(vertex.arn.casefold() == folded for answer in answers for vertex in answer.vertices)


def _merged_vertices(answers: Sequence[Answer]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for answer in answers for vertex in answer.vertices):
        known = vertices.get(vertex.arn)
        vertices[vertex.arn] = merged(known, vertex) if known else vertex
    return vertices


def _as_spelled(start: Arn, vertices: Mapping[Arn, Vertex], associations: Sequence[Association]) -> Arn:
    """Spell the start as the answer does: ARNs hold lower-cased names, pasted ones may not."""
    if start in vertices:
        return start
    folded = start.casefold()
    spellings = (arn for arn in (*vertices, *_ends(associations)) if arn.casefold() == folded)
    return next(spellings, start)


def _start_vertex(arn: Arn, vertices: Mapping[Arn, Vertex], entity: Entity | None) -> Vertex:
    """Make the start of what is known: requests without associations leave it out of their answers."""
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
    of_kind = not filters.lineage_types or vertex.lineage_type in filters.lineage_types
    return of_kind and (not filters.types or vertex.type in filters.types)


def _has_facts(filters: Filters, entity: Entity) -> bool:
    """Tell whether an entity passes the filters by date and property, as `QueryLineage` would."""
    wanted = filters.properties
    return (
        _within(entity.created, filters.created_after, filters.created_before)
        and _within(entity.modified, filters.modified_after, filters.modified_before)
        and (not wanted or any(entity.properties.get(pair.key) == pair.value for pair in wanted))
    )


def _within(moment: datetime | None, after: datetime | None, before: datetime | None) -> bool:
    if after is None and before is None:
        return True
    return moment is not None and (after is None or after <= moment) and (before is None or moment <= before)

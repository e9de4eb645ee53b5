"""Operation QueryLineage.

Decisions where the API's documentation leaves the behavior open:

- Defaults: direction `Both`, depth 10, no edges, 50 vertices a page.
- The start vertex is in the response with IncludeEdges and never without (as seen in published runs).
- A filter without values does not filter.
- Date filters are inclusive, as documented for the List operations.
- Trial components have no properties.
- A type is returned in full even beyond the 40 characters of its shape.
- Vertices are ordered by depth, then by age of their record; an edge is on the page of the later of its ends.
- IncludeEdges with filters returns "the associations and lineage entities on the path" to a match. One-way
  traversals keep every association from which a match can still be reached: longer paths count as well as the
  shortest. `Both` keeps only the shortest paths, from each level of the traversal to the next: without
  directions, nearly every association lies on some path.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from sagemaker_account.api_model import get_size_limit
from sagemaker_account.arns import normalize_arn
from sagemaker_account.errors import build_not_found_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.paging import PageRequest
from sagemaker_account.query_results import QueryResult, ResultEdge, VertexKey
from sagemaker_account.store import read_content_version
from sagemaker_account.tables import ENTITIES, PROPERTIES, AnyRow, AnySelect, build_before_condition
from sagemaker_account.traversal import (
    Pair,
    Traversal,
    TraversalDirection,
    batch_ids,
    build_in_condition,
    traverse,
)
from sagemaker_account.validation import format_violation, raise_problems


def build_operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"QueryLineage": Operation(query_lineage)}


def query_lineage(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entities reachable along associations, a page at a time."""
    _check_limits(request)
    paging = PageRequest.from_request(call.operation, request, size=get_size_limit("QueryLineageMaxResults"))
    after = paging.read_place((int, int))
    version = read_content_version(call.connection)
    key = (paging.digest, version)
    result = None if version is None else call.query_results.get(key)
    if result is None:
        result = _run_query(call, request)
        if version is not None:
            call.query_results.put(key, result)
    places, edges, has_more = result.get_page(after, paging.size)
    next_token = paging.build_next_token(places[-1] if has_more else None)
    return {**_build_response(call, result, places, edges), **next_token}


def _check_limits(request: Mapping[str, Any]) -> None:
    """Reject values below the lower limits.

    The model defines only upper limits for these members.
    """
    problems = []
    if not request.get("StartArns"):
        problems.append(
            format_violation([], "startArns", "Member must have length greater than or equal to 1")
        )
    for member, path, minimum in (("MaxDepth", "maxDepth", 0), ("MaxResults", "maxResults", 1)):
        if request.get(member, minimum) < minimum:
            message = f"Member must have value greater than or equal to {minimum}"
            problems.append(format_violation(request[member], path, message))
    raise_problems(problems)


def _run_query(call: Call, request: Mapping[str, Any]) -> QueryResult:
    start = _find_start(call, request["StartArns"][0])
    direction = TraversalDirection(request.get("Direction", TraversalDirection.BOTH))
    traversal = traverse(
        call.connection, start, direction, request.get("MaxDepth", get_size_limit("QueryLineageMaxDepth"))
    )
    conditions = _build_conditions(request.get("Filters", {}))
    matches = frozenset(traversal.depths) - {start}
    if conditions:
        matches = _filter_vertices(call, matches, conditions)
    if not request.get("IncludeEdges", False):
        return QueryResult.from_walk(traversal, matches, ())
    pairs = list(find_path_associations(traversal, matches)) if conditions else list(traversal.associations)
    return QueryResult.from_walk(traversal, matches.union([start], *pairs), pairs)


def _find_start(call: Call, arn: str) -> int:
    statement = select(ENTITIES.c.id).where(ENTITIES.c.arn == normalize_arn(arn))
    start = call.connection.execute(statement).scalar_one_or_none()
    if start is None:
        raise build_not_found_error(f"{arn} does not exist.")
    return int(start)


def _build_conditions(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return one condition per filter.

    A vertex must match all conditions; it matches a condition if it matches one of the filter's values.
    """
    return [_CONDITIONS[name](value) for name, value in filters.items() if value]


def _has_property(pairs: Mapping[str, str]) -> ColumnElement[bool]:
    pair = or_(*(and_(PROPERTIES.c.key == key, PROPERTIES.c.value == value) for key, value in pairs.items()))
    return select(PROPERTIES.c.entity).where(PROPERTIES.c.entity == ENTITIES.c.id, pair).exists()


_CONDITIONS: Mapping[str, Any] = {
    "Types": ENTITIES.c.type.in_,
    "LineageTypes": ENTITIES.c.lineage_type.in_,
    "CreatedAfter": lambda date: ENTITIES.c.created >= date,
    "CreatedBefore": lambda date: build_before_condition(ENTITIES.c.created, date),
    "ModifiedAfter": lambda date: ENTITIES.c.modified >= date,
    "ModifiedBefore": lambda date: build_before_condition(ENTITIES.c.modified, date),
    "Properties": _has_property,
}


def _filter_vertices(
    call: Call, vertices: Iterable[int], conditions: Sequence[ColumnElement[bool]]
) -> frozenset[int]:
    statement = select(ENTITIES.c.id).where(
        build_in_condition(ENTITIES.c.id, call.connection.dialect.name), *conditions
    )
    return frozenset(
        vertex
        for parameters in batch_ids(call.connection, vertices)
        for vertex in call.connection.execute(statement, parameters).scalars()
    )


def _build_response(
    call: Call, result: QueryResult, places: Sequence[VertexKey], edges: Sequence[ResultEdge]
) -> dict[str, Any]:
    vertices = dict.fromkeys(vertex for _, vertex in places)
    # An edge's earlier end was sent with a previous page, by this process or by a terminated one.
    ends = chain.from_iterable((edge.source, edge.destination) for edge in edges)
    vertices.update(dict.fromkeys(end for end in ends if end not in result.arns))
    statement = _build_vertex_select(call.connection.dialect.name)
    rows = {
        row[0]: row
        for parameters in batch_ids(call.connection, vertices)
        for row in call.connection.execute(statement, parameters).all()
    }
    result.arns.update((vertex, arn) for vertex, arn, *_ in rows.values())
    return {
        "Vertices": [_format_vertex(rows[vertex]) for _, vertex in places],
        "Edges": [_format_edge(edge, result.arns) for edge in edges],
    }


@cache
def _build_vertex_select(dialect: str) -> AnySelect:
    columns = (ENTITIES.c.id, ENTITIES.c.arn, ENTITIES.c.type, ENTITIES.c.lineage_type)
    return select(*columns).where(build_in_condition(ENTITIES.c.id, dialect))


def _format_vertex(row: AnyRow) -> dict[str, str]:
    _, arn, vertex_type, lineage_type = row
    vertex = {"Arn": arn, "LineageType": lineage_type}
    return vertex if vertex_type is None else {**vertex, "Type": vertex_type}


def _format_edge(edge: ResultEdge, arns: Mapping[int, str]) -> dict[str, str]:
    source, destination, association_type = edge
    ends = {"SourceArn": arns[source], "DestinationArn": arns[destination]}
    return ends if association_type is None else {**ends, "AssociationType": association_type}


def find_path_associations(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    """Yield the associations on a path from start to a match."""
    if traversal.direction is TraversalDirection.BOTH:
        return _find_on_shortest_paths(traversal, matches)
    return _find_on_any_path(traversal, matches)


def _find_on_any_path(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    tails_by_head: defaultdict[int, list[int]] = defaultdict(list)
    for pair in traversal.associations:
        tail, head = _orient_pair(traversal, pair)
        tails_by_head[head].append(tail)
    on_path = set(matches)
    queue = list(matches)
    while queue:
        for tail in tails_by_head[queue.pop()]:
            if tail not in on_path:
                on_path.add(tail)
                queue.append(tail)
    return (pair for pair in traversal.associations if _orient_pair(traversal, pair)[1] in on_path)


def _find_on_shortest_paths(traversal: Traversal, matches: AbstractSet[int]) -> Iterator[Pair]:
    by_depth: defaultdict[int, list[Pair]] = defaultdict(list)
    for source, destination in traversal.associations:
        depths = traversal.depths[source], traversal.depths[destination]
        if abs(depths[0] - depths[1]) == 1:
            by_depth[max(depths)].append((source, destination))
    on_path = set(matches)
    for depth in sorted(by_depth, reverse=True):
        for pair in by_depth[depth]:
            near, far = sorted(pair, key=traversal.depths.__getitem__)
            if far in on_path:
                on_path.add(near)
                yield pair


def _orient_pair(traversal: Traversal, pair: Pair) -> Pair:
    """Return an association's ends in the order of one-way traversal."""
    return pair if traversal.direction is TraversalDirection.DESCENDANTS else (pair[1], pair[0])

"""Operation QueryLineage.

Decisions where the API's documentation leaves the behavior open:

- Defaults: direction `Both`, depth 10, no edges, 50 vertices a page.
- The start vertex is in the response with IncludeEdges and never without (as seen in published runs).
- A filter without values does not filter.
- Date filters are inclusive, as documented for the List operations.
- Trial components have no properties.
- A type is returned in full even beyond the 40 characters of its shape.
- Vertices are ordered by depth, then by age of their record; an edge is on the page of the later of its ends.

The module `paths` determines the edges on the path to a match.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from account.answers import Answer, Edge, Place
from account.arns import folded
from account.errors import not_found
from account.model import most
from account.operations.call import Call, Operation
from account.paging import Paging
from account.paths import on_paths
from account.store import revision
from account.tables import ENTITIES, PROPERTIES, AnyRow, AnySelect
from account.traversal import Direction, among, batches, walk
from account.validation import broken, refuse


def operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"QueryLineage": Operation(query_lineage)}


def query_lineage(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entities reachable along associations, a page at a time."""
    _check_limits(request)
    paging = Paging.of(call.operation, request, size=most("QueryLineageMaxResults"))
    key = (paging.digest, revision(call.connection))
    result = call.answers.get(key)
    if result is None:
        result = _answer(call, request)
        call.answers.put(key, result)
    places, edges, has_more = result.page(paging.after, paging.size)
    next_token = paging.next_token(places[-1] if has_more else None)
    return {**_shown(call, result, places, edges), **next_token}


def _check_limits(request: Mapping[str, Any]) -> None:
    """Reject values below the lower limits.

    The model defines only upper limits for these members.
    """
    problems = []
    if not request.get("StartArns"):
        problems.append(broken([], "startArns", "Member must have length greater than or equal to 1"))
    for member, path, minimum in (("MaxDepth", "maxDepth", 0), ("MaxResults", "maxResults", 1)):
        if request.get(member, minimum) < minimum:
            message = f"Member must have value greater than or equal to {minimum}"
            problems.append(broken(request[member], path, message))
    refuse(problems)


def _answer(call: Call, request: Mapping[str, Any]) -> Answer:
    start = _start(call, request["StartArns"][0])
    direction = Direction(request.get("Direction", Direction.BOTH))
    traversal = walk(call.connection, start, direction, request.get("MaxDepth", most("QueryLineageMaxDepth")))
    conditions = _conditions(request.get("Filters", {}))
    matches = frozenset(traversal.depths) - {start}
    if conditions:
        matches = _matching(call, matches, conditions)
    if not request.get("IncludeEdges", False):
        return Answer.of(traversal, matches, ())
    pairs = list(on_paths(traversal, matches)) if conditions else list(traversal.associations)
    return Answer.of(traversal, matches.union([start], *pairs), pairs)


def _start(call: Call, arn: str) -> int:
    statement = select(ENTITIES.c.id).where(ENTITIES.c.arn == folded(arn))
    start = call.connection.execute(statement).scalar_one_or_none()
    if start is None:
        raise not_found(f"{arn} does not exist.")
    return int(start)


def _conditions(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
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
    "CreatedBefore": lambda date: ENTITIES.c.created <= date,
    "ModifiedAfter": lambda date: ENTITIES.c.modified >= date,
    "ModifiedBefore": lambda date: ENTITIES.c.modified <= date,
    "Properties": _has_property,
}


def _matching(
    call: Call, vertices: Iterable[int], conditions: Sequence[ColumnElement[bool]]
) -> frozenset[int]:
    statement = select(ENTITIES.c.id).where(among(ENTITIES.c.id, call.connection.dialect.name), *conditions)
    return frozenset(
        vertex
        for parameters in batches(call.connection, vertices)
        for vertex in call.connection.execute(statement, parameters).scalars()
    )


def _shown(call: Call, result: Answer, places: Sequence[Place], edges: Sequence[Edge]) -> dict[str, Any]:
    vertices = dict.fromkeys(vertex for _, vertex in places)
    # An edge's earlier end was sent with a previous page, by this process or by a terminated one.
    ends = chain.from_iterable((edge.source, edge.destination) for edge in edges)
    vertices.update(dict.fromkeys(end for end in ends if end not in result.arns))
    statement = _vertices(call.connection.dialect.name)
    rows = {
        row[0]: row
        for parameters in batches(call.connection, vertices)
        for row in call.connection.execute(statement, parameters).all()
    }
    result.arns.update((vertex, arn) for vertex, arn, *_ in rows.values())
    return {
        "Vertices": [_vertex(rows[vertex]) for _, vertex in places],
        "Edges": [_edge(edge, result.arns) for edge in edges],
    }


@cache
def _vertices(dialect: str) -> AnySelect:
    columns = (ENTITIES.c.id, ENTITIES.c.arn, ENTITIES.c.type, ENTITIES.c.lineage_type)
    return select(*columns).where(among(ENTITIES.c.id, dialect))


def _vertex(row: AnyRow) -> dict[str, str]:
    _, arn, vertex_type, lineage_type = row
    vertex = {"Arn": arn, "LineageType": lineage_type}
    return vertex if vertex_type is None else {**vertex, "Type": vertex_type}


def _edge(edge: Edge, arns: Mapping[int, str]) -> dict[str, str]:
    source, destination, association_type = edge
    ends = {"SourceArn": arns[source], "DestinationArn": arns[destination]}
    return ends if association_type is None else {**ends, "AssociationType": association_type}

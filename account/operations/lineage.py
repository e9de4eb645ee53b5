"""QueryLineage.

What is decided here where the API's documentation leaves it open: without parameters a query goes `Both`
ways, ten deep, without edges, fifty vertices a page; the start vertex is in the answer with IncludeEdges
and never without (as seen in published runs); a filter with no values does not filter; date filters are
inclusive, as those of the List operations are documented to be; trial components have no properties; a type
is told whole even beyond the 40 characters of its shape. The order is by depth, then by age of the vertex's
record; an edge comes with the later of its ends. `paths` says what lies on the path to a match.
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
    """Tell what can be reached from an entity along associations, a page at a time."""
    _check_limits(request)
    paging = Paging.of(call.operation, request, size=most("QueryLineageMaxResults"))
    key = (paging.digest, revision(call.connection))
    answer = call.answers.get(key)
    if answer is None:
        answer = _answer(call, request)
        call.answers.put(key, answer)
    places, edges, more = answer.page(paging.after, paging.size)
    next_token = paging.next_token(places[-1] if more else None)
    return {**_shown(call, answer, places, edges), **next_token}


def _check_limits(request: Mapping[str, Any]) -> None:
    """Refuse what the model, which knows only upper limits here, lets pass."""
    problems = []
    if not request.get("StartArns"):
        problems.append(broken([], "startArns", "Member must have length greater than or equal to 1"))
    for member, where, least in (("MaxDepth", "maxDepth", 0), ("MaxResults", "maxResults", 1)):
        if request.get(member, least) < least:
            wanted = f"Member must have value greater than or equal to {least}"
            problems.append(broken(request[member], where, wanted))
    refuse(problems)


def _answer(call: Call, request: Mapping[str, Any]) -> Answer:
    start = _start(call, request["StartArns"][0])
    direction = Direction(request.get("Direction", Direction.BOTH))
    walked = walk(call.connection, start, direction, request.get("MaxDepth", most("QueryLineageMaxDepth")))
    conditions = _conditions(request.get("Filters", {}))
    found = frozenset(walked.depths) - {start}
    if conditions:
        found = _matching(call, found, conditions)
    if not request.get("IncludeEdges", False):
        return Answer.of(walked, found, ())
    pairs = list(on_paths(walked, found)) if conditions else list(walked.associations)
    return Answer.of(walked, found.union([start], *pairs), pairs)


def _start(call: Call, arn: str) -> int:
    here = select(ENTITIES.c.id).where(ENTITIES.c.arn == folded(arn))
    start = call.connection.execute(here).scalar_one_or_none()
    if start is None:
        raise not_found(f"{arn} does not exist.")
    return int(start)


def _conditions(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return one condition a filter, all of which must hold; of a filter's values, one must."""
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
    matching = select(ENTITIES.c.id).where(among(ENTITIES.c.id, call.connection.dialect.name), *conditions)
    return frozenset(
        vertex
        for parameters in batches(call.connection, vertices)
        for vertex in call.connection.execute(matching, parameters).scalars()
    )


def _shown(call: Call, answer: Answer, places: Sequence[Place], edges: Sequence[Edge]) -> dict[str, Any]:
    wanted = dict.fromkeys(vertex for _, vertex in places)
    # An edge's earlier end was sent with a page before: by this process, or by one that ended since.
    ends = chain.from_iterable((edge.source, edge.destination) for edge in edges)
    wanted.update(dict.fromkeys(end for end in ends if end not in answer.arns))
    statement = _vertices(call.connection.dialect.name)
    rows = {
        row[0]: row
        for parameters in batches(call.connection, wanted)
        for row in call.connection.execute(statement, parameters).all()
    }
    answer.arns.update((vertex, arn) for vertex, arn, *_ in rows.values())
    return {
        "Vertices": [_vertex(rows[vertex]) for _, vertex in places],
        "Edges": [_edge(edge, answer.arns) for edge in edges],
    }


@cache
def _vertices(dialect: str) -> AnySelect:
    columns = (ENTITIES.c.id, ENTITIES.c.arn, ENTITIES.c.type, ENTITIES.c.lineage_type)
    return select(*columns).where(among(ENTITIES.c.id, dialect))


def _vertex(row: AnyRow) -> dict[str, str]:
    _, arn, vertex_type, lineage_type = row
    known = {"Arn": arn, "LineageType": lineage_type}
    return known if vertex_type is None else {**known, "Type": vertex_type}


def _edge(edge: Edge, arns: Mapping[int, str]) -> dict[str, str]:
    source, destination, association_type = edge
    ends = {"SourceArn": arns[source], "DestinationArn": arns[destination]}
    return ends if association_type is None else {**ends, "AssociationType": association_type}

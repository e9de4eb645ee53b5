"""What the API is sent for a question: the requests behind a query and behind a description."""

from __future__ import annotations

from types import MappingProxyType

from lineage.answer import Request
from lineage.errors import InvalidArn
from lineage.model import Arn, LineageType, split_arn
from lineage.query import Direction, LineageQuery

LARGEST_PAGE = 50
"""Vertices a page of `QueryLineage`, the API's limit."""


def of_query(query: LineageQuery) -> tuple[Request, ...]:
    """Return the `QueryLineage` requests that answer a query filtered by kind and type alone.

    Every member is spelled out: the service documents no defaults.
    """
    both_sides = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if both_sides else (query.direction,)
    return tuple(_one_way(query, direction) for direction in directions)


def of_description(arn: Arn) -> Request | None:
    """Return the `Describe…` request for an entity, by its whole ARN; None for what has none."""
    try:
        kind = split_arn(arn).lineage_type
    except InvalidArn:
        return None
    if kind is None:
        return None
    member = "ArtifactArn" if kind is LineageType.ARTIFACT else f"{kind}Name"
    return Request(f"Describe{kind}", MappingProxyType({member: arn}))


def _one_way(query: LineageQuery, direction: Direction) -> Request:
    filters = {
        "LineageTypes": [kind.value for kind in query.filters.lineage_types],
        "Types": list(query.filters.types),
    }
    parameters = {
        "StartArns": [query.start],
        "Direction": direction.value,
        "IncludeEdges": query.paths or not query.filters,
        "Filters": {name: values for name, values in filters.items() if values},
        "MaxDepth": query.depth,
        "MaxResults": LARGEST_PAGE,
    }
    return Request("QueryLineage", MappingProxyType({name: v for name, v in parameters.items() if v != {}}))

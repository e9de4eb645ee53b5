"""Build the API requests that correspond to queries and descriptions."""

from __future__ import annotations

from types import MappingProxyType

from lineage_explorer.errors import InvalidArn
from lineage_explorer.graph.model import Arn, LineageType, split_arn
from lineage_explorer.query.api_request import Request
from lineage_explorer.query.lineage_query import Direction, LineageQuery

LARGEST_PAGE = 50
"""Vertices per page of `QueryLineage`, the API's limit."""


def build_query_requests(query: LineageQuery) -> tuple[Request, ...]:
    """Return the `QueryLineage` requests that correspond to a query.

    The query may be filtered by lineage type and type only. Every member is set explicitly,
    because the service documents no defaults.
    """
    both_sides = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if both_sides else (query.direction,)
    return tuple(_build_query_request(query, direction) for direction in directions)


def build_description_request(arn: Arn) -> Request | None:
    """Return the `Describe…` request of an entity, by its full ARN.

    Returns:
        None for an ARN that has no such operation.
    """
    try:
        lineage_type = split_arn(arn).lineage_type
    except InvalidArn:
        return None
    if lineage_type is None:
        return None
    member = "ArtifactArn" if lineage_type is LineageType.ARTIFACT else f"{lineage_type}Name"
    return Request(f"Describe{lineage_type}", MappingProxyType({member: arn}))


def _build_query_request(query: LineageQuery, direction: Direction) -> Request:
    filters = {
        "LineageTypes": [lineage_type.value for lineage_type in query.filters.lineage_types],
        "Types": list(query.filters.types),
    }
    parameters = {
        "StartArns": [query.start],
        "Direction": direction.value,
        "IncludeEdges": query.include_paths or not query.filters,
        "Filters": {name: values for name, values in filters.items() if values},
        "MaxDepth": query.depth,
        "MaxResults": LARGEST_PAGE,
    }
    return Request("QueryLineage", MappingProxyType({name: v for name, v in parameters.items() if v != {}}))

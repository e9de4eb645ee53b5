"""Requests that a query is split into.

One request per direction, and one more per direction for matches that vertices alone cannot reveal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery

_SIDES = {
    Direction.ASCENDANTS: "Upstream",
    Direction.DESCENDANTS: "Downstream",
    Direction.BOTH: "Both ways",
}


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One of the requests that a query is split into.

    Attributes:
        direction: The direction to follow.
        include_edges: True to get the associations, and the entities on the paths to the matches; False to
            get the matches alone.
        is_supplement: True for a request of the matches alone that supplements one with associations.
    """

    direction: Direction
    include_edges: bool
    is_supplement: bool = False

    @property
    def subject(self) -> str:
        """Subject of a sentence about the request, for example "Upstream"."""
        side = _SIDES[self.direction]
        return f"{side}, which entities match" if self.is_supplement else side


def split_query(query: LineageQuery) -> tuple[QueryRequest, ...]:
    """Split a query into its requests.

    `UpAndDown` takes two requests. So does a query by date or property that keeps the entities on the paths
    to the matches: vertices carry neither dates nor properties, so the matches need a request of their own.
    """
    up_and_down = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if up_and_down else (query.direction,)
    edges = query.include_paths or not query.filters
    has_supplements = edges and query.filters.has_time_or_property
    return (
        *(QueryRequest(direction, edges) for direction in directions),
        *(
            QueryRequest(direction, include_edges=False, is_supplement=True)
            for direction in directions
            if has_supplements
        ),
    )


def build_query_parameters(
    query: LineageQuery, query_request: QueryRequest, *, page_size: int
) -> dict[str, Any]:
    """Build the members of a request, except the next page's token.

    Every member is given, because the service documents no defaults.
    """
    filters = _build_filters(query.filters)
    return {
        "StartArns": [query.start],
        "Direction": query_request.direction.value,
        "IncludeEdges": query_request.include_edges,
        "MaxDepth": query.depth,
        "MaxResults": page_size,
        **({"Filters": filters} if filters else {}),
    }


def _build_filters(filters: Filters) -> dict[str, Any]:
    members = {
        "LineageTypes": [lineage_type.value for lineage_type in filters.lineage_types],
        "Types": list(filters.types),
        "CreatedAfter": filters.created_after,
        "CreatedBefore": filters.created_before,
        "ModifiedAfter": filters.modified_after,
        "ModifiedBefore": filters.modified_before,
        "Properties": {pair.key: pair.value for pair in filters.properties},
    }
    return {name: value for name, value in members.items() if value}

"""Find what a graph's endpoints serve, and the badges of its cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import (
    ServingRecord,
    ServingState,
    find_serving_records,
    find_serving_states,
)
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.views.badges import Badge, find_badges


@dataclass(frozen=True, slots=True)
class ServingStatus:
    """What endpoints serve, and the state of each vertex.

    Attributes:
        records: What is on record about each endpoint.
        serving_states: Part of each vertex in what endpoints serve.
        badges: The badge of each vertex that has one.
    """

    records: tuple[ServingRecord, ...]
    serving_states: Mapping[Arn, ServingState]
    badges: Mapping[Arn, Badge]


def find_status(loaded: LoadedGraph, address: Address) -> ServingStatus:
    """Return what the endpoints of a graph serve, if known."""
    graph = loaded.graph
    records = find_serving_records(
        graph, loaded.entities, loaded.configurations, fully_read=_list_fully_read(loaded, address)
    )
    badges = find_badges(graph, loaded.entities, records, loaded.configurations, loaded.undescribed)
    return ServingStatus(records, find_serving_states(graph, records), badges)


def _list_fully_read(loaded: LoadedGraph, address: Address) -> frozenset[Arn]:
    """Return the vertices of which all parents were read."""
    query, graph = address.query, loaded.graph
    is_partial = (
        loaded.answer is not None
        or query is None
        or query.filters
        or address.expansion.collapsed
        or not graph.read_status.is_complete
    )
    if is_partial or query is None or query.direction is Direction.DESCENDANTS:
        return frozenset()
    if query.direction is Direction.BOTH:
        return frozenset(arn for arn, steps in graph.distances.items() if steps < query.depth)
    return frozenset({graph.start})

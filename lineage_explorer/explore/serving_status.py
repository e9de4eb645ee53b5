"""Find what a graph's endpoints serve, and the badges of its cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.graph.approvals import VersionDecision, find_decisions
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import (
    ServingRecord,
    ServingState,
    find_serving_records,
    find_serving_states,
)
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.views.badges import Badge, BadgeFacts, find_badges


@dataclass(frozen=True, slots=True)
class ServingStatus:
    """What endpoints serve, and the state of each vertex.

    Attributes:
        records: What is on record about each endpoint.
        serving_states: Part of each vertex in what endpoints serve.
        badges: The badge of each vertex that has one.
        decisions: What is known of the decisions on the versions whose approvals were all read.
        fully_read: The vertices of which all parents were read.
    """

    records: tuple[ServingRecord, ...]
    serving_states: Mapping[Arn, ServingState]
    badges: Mapping[Arn, Badge]
    decisions: Mapping[Arn, VersionDecision]
    fully_read: frozenset[Arn]


def find_status(loaded: LoadedGraph, address: Address) -> ServingStatus:
    """Return what the endpoints of a graph serve, if known."""
    graph, entities, configurations = loaded.graph, loaded.entities, loaded.configurations
    fully_read = _list_fully_read(loaded, address)
    records = find_serving_records(graph, entities, configurations, fully_read=fully_read)
    decisions = find_decisions(graph, entities, fully_read=fully_read)
    facts = BadgeFacts(graph, entities, records, configurations, decisions, loaded.undescribed)
    states = find_serving_states(graph, records)
    return ServingStatus(records, states, find_badges(facts), decisions, fully_read)


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
    if is_partial or query is None:
        return frozenset()
    expanded = {
        each.arn for each in address.expansion.expanded if each.reach.direction is not Direction.DESCENDANTS
    }
    if query.direction is Direction.DESCENDANTS:
        return frozenset(expanded)
    if query.direction is Direction.BOTH:
        distances: Mapping[Arn, int] = graph.distances
    else:
        distances = compute_distances([graph.start], graph.parents)
    depth = query.get_depth(Direction.ASCENDANTS)
    return frozenset(expanded.union(arn for arn, steps in distances.items() if steps < depth))

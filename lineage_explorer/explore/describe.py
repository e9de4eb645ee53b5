"""Describe the vertices whose names a view shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.explore.services import VertexCatalog
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.entity_styles import mark_uses
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import list_endpoints
from lineage_explorer.query.address import MainView
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.elements import MAX_GROUP_NAMES
from lineage_explorer.views.grouping import NODE_BUDGET, GroupedGraph


def describe_vertices(catalog: VertexCatalog, loaded: LoadedGraph, arns: Sequence[Arn]) -> LoadedGraph:
    """Describe some of the vertices, within the remaining time."""
    described = catalog.describe_within(arns, seconds=loaded.naming_seconds)
    vertices = loaded.graph.vertices
    undescribed = catalog.find_undescribable(vertices)
    unnamed = sum(arn not in described and arn not in undescribed for arn in arns)
    return replace(
        loaded,
        entities=mark_uses(catalog.described_entities(vertices)),
        unnamed_count=unnamed,
        undescribed=undescribed,
        description_calls=catalog.count_calls(vertices),
        note=loaded.note if unnamed or loaded.graph.read_status.has_more else "",
    )


MAX_ENDPOINTS = 10
"""Maximum number of endpoints of a graph whose configuration is read, the nearest first."""


def read_endpoints(catalog: VertexCatalog, loaded: LoadedGraph) -> LoadedGraph:
    """Read what the endpoints of a graph run, within the remaining time.

    Those that take longer count as unnamed: the page asks again.
    """
    sources = [source for _, source in list_endpoints(loaded.graph, loaded.entities)[:MAX_ENDPOINTS]]
    if not sources:
        return loaded
    configurations = catalog.read_endpoints(sources, seconds=loaded.naming_seconds)
    late = sum(source not in configurations for source in sources)
    return replace(
        loaded,
        configurations=configurations,
        unnamed_count=loaded.unnamed_count + late,
        description_calls=loaded.description_calls + len(configurations),
    )


def needs_all_names(graph: LineageGraph, request: ViewRequest) -> bool:
    """Return whether all vertices must be described, visible or not.

    That is so in a table, without groups, in colors that depend on descriptions, and where kinds are hidden,
    which depend on descriptions as well. In a graph that is small enough to be drawn whole, it lets readers
    search all names.
    """
    address = request.address
    depends_on_all = (
        not request.has_groups
        or address.view is MainView.TABLE
        or address.color_by is not ColorMode.TYPE
        or bool(address.hidden_kinds)
    )
    return depends_on_all or len(graph.vertices) <= NODE_BUDGET


def list_described(grouped: GroupedGraph) -> list[Arn]:
    """Return the visible vertices, and those named on closed groups."""
    members = (arn for group in grouped.closed_groups.values() for arn in group.members[:MAX_GROUP_NAMES])
    return list(dict.fromkeys((*grouped.graph.vertices, *members)))

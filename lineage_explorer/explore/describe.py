"""Describe the vertices whose names a view shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.services import VertexCatalog
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.entity_styles import mark_uses
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import list_endpoints, list_unmatched
from lineage_explorer.query.address import MainView
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.elements import MAX_GROUP_NAMES
from lineage_explorer.views.grouping import GroupedGraph

MAX_WHOLE = 100
"""Vertices of a view whose whole descriptions are read, at one call each; of others, lists give the name."""


def describe_vertices(
    catalog: VertexCatalog, loaded: LoadedGraph, arns: Sequence[Arn], *, whole: Sequence[Arn] = ()
) -> LoadedGraph:
    """Describe some of the vertices, within the remaining time.

    Args:
        catalog: Describes vertices.
        loaded: The graph.
        arns: The vertices to describe.
        whole: Those of them whose whole descriptions are needed. Lists do not tell who created an entity.
    """
    vertices, wanted = loaded.graph.vertices, frozenset(whole)
    deadline = monotonic() + loaded.naming_seconds
    others = [arn for arn in arns if arn not in wanted]  # first: lists are quick
    described = catalog.describe_within(others, seconds=loaded.naming_seconds)
    remaining = max(0.0, deadline - monotonic())
    found = catalog.describe_within(whole, seconds=remaining, full=True) if whole else {}
    undescribed = catalog.find_undescribable(vertices)
    unnamed = sum(arn not in described and arn not in found for arn in arns if arn not in undescribed)
    return replace(
        loaded,
        entities=mark_uses(catalog.described_entities(vertices)),
        unnamed_count=unnamed,
        undescribed=undescribed,
        wholly_described=frozenset(found),
        description_calls=catalog.count_calls(vertices),
        note=loaded.note if unnamed or loaded.graph.read_status.has_more else "",
    )


MAX_ENDPOINTS = 10
"""Maximum number of endpoints of a graph whose configuration is read, the nearest first."""


def read_endpoints(catalog: VertexCatalog, loaded: LoadedGraph) -> LoadedGraph:
    """Read what the endpoints of a graph run, within the remaining time.

    Where no deployment has the configuration of an endpoint, what it deploys is read. Those that take longer
    count as unnamed: the page asks again.
    """
    sources = [source for _, source in list_endpoints(loaded.graph, loaded.entities)[:MAX_ENDPOINTS]]
    if not sources:
        return loaded
    configurations = catalog.read_endpoints(sources, seconds=loaded.naming_seconds)
    late = sum(source not in configurations for source in sources)
    unmatched = list_unmatched(loaded.graph, loaded.entities, configurations, awaited=_list_awaited(loaded))
    seconds = loaded.naming_seconds
    served = catalog.read_endpoints(unmatched, seconds=seconds, served=True) if unmatched else {}
    late += sum(source not in served for source in unmatched)
    return replace(
        loaded,
        configurations={**configurations, **served},
        unnamed_count=loaded.unnamed_count + late,
        description_calls=loaded.description_calls + len(configurations) + len(served),
    )


def _list_awaited(loaded: LoadedGraph) -> frozenset[Arn]:
    """Return the vertices without a description while names are still to come."""
    return frozenset(_list_unknown(loaded)) if loaded.unnamed_count else frozenset()


def _list_unknown(loaded: LoadedGraph) -> list[Arn]:
    """Return the vertices whose description is neither known nor known to fail."""
    known = loaded.entities.keys() | loaded.undescribed.keys()
    return [arn for arn in loaded.graph.vertices if arn not in known]


def list_undescribed(loaded: LoadedGraph, request: ViewRequest) -> list[Arn]:
    """Return the vertices of which a view could still tell more.

    They are those without a description, and those that are read whole, but known from lists only.
    """
    unknown = dict.fromkeys(_list_unknown(loaded))
    read = loaded.wholly_described | loaded.undescribed.keys()
    whole = list_whole(loaded.graph, list(loaded.graph.vertices), request)
    return list(unknown | dict.fromkeys(arn for arn in whole if arn not in read))


def list_whole(graph: LineageGraph, arns: Sequence[Arn], request: ViewRequest) -> list[Arn]:
    """Return the vertices whose whole descriptions a view shows.

    The most important are first: approvals, because only descriptions tell who decided. In a table, whose
    rows tell who created them, the vertices nearest to the start follow.
    """
    approvals = [arn for arn in arns if graph.vertices[arn].type == "Approval"]
    if request.address.view is not MainView.TABLE:
        return approvals[:MAX_WHOLE]
    nearest = sorted(arns, key=lambda arn: graph.distances.get(arn, len(graph.vertices)))
    return list(dict.fromkeys((*approvals, *nearest)))[:MAX_WHOLE]


def needs_all_names(request: ViewRequest) -> bool:
    """Return whether all vertices must be described, visible or not.

    That is so in a table or timeline, without groups, in colors that depend on descriptions, and where kinds
    are hidden, which depend on descriptions as well.
    """
    address = request.address
    return (
        not request.has_groups
        or address.view in (MainView.TABLE, MainView.TIMELINE)
        or address.color_by is not ColorMode.TYPE
        or bool(address.hidden_kinds)
    )


def list_described(grouped: GroupedGraph) -> list[Arn]:
    """Return the visible vertices, and those named on closed groups."""
    members = (arn for group in grouped.closed_groups.values() for arn in group.members[:MAX_GROUP_NAMES])
    return list(dict.fromkeys((*grouped.graph.vertices, *members)))

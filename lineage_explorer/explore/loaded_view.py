"""Loaded, described and laid out view of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineage_explorer.explore.describe_visible import select_and_describe
from lineage_explorer.explore.load_graph import (
    ExplorerServices,
    LoadedGraph,
    PageState,
    ReadMode,
    StillLoading,
    load_graph,
)
from lineage_explorer.explore.visible_graph import VisibleGraph, list_ungrouped
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import Paths, find_paths
from lineage_explorer.layout import Layout
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery


@dataclass(frozen=True, slots=True)
class LoadedView:
    """View of an address; equal views render equal screens.

    Attributes:
        address: The address.
        query: Its query.
        stopped: Whether the page requested to stop reading.
        loaded: The loaded graph.
        undescribed_reasons: Reasons why vertices could not be described.
        describe_calls: Number of API calls for the descriptions.
        layout_id: Id of the layout.
        layout, visible, paths: Layout, visible graph, and paths. They follow from the other fields.
    """

    address: Address
    query: LineageQuery
    stopped: bool
    loaded: LoadedGraph
    undescribed_reasons: Mapping[Arn, str]
    describe_calls: int
    layout_id: str
    layout: Layout = field(compare=False)
    visible: VisibleGraph = field(compare=False)
    paths: Paths | None = field(compare=False)


def load_view(
    services: ExplorerServices, address: Address, *, page_state: PageState
) -> LoadedView | StillLoading | None:
    """Load, describe and lay out the graph of an address.

    Returns:
        The view; None if the address has no query.

    Raises:
        SourceError: Nothing could be read at all.
    """
    query = address.query
    if query is None:
        return None
    loaded = load_graph(services, address, query, page_state=page_state)
    if isinstance(loaded, StillLoading):
        return loaded
    paths = find_paths(loaded.graph, address.between.ends if address.between else None)
    loaded, visible = select_and_describe(
        services, loaded, address, ungrouped=list_ungrouped(paths, address.between)
    )
    layout_id, layout = services.layouts.lay_out_or_reuse(visible, previous_id=page_state.layout_id)
    return LoadedView(
        address,
        query,
        page_state.read_mode is ReadMode.STOP,
        loaded,
        services.catalog.find_undescribable(loaded.graph.vertices),
        services.catalog.count_calls(loaded.graph.vertices),
        layout_id,
        layout,
        visible,
        paths,
    )

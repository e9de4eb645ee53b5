"""Load a request's graph with its expansions, and arrange it.

The pipeline begins with it, and so do loaders of main views that show another graph beside the view's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineage_explorer.explore.describe import (
    describe_vertices,
    list_described,
    list_undescribed,
    list_whole,
    needs_all_names,
    read_endpoints,
)
from lineage_explorer.explore.load_graph import extend_loaded, load_graph
from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.moment_filter import find_period, look_back
from lineage_explorer.explore.services import ArrangingServices, ExplorerServices
from lineage_explorer.explore.serving_status import ServingStatus, find_status
from lineage_explorer.explore.several_starts import unite_starts
from lineage_explorer.explore.tag_filter import filter_by_tags
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.explore.visible_graph import VisibleGraph, list_ungrouped, select_visible
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import find_paths
from lineage_explorer.query.address import Address
from lineage_explorer.views.cards import CardSet, build_cards
from lineage_explorer.views.grouping import NODE_BUDGET


def load_extended(services: ExplorerServices, request: ViewRequest) -> LoadedGraph | StillLoading:
    """Load the graph of a request with its expansions.

    Raises:
        LineageError: The request has no query, or nothing could be read at all.
    """
    services = look_back(services, request.address)
    # 1. Load: the graph of each start, of the answer or of the comparison, as far as it has been read
    loaded = load_graph(services, request)
    if isinstance(loaded, StillLoading):
        return loaded
    united = unite_starts(services, request, loaded)
    if isinstance(united, StillLoading):
        return united
    # 2. Filter by tags, which the query cannot; then extend: further rounds, expanded and collapsed vertices
    tagged = filter_by_tags(services, request, united)
    return tagged if isinstance(tagged, StillLoading) else extend_loaded(services, request, tagged)


def arrange_view(services: ArrangingServices, request: ViewRequest, loaded: LoadedGraph) -> View:
    """Filter, group, describe and lay out a loaded graph."""
    address = request.address
    paths = find_paths(loaded.graph, address.between.ends if address.between else None)
    # 3. Describe every vertex first, where what is visible depends on it
    describes_all = needs_all_names(request)
    if describes_all:
        loaded = _describe(services, request, loaded, list(loaded.graph.vertices))
    # 4. Filter and group: hidden vertices are bridged, siblings become one node
    visible = select_visible(
        services.memo,
        loaded.graph,
        loaded.entities,
        request,
        ungrouped=(*loaded.graph.more_starts, *list_ungrouped(paths, address.between)),
    )
    # 5. Describe what is seen, for as long as the reader can wait; what groups hide follows
    if not describes_all:
        loaded = _describe(services, request, loaded, list_described(visible.grouped))
        loaded = _describe_hidden(services, request, loaded)
    if find_period(address) is None:  # what endpoints run now is no part of the past
        loaded = read_endpoints(services.catalog, loaded)
    # 6. Lay out: continue the layout that the reader is looking at, in columns as wide as their cards
    status, card_set = _build_cards(services, address, loaded, visible)
    if loaded.comparison:
        from lineage_explorer.explore.compared_cards import compare_cards  # noqa: PLC0415 - only for these

        card_set, status = compare_cards(card_set, status, loaded.comparison)
    layout_id, layout = services.layouts.lay_out_or_reuse(
        visible, card_set.wanted_widths, previous_id=request.previous_layout
    )
    is_stopped = request.read_mode is ReadMode.STOP
    return View(address, is_stopped, loaded, layout_id, layout, visible, paths, status, card_set)


def _build_cards(
    services: ArrangingServices, address: Address, loaded: LoadedGraph, visible: VisibleGraph
) -> tuple[ServingStatus, CardSet]:
    """Return the status and the cards of what is known, built once."""

    def build() -> tuple[VisibleGraph, ServingStatus, CardSet]:
        status = find_status(loaded, address)
        cards = build_cards(visible.grouped, loaded.entities, status.badges, status.serving_states)
        return visible, status, replace(cards, undescribed=frozenset(loaded.undescribed))

    known = (loaded.entities, loaded.configurations, loaded.undescribed, loaded.answer is None)
    inputs = (id(visible), known)  # the result keeps the visible graph alive
    _, status, card_set = services.memo.memoize_latest(loaded.graph, ("cards", address), inputs, build)
    return status, card_set


def _describe_hidden(services: ArrangingServices, request: ViewRequest, loaded: LoadedGraph) -> LoadedGraph:
    """Describe also what the groups of a small graph hide.

    A first picture waits neither for these names nor for who approved: the page asks for names again.
    """
    is_small = len(loaded.graph.vertices) <= NODE_BUDGET
    hidden = list_undescribed(loaded, request) if is_small else ()
    if not hidden:
        return loaded
    if request.names_are_due and not loaded.unnamed_count:
        return _describe(services, request, loaded, list(loaded.graph.vertices))
    return replace(loaded, unnamed_count=max(loaded.unnamed_count, len(hidden)))


def _describe(
    services: ArrangingServices, request: ViewRequest, loaded: LoadedGraph, arns: Sequence[Arn]
) -> LoadedGraph:
    if loaded.comparison and loaded.comparison.is_across:  # the catalog knows only one of both places
        return replace(loaded, entities=loaded.comparison.entities)
    whole = list_whole(loaded.graph, arns, request)
    return describe_vertices(services.catalog, loaded, arns, whole=whole)

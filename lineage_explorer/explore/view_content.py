"""Content of main views other than graph and table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View, ViewContent
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.query.address import MainView

ContentLoader: TypeAlias = Callable[[ExplorerServices, ViewRequest, View], ViewContent | StillLoading]
"""Loads the content of one main view for the graph that was loaded."""


def _load_report(services: ExplorerServices, request: ViewRequest, view: View) -> ViewContent | StillLoading:
    from lineage_explorer.explore.report_content import load_report  # noqa: PLC0415 - only for this view

    return load_report(services, request, view)


def _load_comparison(services: ExplorerServices, _request: ViewRequest, view: View) -> ViewContent:
    """Return the comparison; without a second entity, what can be compared."""
    if view.loaded.comparison:
        return view.loaded.comparison
    from lineage_explorer.explore.compare_offers import find_offers  # noqa: PLC0415 - only for this view

    return find_offers(services, view)


def _load_checks(services: ExplorerServices, request: ViewRequest, view: View) -> ViewContent:
    from lineage_explorer.explore.check_content import load_check_content  # noqa: PLC0415 - see below

    return load_check_content(services, request, view)


def _load_timeline(services: ExplorerServices, request: ViewRequest, view: View) -> ViewContent:
    from lineage_explorer.explore.timeline_content import load_timeline  # noqa: PLC0415 - see below

    return load_timeline(services, request, view)


def _load_impact(services: ExplorerServices, request: ViewRequest, _: View) -> ViewContent | StillLoading:
    from lineage_explorer.explore import impact_content  # noqa: PLC0415 - see below

    if request.naming_seconds is None:
        return impact_content.read_impact(services, request)
    return impact_content.read_whole_impact(services, request, seconds=request.naming_seconds)  # for a file


CONTENT_LOADERS: Mapping[MainView, ContentLoader] = {
    MainView.COMPARE: _load_comparison,
    MainView.CHECKS: _load_checks,
    MainView.TIMELINE: _load_timeline,
    MainView.IMPACT: _load_impact,
    MainView.REPORT: _load_report,
}
"""Loaders by main view. What a loader needs is imported when it is called."""


def load_content(
    services: ExplorerServices, request: ViewRequest, view: View
) -> ViewContent | StillLoading | None:
    """Load the content of the address's main view, if it has any."""
    load = CONTENT_LOADERS.get(view.address.view)
    return load(services, request, view) if load else None

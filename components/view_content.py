"""Content of main views other than graph and table, as components."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from dash.development.base_component import Component

from lineage_explorer.explore.view import View
from lineage_explorer.query.address import MainView

ContentRenderer: TypeAlias = Callable[[View], list[Component]]
"""Renders `View.content`; a pure function."""


def _render_report(view: View) -> list[Component]:
    from components.report import report_article  # noqa: PLC0415 - only for this view

    return report_article(view)


def _render_comparison(view: View) -> list[Component]:
    from components.comparison import comparison_document  # noqa: PLC0415 - only for this view

    return comparison_document(view)


def _render_checks(view: View) -> list[Component]:
    from components.check_list import render_checks  # noqa: PLC0415 - see below

    return render_checks(view)


def _render_timeline(view: View) -> list[Component]:
    from components.timeline import timeline_panel  # noqa: PLC0415 - see below

    return timeline_panel(view)


def _render_impact(view: View) -> list[Component]:
    from components.impact import impact_panel  # noqa: PLC0415 - see below

    return impact_panel(view)


CONTENT_RENDERERS: Mapping[MainView, ContentRenderer] = {
    MainView.COMPARE: _render_comparison,
    MainView.CHECKS: _render_checks,
    MainView.TIMELINE: _render_timeline,
    MainView.IMPACT: _render_impact,
    MainView.REPORT: _render_report,
}
"""Renderers by main view. What a renderer needs is imported when it is called."""


def render_content(view: View) -> list[Component]:
    """Render the content of the address's main view."""
    render = CONTENT_RENDERERS.get(view.address.view)
    return render(view) if render and view.content else []

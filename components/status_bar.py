"""Status bar below the graph, and progress display above it.

The status bar shows the result, its completeness and its age.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.attributes import aria


def status_bar() -> Component:
    """Return the empty status bar."""
    return html.Footer(
        [
            html.Div(id=ids.STATUS, role="status"),
            html.Div([html.Span(id=ids.COMPLETENESS), _age()], className="quiet"),
        ],
        className="status-bar",
    )


def progress_bar() -> Component:
    """Return the progress display that `assets/progress.js` updates.

    It changes several times a second, so it lies on top of the graph: in the status bar it would change the
    bar's height and move the graph.
    """
    return html.Div(
        [
            html.Span(className="bar", role="progressbar", **aria(label="Reading the answer")),
            html.Span(className="told"),
            html.Button(
                "Stop", id=ids.STOP, type="button", className="button", title="Keep what was read until now"
            ),
            html.Button("Read on", id=ids.READ_ON, type="button", className="button"),
        ],
        id=ids.PROGRESS,
        hidden=True,
    )


def _age() -> Component:
    return html.Span(
        [
            html.Time(id=ids.AGE),
            html.Button(
                "Refresh",
                id=ids.REFRESH,
                type="button",
                className="button",
                title="Read this answer anew, from its first page",
            ),
        ],
        className="age",
    )

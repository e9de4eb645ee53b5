"""What was found, how completely, and how long ago: under the picture. How far reading has got: on it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.attributes import aria


def status_bar() -> Component:
    """Return the bar, empty."""
    return html.Footer(
        [
            html.Div(id=ids.STATUS, role="status"),
            html.Div([html.Span(id=ids.COMPLETENESS), _age()], className="quiet"),
        ],
        className="status-bar",
    )


def progress() -> Component:
    """Return the sign of reading, which `assets/progress.js` fills: it changes several times a second.

    It lies on the picture: as a part of the bar it would change its height, and move what is looked at.
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

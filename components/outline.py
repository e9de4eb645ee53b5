"""Containers of the outline and the breadcrumbs.

`assets/outline.js` and `assets/trail.js` fill them.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.attributes import aria
from components.icons import icon


def outline() -> Component:
    """Return the closed panel that lists the drawn entities."""
    return html.Nav(
        [
            html.Div(
                [
                    html.H3("Outline"),
                    html.Button(
                        icon("close"), type="button", className="button", **aria(label="Close the outline")
                    ),
                ],
                className="outline-head",
            ),
            html.Div(className="twin"),
        ],
        id=ids.OUTLINE,
        className="outline",
        hidden=True,
        **aria(label="Outline of the picture"),
    )


def breadcrumbs() -> Component:
    """Return the empty list of previous focuses."""
    return html.Nav(html.Ol(), id=ids.TRAIL, className="trail", **aria(label="Where you have been"))

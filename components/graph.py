"""Canvas of the graph.

Cytoscape draws, `assets/picture.js` passes it the elements, and `placement` computes their positions.
"""

from __future__ import annotations

import dash_cytoscape as cyto
from dash import html
from dash.development.base_component import Component

from components import ids
from components.attributes import aria
from components.icons import icon
from components.keys import keys

MIN_ZOOM = 0.05
MAX_ZOOM = 3.0


def graph() -> Component:
    """Return the empty canvas with its toolbar and legend container."""
    return html.Div(
        [
            cyto.Cytoscape(
                id=ids.GRAPH,
                elements=[],
                layout={"name": "preset", "fit": False},
                autoRefreshLayout=False,
                autoungrabify=True,
                boxSelectionEnabled=False,
                minZoom=MIN_ZOOM,
                maxZoom=MAX_ZOOM,
                stylesheet=[],
                wheelSensitivity=0.2,
                style={"width": "100%", "height": "100%"},
            ),
            html.Div(id=ids.LEGEND, className="legend", role="group", **aria(label="Legend: what is shown")),
            html.Div(
                [
                    _tool(ids.LOOK_FOR, "search", "Find in the picture (Ctrl+F)"),
                    _tool(ids.SHOW_OUTLINE, "list", "Outline of the picture", controls=ids.OUTLINE),
                    _tool(ids.ZOOM_IN, "plus", "Zoom in"),
                    _tool(ids.ZOOM_OUT, "minus", "Zoom out"),
                    _tool(ids.FIT, "fit", "Fit the whole picture"),
                    _tool(ids.CENTRE, "centre", "Centre on the start"),
                    _tool(ids.FLOW, "flow", "Draw from top to bottom", pressed="false"),
                    _tool(ids.SHOW_KEYS, "keyboard", "List the keys (?)"),
                ],
                className="toolbar",
                role="toolbar",
                **aria(label="Picture"),
            ),
            html.Div(className="tooltip", role="tooltip", hidden=True),
            html.Div(id=ids.SPOKEN, className="unseen", role="status"),
            keys(),
        ],
        className="canvas",
    )


def _tool(id_: str, icon_name: str, title: str, *, controls: str = "", pressed: str = "") -> Component:
    """Return a toolbar button.

    Args:
        id_: Id of the button.
        icon_name: Name of its icon.
        title: Tooltip and label.
        controls: Id of the panel that the button opens, which is closed at first; empty for none.
        pressed: Initial state of a switch, "true" or "false"; empty if the button is no switch.
    """
    panel = aria(controls=controls, expanded="false") if controls else {}
    switch = aria(pressed=pressed) if pressed else {}
    return html.Button(
        icon(icon_name), id=id_, title=title, type="button", **aria(label=title), **panel, **switch
    )

"""Canvas of the graph.

Cytoscape draws, `web/graph/graph-view.js` passes it the elements, and `lineage_explorer.layout` computes
their positions.
"""

from __future__ import annotations

import dash_cytoscape as cyto
from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon
from components.keys import shortcut_dialog

MIN_ZOOM = 0.05
MAX_ZOOM = 3.0


def graph_canvas() -> Component:
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
                    _tool_button(ids.FIND, "search", "Find in the graph (Ctrl+F)"),
                    _tool_button(ids.SHOW_OUTLINE, "list", "List", controls=ids.OUTLINE),
                    _tool_button(ids.ZOOM_IN, "plus", "Zoom in"),
                    _tool_button(ids.ZOOM_OUT, "minus", "Zoom out"),
                    _tool_button(ids.FIT, "fit", "Fit to screen"),
                    _tool_button(ids.CENTER, "centre", "Center on focus"),
                    _tool_button(ids.ORIENTATION, "flow", "Draw from top to bottom", pressed="false"),
                    _reset_button(),
                    _tool_button(ids.SHOW_KEYS, "keyboard", "Keyboard shortcuts (?)"),
                ],
                className="toolbar",
                role="toolbar",
                **aria(label="Graph tools"),
            ),
            html.Div(className="tooltip", role="tooltip", hidden=True),
            html.Div(id=ids.CARD_STATUS, className="unseen", role="status"),
            shortcut_dialog(),
        ],
        className="canvas",
    )


def _tool_button(id_: str, icon_name: str, title: str, *, controls: str = "", pressed: str = "") -> Component:
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


def _reset_button() -> Component:
    """Return the button that puts moved cards back, hidden at first."""
    title = "Reset layout"
    return html.Button(
        icon("undo"), id=ids.RESET_MOVES, title=title, type="button", hidden=True, **aria(label=title)
    )

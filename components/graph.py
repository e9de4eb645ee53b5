"""Canvas of the graph.

Cytoscape draws, `web/graph/graph-view.js` passes it the elements, and `lineage_explorer.layout` computes
their positions.
"""

from __future__ import annotations

import dash_cytoscape as cyto
from dash import html
from dash.development.base_component import Component

from components import ids

MIN_ZOOM = 0.05
MAX_ZOOM = 3.0


def graph_canvas() -> Component:
    """Return the empty canvas."""
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
            html.Div(className="tooltip", role="tooltip", hidden=True),
            html.Div(id=ids.CARD_STATUS, className="unseen", role="status"),
        ],
        className="canvas",
    )

"""Client-side switches of direction, view, colors and line styles."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, State

from components import ids


def register(app: Dash) -> None:
    """Register the switches, which run in the browser only.

    A direction is previewed when it is chosen. A view, color mode or line style is applied when it is chosen.
    """
    app.clientside_callback(
        ClientsideFunction("lineage", "previewDirection"),
        Input(ids.DIRECTION, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "setView"),
        Input(ids.VIEW, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "setColorMode"), Input(ids.COLOR_BY, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "setLineStyle"),
        Input(ids.LINE_STYLE, "value"),
        prevent_initial_call=True,
    )

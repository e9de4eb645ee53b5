"""What happens in the browser alone: drawing, and switching between views."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, State

from components import ids


def register(app: Dash) -> None:
    """Hand drawings to the canvas, say at once that an address is being read, follow quick switches."""
    app.clientside_callback(ClientsideFunction("lineage", "draw"), Input(ids.DRAWING, "data"))
    app.clientside_callback(ClientsideFunction("lineage", "loading"), Input(ids.ADDRESS, "search"))
    app.clientside_callback(
        ClientsideFunction("lineage", "lead"), Input(ids.DIRECTION, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "turn"),
        Input(ids.VIEW, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )

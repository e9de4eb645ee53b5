"""What happens in the browser alone: switching between directions, views and lenses."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, State

from components import ids


def register(app: Dash) -> None:
    """Follow quick switches: another direction is tried, another view or other lenses shown, once chosen."""
    app.clientside_callback(
        ClientsideFunction("lineage", "lead"), Input(ids.DIRECTION, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "turn"),
        Input(ids.VIEW, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "tint"), Input(ids.LENS, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "stroke"), Input(ids.LINES, "value"), prevent_initial_call=True
    )

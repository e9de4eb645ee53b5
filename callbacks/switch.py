"""What happens in the browser alone: switching between directions and views."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, State

from components import ids


def register(app: Dash) -> None:
    """Follow quick switches: another direction is tried, another view shown, as soon as it is chosen."""
    app.clientside_callback(
        ClientsideFunction("lineage", "lead"), Input(ids.DIRECTION, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("lineage", "turn"),
        Input(ids.VIEW, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )

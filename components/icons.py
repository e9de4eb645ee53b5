"""Icons by name; their drawings stand in `assets/icons.js`, which the canvas shares."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.attributes import aria


def icon(name: str) -> Component:
    """Return an icon in the colour of the text around it; it says nothing to a screen reader."""
    return html.Span(className="icon", style={"--icon": f"var(--icon-{name})"}, **aria(hidden="true"))


def badge(name: str, family: str) -> Component:
    """Return an icon in a tinted square of its family's colour."""
    return html.Span(icon(name), className=f"badge family-{family}")

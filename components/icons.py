"""Icons by name.

Their drawings are in `assets/icons.js`, which the canvas uses as well.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.attributes import aria


def icon(name: str) -> Component:
    """Return an icon in the color of the surrounding text.

    It is hidden from screen readers.
    """
    return html.Span(className="icon", style={"--icon": f"var(--icon-{name})"}, **aria(hidden="true"))


def badge(name: str, family: str) -> Component:
    """Return an icon in a square tinted with its family's color."""
    return html.Span(icon(name), className=f"badge family-{family}")

"""Table header by which `assets/tables.js` sorts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def sortable_header(title: str) -> Component:
    """Return a sortable column header; its table needs the class `sortable`."""
    return html.Th(html.Button(title, type="button", title=f"Sort by {title.lower()}"), scope="col")

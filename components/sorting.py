"""The head of a column by which a table can be sorted; `assets/tables.js` sorts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def sorting(title: str) -> Component:
    """Return the head of a column; its table has the class `sortable`."""
    return html.Th(html.Button(title, type="button", title=f"Sort by {title.lower()}"), scope="col")

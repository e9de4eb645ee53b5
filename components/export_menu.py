"""The Export menu: files and copies of what the page shows.

`web/panels/export-menu.js` runs its items.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import data, icon
from lineage_explorer.export.formats import FORMATS, ExportFormat

_HIDDEN = ("csv-metadata", "md", "txt")
"""Formats that are not files for readers: the first describes one, the others are copied."""

_COPIES = (("txt", "As text"), ("md", "As Markdown"), ("csv", "As CSV"))


def export_menu() -> Component:
    """Return the button with its menu; `web/panels/popup-menus.js` closes it."""
    files = [each for each in FORMATS if each.slug not in _HIDDEN]
    return html.Details(
        [
            html.Summary(
                [icon("save"), "Export"],
                id=ids.EXPORT,
                className="button",
                title="Save what is shown as a file, or copy its list",
            ),
            html.Div(
                [
                    *map(_file_item, files),
                    html.Hr(),
                    html.P("Copy the list", className="quiet"),
                    *(html.Button(title, type="button", **data(clipboard=slug)) for slug, title in _COPIES),
                    html.Hr(),
                    html.P("Story", className="quiet"),
                    html.Button("Add to story", type="button", **data(story="add")),
                    html.Button("Show story", type="button", **data(story="show")),
                ],
                className="export-list",
            ),
        ],
        className="popup export-menu",
    )


def _file_item(export_format: ExportFormat) -> Component:
    suffix = export_format.suffix.rpartition(".")[2]
    return html.Button(
        [export_format.title, html.Span(suffix, className="suffix")],
        type="button",
        **data(export=export_format.slug),
    )

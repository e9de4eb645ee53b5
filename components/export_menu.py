"""The Export menu: files and copies of what the page shows.

`web/panels/export-menu.js` runs its items.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components import mantine as dmc
from components.html_elements import data, icon
from lineage_explorer.export.formats import FORMATS, ExportFormat

_HIDDEN = ("csv-metadata", "md", "txt")
"""Formats that are no files for readers: the first describes one, the others are copied."""

_COPIES = (("txt", "As text"), ("md", "As Markdown"), ("csv", "As CSV"))


def export_menu() -> Component:
    """Return the button with its menu."""
    files = [each for each in FORMATS if each.slug not in _HIDDEN]
    return dmc.Menu(
        [
            dmc.MenuTarget(
                html.Button(
                    [icon("save"), "Export"],
                    id=ids.EXPORT,
                    type="button",
                    className="button",
                    title="Save what is shown as a file, or copy its list",
                )
            ),
            dmc.MenuDropdown(
                [
                    *map(_file_item, files),
                    dmc.MenuDivider(),
                    dmc.MenuLabel("Copy the list"),
                    *(dmc.MenuItem(title, **data(clipboard=slug)) for slug, title in _COPIES),
                ]
            ),
        ],
        position="bottom-end",
        width=232,
        shadow="md",
    )


def _file_item(export_format: ExportFormat) -> Component:
    return dmc.MenuItem(
        export_format.title,
        rightSection=html.Span(export_format.suffix.rpartition(".")[2], className="suffix"),
        **data(export=export_format.slug),
    )

"""Legend of the colors in use; each entry hides its kind."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from lineage_explorer.views.legend_entries import LegendEntry


def legend(entries: Iterable[LegendEntry], *, everything: str) -> list[Component]:
    """Return one toggle button for each entry of the legend.

    A button is pressed while its kind is drawn; `assets/legend.js` handles clicks.

    Args:
        entries: Entries in display order. Hidden kinds are included, so that they can be shown again.
        everything: The address at which nothing is hidden.
    """
    items = list(entries)
    show_all = dcc.Link("Show all", href=everything, className="show-all")
    return [*map(_button, items), *([show_all] if any(entry.hiding_words for entry in items) else [])]


def _button(entry: LegendEntry) -> Component:
    kind, total = entry.kind, len(entry.kind.members)
    is_partial = 0 < entry.visible_count < total and not entry.is_hidden
    return html.Button(
        [
            html.Span(className="swatch"),
            html.Span(kind.title, className="title"),
            html.Span(
                f"{entry.visible_count:,} of {total:,}" if is_partial else f"{total:,}", className="count"
            ),
        ],
        type="button",
        className=f"entry family-{kind.color}",
        title=f"{'Show' if entry.is_hidden else 'Hide'} (with Shift or a double click: only this)",
        **data(word=kind.word, words=json.dumps(entry.hiding_words)),
        **aria(pressed="false" if entry.is_hidden else "true"),
    )

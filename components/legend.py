"""What the colours mean, for those that are in the picture: each a button that hides its kind."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from lineage.views.legend import Entry


def legend(entries: Iterable[Entry], *, everything: str) -> list[Component]:
    """Return one button an entry, pressed while its kind is drawn; `assets/legend.js` follows them.

    Args:
        entries: What to list, in this order; those that are hidden stay, to be brought back.
        everything: The address at which nothing is hidden.
    """
    listed = list(entries)
    back = dcc.Link("Show all", href=everything, className="show-all")
    return [*map(_button, listed), *([back] if any(entry.words for entry in listed) else [])]


def _button(entry: Entry) -> Component:
    kind, total = entry.kind, len(entry.kind.members)
    partly = 0 < entry.drawn < total and not entry.hidden
    return html.Button(
        [
            html.Span(className="swatch"),
            html.Span(kind.title, className="title"),
            html.Span(f"{entry.drawn:,} of {total:,}" if partly else f"{total:,}", className="count"),
        ],
        type="button",
        className=f"entry family-{kind.colour}",
        title=f"{'Show' if entry.hidden else 'Hide'} (with Shift or a double click: only this)",
        **data(word=kind.word, words=json.dumps(entry.words)),
        **aria(pressed="false" if entry.hidden else "true"),
    )

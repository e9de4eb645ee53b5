"""Legend of kinds and line styles, and notices about hidden kinds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, data, icon
from lineage_explorer.explore.visible_graph import VisibleGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.decorators import Stroke
from lineage_explorer.views.legend_entries import LegendEntry, build_legend_entries, find_unknown_words
from lineage_explorer.views.summary import CompletenessNote


def build_legend(
    visible: VisibleGraph, vertex_shades: Mapping[Arn, Shade], address: Address
) -> list[Component]:
    """Return the legend, in which a click hides or shows a kind.

    Args:
        visible: The visible graph.
        vertex_shades: Shade of each vertex of the graph, visible or not.
        address: The address.
    """
    graph = visible.filtered.graph
    items = build_legend_entries(vertex_shades, visible.hidden_kinds, graph.vertices.keys(), graph.start)
    return _legend(items, everything=format_link(_show_all_kinds(address)))


def describe_hidden_kinds(visible: VisibleGraph, address: Address) -> list[CompletenessNote]:
    """Return how many kinds are hidden, with a link to show them.

    The list is empty if none is hidden.
    """
    count = sum(1 for kind in visible.hidden_kinds if kind.members & visible.filtered.hidden)
    return (
        [CompletenessNote(f"{format_count(count, 'kind')} hidden", "show", _show_all_kinds(address))]
        if count
        else []
    )


def explain_not_hidden(visible: VisibleGraph, address: Address) -> list[str]:
    """Return sentences about what could not be hidden.

    They name each word of `hide` that matches nothing, and count the hidden entities that stay as hubs.
    """
    sentences = [
        f"“{word}” is no kind that could be hidden: neither in the legend nor a type in this answer."
        for word in find_unknown_words(address.hidden_kinds, visible.hidden_kinds)
    ]
    hub_count = len(visible.filtered.hubs)
    if not hub_count:
        return sentences
    stays = f"{format_count(hub_count, 'entity')} of what is hidden {'stays' if hub_count == 1 else 'stay'}"
    return [*sentences, f"{stays}: without, too many would have to be joined to too many."]


def line_legend(counted_strokes: Iterable[tuple[Stroke, int]]) -> list[Component]:
    """Return a legend entry with its association count for each stroke."""
    return [
        html.Span(
            [
                html.Span(className=f"stroke {stroke.name}"),
                stroke.title,
                html.Span(f"{count:,}", className="count"),
            ]
        )
        for stroke, count in counted_strokes
    ]


def close_group_link(title: str, *, href: str) -> Component:
    """Return the link that closes an open group.

    Args:
        title: Title of the group, with the number of its members.
        href: The current address with the group closed.
    """
    return html.Span(dcc.Link([icon("close"), f"Close {title}"], href=href), className="closer")


def _show_all_kinds(address: Address) -> Address:
    return replace(address, hidden_kinds=())


def _legend(entries: Iterable[LegendEntry], *, everything: str) -> list[Component]:
    """Return one toggle button for each entry of the legend.

    A button is pressed while its kind is drawn; `web/panels/legend.js` handles clicks.

    Args:
        entries: Entries in display order. Hidden kinds are included, so that they can be shown again.
        everything: The address at which nothing is hidden.
    """
    items = list(entries)
    show_all = dcc.Link("Show all", href=everything, className="show-all")
    return [*map(_kind_button, items), *([show_all] if any(entry.hiding_words for entry in items) else [])]


def _kind_button(entry: LegendEntry) -> Component:
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

"""Legend of kinds and line styles, and notices about hidden kinds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, data, icon
from components.notice import name_first
from lineage_explorer.explore.visible_graph import VisibleGraph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, shorten_middle
from lineage_explorer.query.address import Address, format_href
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.decorators import Stroke
from lineage_explorer.views.legend_entries import (
    KindCount,
    LegendEntry,
    build_legend_entries,
    find_unknown_words,
)
from lineage_explorer.views.summary import CompletenessNote


def build_legend(
    graph: LineageGraph, visible: VisibleGraph, vertex_shades: Mapping[Arn, Shade], address: Address
) -> list[Component]:
    """Return the legend, in which a click hides or shows a kind.

    Args:
        graph: The whole graph.
        visible: The visible graph.
        vertex_shades: Shade of each vertex of the graph, visible or not.
        address: The address.
    """
    items = build_legend_entries(
        graph, vertex_shades, visible.hidden_kinds, visible.filtered.graph.vertices.keys()
    )
    return _legend(items, everything=format_href(_show_all_kinds(address)))


def describe_hidden_kinds(visible: VisibleGraph, address: Address) -> list[CompletenessNote]:
    """Return how many entities are hidden, with a link to show them.

    The list is empty if none is hidden.
    """
    count = sum(1 for kind in visible.hidden_kinds if kind.members & visible.filtered.hidden)
    if not count:
        return []
    hidden = f"{format_count(len(visible.filtered.hidden), 'entity')} of {format_count(count, 'kind')} hidden"
    return [CompletenessNote(hidden, "show", _show_all_kinds(address))]


def explain_not_hidden(visible: VisibleGraph, address: Address) -> list[str]:
    """Return sentences about what could not be hidden.

    They name each word of `hide` that matches nothing, and count the hidden entities that stay as hubs.
    """
    sentences = name_first(
        tuple(find_unknown_words(address.hidden_kinds, visible.hidden_kinds)), _explain_unknown_kind
    )
    hub_count = len(visible.filtered.hubs)
    if not hub_count:
        return sentences
    stays = f"{format_count(hub_count, 'entity')} of what is hidden {'stays' if hub_count == 1 else 'stay'}"
    return [*sentences, f"{stays}: hiding more would connect too much."]


def _explain_unknown_kind(word: str) -> str:
    word = shorten_middle(word, 60)
    return f"“{word}” cannot be hidden: it is neither in the legend nor a type in this answer."


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
    kind = entry.kind
    is_partial = 0 < entry.visible_count < len(kind.members) and not entry.is_hidden
    return html.Button(
        [html.Span(className="swatch"), *_kind_counts(entry, is_partial=is_partial)],
        type="button",
        className=f"entry family-{kind.color}",
        title=f"{'Show' if entry.is_hidden else 'Hide'} (Shift+click: only this)",
        **data(word=kind.word, words=json.dumps(entry.hiding_words)),
        **aria(pressed="false" if entry.is_hidden else "true"),
    )


def _kind_counts(entry: LegendEntry, *, is_partial: bool) -> list[Component]:
    """Return the titles of an entry with their numbers.

    For example "Model 12 · Model group 1".
    """
    words: list[Component] = []
    for count in entry.counts:
        title = f"· {count.title}" if words else count.title
        number = (
            f"{count.total:,} hidden" if entry.is_extra else _format_kind_count(count, is_partial=is_partial)
        )
        words += [html.Span(title, className="title"), html.Span(number, className="count")]
    return words


def _format_kind_count(count: KindCount, *, is_partial: bool) -> str:
    if is_partial and count.visible < count.total:
        return f"{count.visible:,} of {count.total:,}"
    return f"{count.total:,}"

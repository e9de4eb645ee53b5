"""Legend and notices about hidden kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash.development.base_component import Component

from components.legend import legend
from lineage_explorer.explore.visible_graph import VisibleGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.questions.phrases import format_count
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.legend_entries import build_legend_entries, find_unknown_words
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
    return legend(items, everything=format_link(_show_all_kinds(address)))


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


def _show_all_kinds(address: Address) -> Address:
    return replace(address, hidden_kinds=())

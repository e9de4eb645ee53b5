"""Legend of the colors, which is also the filter.

It shows what each color means, how many vertices have it, and whether they are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.model import Arn
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.legend_entries__kinds import Kind, list_legend_kinds


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """Legend entry of one kind.

    Attributes:
        is_hidden: Whether the kind is not drawn. The focus, which is always drawn, does not count.
        visible_count: Number of drawn vertices of the kind.
        hiding_words: The words of the address that hide some of the kind.
    """

    kind: Kind
    is_hidden: bool
    visible_count: int
    hiding_words: tuple[str, ...]


def build_legend_entries(
    shades_by_arn: Mapping[Arn, Shade], hidden_kinds: Sequence[Kind], visible: Collection[Arn], start: Arn
) -> tuple[LegendEntry, ...]:
    """Return the legend entries: the colors, then other hidden kinds.

    The colors are in their order. The other hidden kinds are listed so that a reader can show them again.

    Args:
        shades_by_arn: Shade of each vertex of the graph, drawn or not.
        hidden_kinds: The kinds that the address hides.
        visible: The vertices that are left.
        start: The focus.
    """
    color_entries = [
        _build_entry(kind, hidden_kinds, visible, start) for kind in list_legend_kinds(shades_by_arn)
    ]
    hidden_colors = [entry.kind for entry in color_entries if entry.is_hidden]
    others = [
        kind for kind in hidden_kinds if not any(kind.members <= other.members for other in hidden_colors)
    ]
    return (*color_entries, *(_build_entry(kind, (kind,), visible, start) for kind in others))


def _build_entry(
    kind: Kind, hidden_kinds: Sequence[Kind], visible: Collection[Arn], start: Arn
) -> LegendEntry:
    words = tuple(other.word for other in hidden_kinds if other.members & kind.members)
    remaining = kind.members & frozenset(visible)
    is_gone = remaining <= {start} and remaining != kind.members
    return LegendEntry(kind, kind.word in words or is_gone, len(remaining), words)

"""Legend of the colors, which is also the filter.

It shows what each color means, how many vertices have it, and whether they are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lineage.model import Arn
from lineage.views.kinds import Kind, legend_kinds
from lineage.views.lenses import Shade


@dataclass(frozen=True, slots=True)
class Entry:
    """Legend entry of one kind.

    Attributes:
        hidden: Whether the kind is not drawn. The focus, which is always drawn, does not count.
        drawn: Number of drawn vertices of the kind.
        words: The words of the address that hide some of the kind.
    """

    kind: Kind
    hidden: bool
    drawn: int
    words: tuple[str, ...]


def entries(
    shown: Mapping[Arn, Shade], hidden: Sequence[Kind], drawn: Collection[Arn], start: Arn
) -> tuple[Entry, ...]:
    """Return the legend entries: the colors, then other hidden kinds.

    The colors are in their order. The other hidden kinds are listed so that a reader can show them again.

    Args:
        shown: Shade of each vertex of the graph, drawn or not.
        hidden: The kinds that the address hides.
        drawn: The vertices that are left.
        start: The focus.
    """
    color_entries = [_entry(kind, hidden, drawn, start) for kind in legend_kinds(shown)]
    hidden_colors = [entry.kind for entry in color_entries if entry.hidden]
    others = [kind for kind in hidden if not any(kind.members <= other.members for other in hidden_colors)]
    return (*color_entries, *(_entry(kind, (kind,), drawn, start) for kind in others))


def _entry(kind: Kind, hidden_kinds: Sequence[Kind], visible: Collection[Arn], start: Arn) -> Entry:
    words = tuple(other.word for other in hidden_kinds if other.members & kind.members)
    remaining = kind.members & frozenset(visible)
    is_gone = remaining <= {start} and remaining != kind.members
    return Entry(kind, kind.word in words or is_gone, len(remaining), words)

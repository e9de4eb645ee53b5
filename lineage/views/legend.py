"""The legend, which is the filter too: what colours mean, how many have it, and whether they are drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lineage.model import Arn
from lineage.views.kinds import Kind, legend_kinds
from lineage.views.lenses import Shade


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind in the legend.

    Attributes:
        hidden: Whether it is not drawn. The focus, which always is, does not count.
        drawn: How many of it are drawn.
        words: The words of the address that hide some of it.
    """

    kind: Kind
    hidden: bool
    drawn: int
    words: tuple[str, ...]


def entries(
    shown: Mapping[Arn, Shade], hidden: Sequence[Kind], drawn: Collection[Arn], start: Arn
) -> tuple[Entry, ...]:
    """Return what colours mean, in their order; then what else is hidden, so that it can be brought back.

    Args:
        shown: What the colour of each of the answer's vertices means, drawn or not.
        hidden: The kinds that the address hides.
        drawn: The vertices that are left.
        start: The focus.
    """
    coloured = [_entry(kind, hidden, drawn, start) for kind in legend_kinds(shown)]
    gone = [entry.kind for entry in coloured if entry.hidden]
    others = [kind for kind in hidden if not any(kind.members <= other.members for other in gone)]
    return (*coloured, *(_entry(kind, (kind,), drawn, start) for kind in others))


def _entry(kind: Kind, hidden: Sequence[Kind], drawn: Collection[Arn], start: Arn) -> Entry:
    words = tuple(other.word for other in hidden if other.members & kind.members)
    left = kind.members & frozenset(drawn)
    gone = left <= {start} and left != kind.members
    return Entry(kind, kind.word in words or gone, len(left), words)

"""Lines between cards of one column: stems, and lines beside it."""

from __future__ import annotations

from dataclasses import dataclass

from lineage_explorer.layout.types import Connector, Point

_STEM_INSET = 5.0
"""Distance of a stem from the side of the card that it hangs from."""


@dataclass(frozen=True, slots=True)
class CardBox:
    """Card in its place."""

    center: Point
    width: float
    height: float


def connect_output(holder: CardBox, card: CardBox) -> Connector:
    """Return the stem at a card's left, down to an output."""
    x = holder.center.x - holder.width / 2 + _STEM_INSET
    return Connector(
        (x - holder.center.x, holder.height / 2), (-card.width / 2, 0.0), (Point(x, card.center.y),)
    )


def connect_input(card: CardBox, holder: CardBox) -> Connector:
    """Return the stem from a card's right up to its holder."""
    x = holder.center.x + holder.width / 2 - _STEM_INSET
    return Connector(
        (card.width / 2, 0.0), (x - holder.center.x, holder.height / 2), (Point(x, card.center.y),)
    )


def connect_beside(source: CardBox, target: CardBox, x: float) -> Connector:
    """Return the line between two cards that passes beside them.

    Args:
        source: The first card.
        target: The other card.
        x: Where the line passes.
    """
    return Connector(
        (source.width / 2, 0.0),
        (target.width / 2, 0.0),
        (Point(x, source.center.y), Point(x, target.center.y)),
    )

"""Cards that a reader moved, as the address keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle

MAX_MOVES = 24
"""Number of cards that an address can keep at other places, so that it stays short enough for browsers."""

_PATTERN = re.compile(r"(?P<x>-?\d{1,5}),(?P<y>-?\d{1,5}):(?P<id>.+)")


@dataclass(frozen=True, slots=True)
class CardMove:
    """Distance of a card from its place in the layout.

    It is in layout units, to the right and down as the reader sees it.

    Attributes:
        id: The ARN of an entity, or the id of a group. One that is not in the picture has no effect.
    """

    id: str
    x: int
    y: int

    def __str__(self) -> str:
        return f"{self.x},{self.y}:{self.id}"


def parse_card_moves(texts: Sequence[str]) -> tuple[CardMove, ...]:
    """Parse values of `moved`; of one card the last one counts.

    Raises:
        InvalidQuery: A value is not `<right>,<down>:<id>`, or there are too many.
    """
    moves = {move.id: move for move in map(_parse_card_move, texts)}
    if len(moves) > MAX_MOVES:
        raise InvalidQuery(
            f"The address moves {len(moves)} cards; it can keep {MAX_MOVES}: reset the layout.",
            field="moved",
        )
    return tuple(moves.values())


def _parse_card_move(text: str) -> CardMove:
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not the move of a card: "
            "write moved=<right>,<down>:<ARN>, whole numbers.",
            field="moved",
        )
    return CardMove(match["id"], int(match["x"]), int(match["y"]))

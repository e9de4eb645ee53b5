"""Continue the layout on the screen.

Blocks that stay are held, and blocks in which a card stays are turned so that it can.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.staged.blocks import HUNG_GAP, Block, reverse_block
from lineage_explorer.layout.types import Layout

_MIN_KEPT_SHARE = 0.2
"""Share of the blocks that must stay, so that a layout is continued."""

_MIN_DISTANCE = 6.0
"""Least free height between a card that stays and what comes above or below it."""


def find_held_heights(
    blocks: Sequence[Block], previous: Layout | None, card_height: float
) -> dict[int, float]:
    """Return the previous height of each block that stays, if enough do."""
    if previous is None:
        return {}
    held: dict[int, float] = {}
    for number, block in enumerate(blocks):
        for card, offset in zip(block.cards, block.compute_offsets(card_height), strict=True):
            if card.arn in previous.points:
                held[number] = previous.points[card.arn].y - offset
                break
    return held if len(held) >= _MIN_KEPT_SHARE * len(blocks) else {}


def arrange_blocks(blocks: Sequence[Block], previous: Layout, card_height: float) -> Sequence[Block]:
    """Return blocks whose cards stay where they are.

    A card that stays and gets a new holder would have to make room for it. Where there is room below the
    card only, the holder hangs under the card instead, and remains there.
    """
    drawn = {card.arn for block in blocks for card in block.cards}
    return [_arrange_block(block, previous, drawn, card_height) for block in blocks]


def _arrange_block(block: Block, previous: Layout, drawn: AbstractSet[Arn], card_height: float) -> Block:
    points, top = previous.points, block.cards[0].arn
    stays = [card.arn for card in block.cards if card.arn in points and card.arn in previous.widths]
    if not stays:
        return block
    first = min(stays, key=lambda arn: points[arn].y)
    if first == top:
        return block
    turned = reverse_block(block, first)
    if top in points:
        offset = turned.compute_offsets(card_height)[[card.arn for card in turned.cards].index(top)]
        was_turned = points[top].y - points[first].y == offset - turned.compute_offsets(card_height)[0]
        return turned if was_turned else block
    own = {card.arn for card in block.cards}
    beside = [
        points[arn].y - points[first].y
        for arn in drawn & points.keys() - own
        if _is_in_column(previous, first, arn)
    ]
    step = card_height + HUNG_GAP
    above = [card.arn for card in block.cards].index(first) * step + card_height + _MIN_DISTANCE
    below = (len(block.cards) - 1) * step + card_height + _MIN_DISTANCE
    has_room_above = not any(-above < distance < 0 for distance in beside)
    has_room_below = not any(0 < distance < below for distance in beside)
    return turned if has_room_below and not has_room_above else block


def _is_in_column(previous: Layout, one: Arn, other: Arn) -> bool:
    """Return whether two cards stood above each other."""
    distance = abs(previous.points[one].x - previous.points[other].x)
    return distance < (previous.widths[one] + previous.widths.get(other, 0.0)) / 2

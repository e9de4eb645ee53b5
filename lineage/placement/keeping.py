"""A component drawn into the picture that the reader is looking at: what stays, stays where it is.

Ranks, order and heights of what stays are those of the former picture. What is new is inserted: in ranks
between or beside those that are there, in each rank where it crosses least, at a height where there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage.placement.extension import extended_ranks
from lineage.placement.flow import Component
from lineage.placement.former import footing, pins, stood
from lineage.placement.geometry import Geometry, arranged, reaches, whole
from lineage.placement.insertion import inserted
from lineage.placement.layers import Layers, Order, layered
from lineage.placement.picture import Measures, Place, Placement
from lineage.placement.pinning import pinned_heights
from lineage.placement.rows import fill, standing_rows
from lineage.placement.sheets import Sheet, sheet
from lineage.placement.wrapping import wrapped

_WIDEST_USUAL_GAP = 2.0
"""How many times its least width the gap beside a new rank may be, where others are as wide."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A component whose ranks and order are those of a former picture.

    Attributes:
        layers: Its nodes and links.
        order: The nodes of each rank from top to bottom.
        at: Where they stand, in the coordinates of the former picture.
    """

    component: Component
    layers: Layers
    order: Order
    at: Geometry

    def in_place(self, measures: Measures) -> Sheet:
        """Draw what stays where it stood."""
        return sheet(self.component, self.layers, self.order, self.at, measures)

    def closed_up(self, measures: Measures) -> Sheet:
        """Draw what stays in the same order, but as closely as a picture made anew."""
        sizes = [len(group) for group in self.component.groups]
        at = wrapped(self.layers, self.order, arranged(self.layers, self.order, sizes, measures), measures)
        return sheet(self.component, self.layers, self.order, at, measures)


def kept(component: Component, former: Placement, measures: Measures) -> Kept | None:
    """Continue a former picture with a component; None where nothing of it can be kept."""
    foot = footing(component.groups, former, measures)
    if foot is None:
        return None
    wide = extended_ranks(len(component.groups), component.arcs, foot.rank)
    taken = sorted(set(wide))
    sides = _sides([foot.sides.get(rank) for rank in taken], measures)
    number = {rank: index for index, rank in enumerate(taken)}
    layers = layered([number[rank] for rank in wide], component.arcs, component.ties)
    return _inserted(component, layers, former, sides, measures)


def _inserted(
    component: Component, layers: Layers, former: Placement, sides: Sequence[Place], measures: Measures
) -> Kept:
    """Insert what is new among what stays."""
    groups = component.groups
    pinned = pins(layers, groups, former, sides, measures)
    reach = reaches(layers, [len(group) for group in groups], measures)
    rows = standing_rows(layers, stood(groups, former), pinned, sides, measures)
    y = [height or 0.0 for height in pinned]
    order = rows.led([node for node, height in enumerate(pinned) if height is not None], layers, y)
    order, y = inserted(rows.thinned(layers), order, y, reach)
    fill(rows, order, layers.cards, sides, measures)
    rows.level(reach)
    y = pinned_heights(rows.thinned(layers), order, pinned, reach, y)
    left, right = zip(*sides, strict=True)
    at = Geometry(rows.x, whole([y[leader] for leader in rows.leader]), reach, left, right)
    return Kept(component, layers, rows.unfolded(order), at)


def _sides(known: Sequence[Place | None], measures: Measures) -> list[Place]:
    """Return the left and right side of all ranks; new ones are one card wide, beside or between the known.

    Where new ranks find no room, what stands to their right moves on.
    """
    gaps = [other[0] - one[1] for one, other in pairwise(known) if one and other]
    usual = min([*gaps, _WIDEST_USUAL_GAP * measures.rank_gap]) if gaps else measures.rank_gap
    begin = next(number for number, side in enumerate(known) if side)
    sides: list[Place] = []
    for side in reversed(known[: begin + 1]):
        right = sides[0][0] - usual if sides else 0.0
        sides.insert(0, side or (right - measures.card_width, right))
    moved, waiting = 0.0, 0
    for side in known[begin + 1 :]:
        waiting += 1
        if side is None:
            continue
        begin_free, end_free = sides[-1][1], side[0] + moved
        least = (waiting - 1) * measures.rank_pitch + measures.rank_gap
        moved += max(0.0, least - (end_free - begin_free))
        gap = (side[0] + moved - begin_free - (waiting - 1) * measures.card_width) // waiting
        for _ in range(waiting - 1):
            left = sides[-1][1] + gap
            sides.append((left, left + measures.card_width))
        sides.append((side[0] + moved, side[1] + moved))
        waiting = 0
    for _ in range(waiting):
        left = sides[-1][1] + usual
        sides.append((left, left + measures.card_width))
    return sides

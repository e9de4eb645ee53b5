"""Incremental layout of one component: nodes that stay keep their positions.

Their ranks, order and y coordinates are those of the previous layout. New nodes are inserted: in ranks
between or beside the existing ones, in each rank where they cross least, at a height where there is room.
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
"""Largest gap beside a new rank, in multiples of the least gap.

It is used only where the other gaps are as wide.
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Component with the ranks and the order of the previous layout.

    Attributes:
        component: The component.
        layers: Its nodes and links.
        order: The nodes of each rank from top to bottom.
        at: Their positions, in the coordinates of the previous layout.
    """

    component: Component
    layers: Layers
    order: Order
    at: Geometry

    def in_place(self, measures: Measures) -> Sheet:
        """Build the layout in which nodes that stay keep their positions."""
        return sheet(self.component, self.layers, self.order, self.at, measures)

    def closed_up(self, measures: Measures) -> Sheet:
        """Build the layout with the same order, compacted.

        It is as compact as a layout without a previous one.
        """
        sizes = [len(stack) for stack in self.component.groups]
        geometry = wrapped(
            self.layers, self.order, arranged(self.layers, self.order, sizes, measures), measures
        )
        return sheet(self.component, self.layers, self.order, geometry, measures)


def kept(component: Component, former: Placement, measures: Measures) -> Kept | None:
    """Continue the previous layout with a component.

    Returns:
        The component with its positions; None where nothing of the previous layout can be kept.
    """
    previous_ranks = footing(component.groups, former, measures)
    if previous_ranks is None:
        return None
    sparse_ranks = extended_ranks(len(component.groups), component.arcs, previous_ranks.rank)
    used_ranks = sorted(set(sparse_ranks))
    sides = _sides([previous_ranks.sides.get(rank) for rank in used_ranks], measures)
    index_of = {rank: index for index, rank in enumerate(used_ranks)}
    layers = layered([index_of[rank] for rank in sparse_ranks], component.arcs, component.ties)
    return _inserted(component, layers, former, sides, measures)


def _inserted(
    component: Component, layers: Layers, previous: Placement, sides: Sequence[Place], measures: Measures
) -> Kept:
    """Insert the new nodes among those that stay."""
    stacks = component.groups
    pinned_y = pins(layers, stacks, previous, sides, measures)
    half_heights = reaches(layers, [len(stack) for stack in stacks], measures)
    rows = standing_rows(layers, stood(stacks, previous), pinned_y, sides, measures)
    y = [previous_y or 0.0 for previous_y in pinned_y]
    order = rows.led([node for node, previous_y in enumerate(pinned_y) if previous_y is not None], layers, y)
    order, y = inserted(rows.thinned(layers), order, y, half_heights)
    fill(rows, order, layers.cards, sides, measures)
    rows.level(half_heights)
    y = pinned_heights(rows.thinned(layers), order, pinned_y, half_heights, y)
    left, right = zip(*sides, strict=True)
    geometry = Geometry(rows.x, whole([y[leader] for leader in rows.leader]), half_heights, left, right)
    return Kept(component, layers, rows.unfolded(order), geometry)


def _sides(known_sides: Sequence[Place | None], measures: Measures) -> list[Place]:
    """Return the left and right side of all ranks.

    New ranks are one card wide, beside or between the known ones. Where new ranks find no room, the ranks to
    their right move further right.
    """
    gaps = [after[0] - before[1] for before, after in pairwise(known_sides) if before and after]
    usual_gap = min([*gaps, _WIDEST_USUAL_GAP * measures.rank_gap]) if gaps else measures.rank_gap
    first_known = next(index for index, side in enumerate(known_sides) if side)
    sides: list[Place] = []
    for side in reversed(known_sides[: first_known + 1]):
        right = sides[0][0] - usual_gap if sides else 0.0
        sides.insert(0, side or (right - measures.card_width, right))
    shift, pending = 0.0, 0
    for side in known_sides[first_known + 1 :]:
        pending += 1
        if side is None:
            continue
        free_start, free_end = sides[-1][1], side[0] + shift
        needed = (pending - 1) * measures.rank_pitch + measures.rank_gap
        shift += max(0.0, needed - (free_end - free_start))
        gap = (side[0] + shift - free_start - (pending - 1) * measures.card_width) // pending
        for _ in range(pending - 1):
            left = sides[-1][1] + gap
            sides.append((left, left + measures.card_width))
        sides.append((side[0] + shift, side[1] + shift))
        pending = 0
    for _ in range(pending):
        left = sides[-1][1] + usual_gap
        sides.append((left, left + measures.card_width))
    return sides

"""A picture that continues the one that the reader is looking at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_low

from lineage.model import Arn
from lineage.placement.flow import Component
from lineage.placement.keeping import kept
from lineage.placement.packing import canvas_width, packed
from lineage.placement.picture import Measures, Place, Placement
from lineage.placement.sheets import Sheet, drawn, grid

_WORSE = 1.1
"""How many times the crossings and the area of a picture made anew are put up with where little stays."""

_STILL = 0.35
"""What is added to that where everything stays."""

_FEW = 3
"""Crossings that are put up with in any case."""

_NEARLY_ALL = 0.8
"""What stays, as a share of all that is in either picture, from which a step is not compared with a picture
made anew, if it does not sprawl: that would take most of the time, and little can have become worse."""

_UNSEEN = 4
"""How many such steps may follow each other until one is compared all the same."""

_ENOUGH = 3
"""One part in so many makes a move the usual one: columns then stand exactly where they stood."""


def continued(
    parts: Sequence[Component], start: Arn, former: Placement, measures: Measures
) -> tuple[list[Sheet], list[Place]]:
    """Draw the components, and state where the top left corner of each belongs.

    What stays is kept where it is, or else moved as little as may be. Where components would lie upon each
    other, and for what is new altogether, there is room below.
    """
    single = [part.groups[0][0] for part in parts if part.single]
    sheets = [_continued(part, former, measures) for part in parts if not part.single]
    if single:
        block = grid(single, canvas_width(sheets, len(single), measures), measures)
        sheets = [block, *sheets] if start in single else [*sheets, block]
    corners: dict[int, Place] = {}
    for number, sheet in enumerate(sheets):
        corner = _corner(sheet, start, former)
        if corner and not any(_meet(sheet, corner, sheets[other], at) for other, at in corners.items()):
            corners[number] = corner
    waiting = [number for number in range(len(sheets)) if number not in corners]
    left = min(x for x, _ in corners.values())
    floor = max(y + sheets[number].height for number, (_, y) in corners.items()) + measures.component_gap
    below = packed([sheets[number] for number in waiting], measures) if waiting else []
    corners.update((number, (left + x, floor + y)) for number, (x, y) in zip(waiting, below, strict=True))
    return sheets, [corners[number] for number in range(len(sheets))]


def _continued(part: Component, former: Placement, measures: Measures) -> Sheet:
    """Draw a component into the former picture, or else as nearly as it does not suffer by it."""
    same = kept(part, former, measures)
    if same is None:
        return drawn(part, measures, former)
    still = same.in_place(measures)
    stay = len(former.points.keys() & still.points.keys())
    share = stay / (len(former.points) + len(still.points) - stay)
    sprawls = still.width > _WORSE * former.width or still.height > _WORSE * former.height
    if share >= _NEARLY_ALL and not sprawls and (former.steps + 1) % _UNSEEN:
        return still
    anew = drawn(part, measures, former)
    worse = _WORSE + _STILL * share
    if still.crossings > worse * anew.crossings + _FEW:
        return anew
    area = (anew.width + measures.rank_pitch / 2) * (anew.height + measures.row_pitch)
    return still if still.width * still.height <= worse * area else same.closed_up(measures)


def _corner(sheet: Sheet, start: Arn, former: Placement) -> Place | None:
    """Return where a sheet's top left corner belongs; None when nothing on it was in the former picture.

    Most of what stays then stays exactly; where that cannot be, the start does.
    """
    stay = [arn for arn in sheet.points if arn in former.points]
    if not stay:
        return None
    xs = [former.points[arn].x - sheet.points[arn][0] for arn in stay]
    ys = [former.points[arn].y - sheet.points[arn][1] for arn in stay]
    x, y = _usual(xs), _usual(ys)
    if start in stay and 2 * sum(move == (x, y) for move in zip(xs, ys, strict=True)) <= len(stay):
        x, y = xs[stay.index(start)], ys[stay.index(start)]
    return sheet.left + x, sheet.top + y


def _usual(moves: Iterable[float]) -> float:
    """Return the most frequent of these moves, or the median where no move is frequent."""
    ordered = sorted(moves)
    move, votes = min(Counter(ordered).items(), key=lambda item: (-item[1], abs(item[0])))
    return move if _ENOUGH * votes >= len(ordered) else median_low(ordered)


def _meet(one: Sheet, at: Place, other: Sheet, there: Place) -> bool:
    """True when two sheets lie upon each other."""
    return (
        at[0] < there[0] + other.width
        and there[0] < at[0] + one.width
        and at[1] < there[1] + other.height
        and there[1] < at[1] + one.height
    )

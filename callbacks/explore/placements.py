"""Where everything stood before: a picture continues the one that the reader is looking at."""

from __future__ import annotations

from hashlib import sha256

from callbacks.explore.picture import Picture
from lineage.placement import Placement, Point, settled
from lineage.remembered import Remembered
from lineage.views.flowing import laid_out
from lineage.views.hiding import routes

FORMER = "Lineage-Former"
"""Header: the name of the placement that the reader is looking at."""

MOST_NEW = 200
"""New vertices up to which a picture continues the former one. Each is fitted in among all others, which for
so many takes half a second; and a picture that is mostly new is no continuation anyway."""


class Placements:
    """Places pictures, and remembers placements by names that the browser hands back.

    A name stands for a picture and all the pictures that led to it, not for a reader: whoever walks the same
    way meets the same names. Who comes back to a picture that fits what is looked at meets it as it was: so
    it is with most steps back, and with every second step of a random walk. A name that nobody remembers,
    after a restart or on another worker, costs no more than continuity: the next picture is placed afresh.

    Args:
        entries: How many placements are kept.
        seconds: How long each is kept: longer than anybody looks at one picture.
    """

    def __init__(self, *, entries: int, seconds: float) -> None:
        self._placements: Remembered[str, Placement] = Remembered(entries=entries, seconds=seconds)
        self._names: Remembered[tuple[str, Point], str] = Remembered(entries=entries, seconds=seconds)

    def of(self, picture: Picture, *, former: str) -> tuple[str, Placement]:
        """Return a placement and its name.

        Args:
            picture: What to place.
            former: The name of the placement that is looked at; empty for none. Where time flowed another
                way in it, nothing of it can be kept.
        """
        seen = self._placements.get(former)
        if seen is not None and former.startswith(picture.key):
            return former, seen
        same = former.startswith(picture.answer)
        if seen is not None and not same and not _continues(picture, seen):
            seen = None
        if seen is not None and not same and (fits := self._fitting(picture, seen)):
            return fits
        name = picture.key + (sha256(former.encode()).hexdigest()[:8] if seen is not None else "")
        placement = self._placements.ask(name, lambda: _placed(picture, seen, same=same))
        self._names.put((picture.key, placement.points[picture.start]), name)
        return name, placement

    def _fitting(self, picture: Picture, seen: Placement) -> tuple[str, Placement] | None:
        """Return a placement in which all stands where it is seen; None if none is remembered."""
        focus = seen.points.get(picture.start)
        name = self._names.get((picture.key, focus)) if focus else None
        placement = self._placements.get(name) if name else None
        return (name, placement) if name and placement and placement.fits(seen) else None


def _continues(picture: Picture, seen: Placement) -> bool:
    """Tell whether a picture can go on from another one."""
    new = picture.cards.graph.vertices.keys() - seen.points.keys()
    return picture.flow is seen.flow and len(new) <= MOST_NEW


def _placed(picture: Picture, seen: Placement | None, *, same: bool) -> Placement:
    """Place a picture; of the answer that is looked at, all that is drawn stays where it is."""
    shown = picture.cards
    if seen is not None and same:
        cards = {arn: shown.members(arn) for arn in shown.graph.vertices}
        stays = settled(seen, cards, routes(picture.rest, shown))
        if stays is not None:
            return stays
    return laid_out(shown.graph, picture.flow, former=seen)

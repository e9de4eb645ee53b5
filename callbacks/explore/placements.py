"""Layouts of visible graphs, each continuing the previous one.

A vertex keeps its position from one screen to the next where possible.
"""

from __future__ import annotations

from hashlib import sha256

from callbacks.explore.picture import Picture
from lineage.placement import Placement, Point, settled
from lineage.remembered import Remembered
from lineage.views.flowing import laid_out
from lineage.views.hiding import routes

FORMER = "Lineage-Former"
"""Request header with the id of the previous layout."""

MOST_NEW = 200
"""Maximum new vertices for a layout that continues the previous one.

Each is inserted among all others, which takes half a second for this many. And a graph that is mostly new
does not look like a continuation anyway."""


class Placements:
    """Store of layouts by ids that the browser sends back.

    An id identifies a visible graph and the layouts before it, not a reader: the same steps lead to the same
    ids. If a stored layout of the same graph agrees with the previous layout, it is reused. That is the case
    for most steps back, and for every second step of a random walk. An unknown id, after a restart or on
    another worker, costs only continuity: the next layout is computed from scratch.

    Args:
        entries: Number of layouts to keep.
        seconds: Time to live of a layout. It should exceed the time that a reader looks at one graph.
    """

    def __init__(self, *, entries: int, seconds: float) -> None:
        self._placements: Remembered[str, Placement] = Remembered(entries=entries, seconds=seconds)
        self._names: Remembered[tuple[str, Point], str] = Remembered(entries=entries, seconds=seconds)

    def of(self, picture: Picture, *, former: str) -> tuple[str, Placement]:
        """Return the layout of a visible graph, and its id.

        Args:
            picture: The visible graph.
            former: Id of the previous layout; empty for none. A layout of another orientation is not
                continued.
        """
        previous = self._placements.get(former)
        if previous is not None and former.startswith(picture.key):
            return former, previous
        same_graph = former.startswith(picture.answer)
        if previous is not None and not same_graph and not _continues(picture, previous):
            previous = None
        if previous is not None and not same_graph and (reusable := self._fitting(picture, previous)):
            return reusable
        layout_id = picture.key + (sha256(former.encode()).hexdigest()[:8] if previous is not None else "")
        layout = self._placements.ask(layout_id, lambda: _placed(picture, previous, same_graph=same_graph))
        self._names.put((picture.key, layout.points[picture.start]), layout_id)
        return layout_id, layout

    def _fitting(self, visible: Picture, previous: Placement) -> tuple[str, Placement] | None:
        """Return a stored layout that agrees with the previous one.

        The result is None if there is none.
        """
        focus = previous.points.get(visible.start)
        layout_id = self._names.get((visible.key, focus)) if focus else None
        layout = self._placements.get(layout_id) if layout_id else None
        return (layout_id, layout) if layout_id and layout and layout.fits(previous) else None


def _continues(visible: Picture, previous: Placement) -> bool:
    """Return whether a layout can continue the previous one."""
    new = visible.cards.graph.vertices.keys() - previous.points.keys()
    return visible.flow is previous.flow and len(new) <= MOST_NEW


def _placed(visible: Picture, previous: Placement | None, *, same_graph: bool) -> Placement:
    """Compute the layout of a visible graph.

    Within the same graph, everything that is drawn keeps its position.
    """
    grouped = visible.cards
    if previous is not None and same_graph:
        members_by_arn = {arn: grouped.members(arn) for arn in grouped.graph.vertices}
        unchanged = settled(previous, members_by_arn, routes(visible.rest, grouped))
        if unchanged is not None:
            return unchanged
    return laid_out(grouped.graph, visible.flow, former=previous)

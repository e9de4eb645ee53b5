"""Where everything stood before: a picture continues the one that the reader is looking at."""

from __future__ import annotations

from hashlib import sha256

from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.placement import Placement
from lineage.remembered import Remembered
from lineage.views.flowing import laid_out

FORMER = "Lineage-Former"
"""Header: the name of the placement that the reader is looking at."""

MOST_NEW = 200
"""New vertices up to which a picture continues the former one. Each is fitted in among all others, which for
so many takes half a second; and a picture that is mostly new is no continuation anyway."""


class Placements:
    """Places graphs, and remembers placements by names that the browser hands back.

    A name stands for a graph and all the pictures that led to it, not for a reader: whoever walks the same
    way meets the same names. A name that nobody remembers, after a restart or on another worker, costs no
    more than continuity: the next picture is placed afresh.

    Args:
        entries: How many placements are kept.
        seconds: How long each is kept: longer than anybody looks at one picture.
    """

    def __init__(self, *, entries: int, seconds: float) -> None:
        self._placements: Remembered[str, Placement] = Remembered(entries=entries, seconds=seconds)

    def of(
        self, graph: LineageGraph, key: str, *, former: str, flow: Flow = Flow.RIGHT
    ) -> tuple[str, Placement]:
        """Return a placement and its name.

        Args:
            graph: What to place.
            key: The same for equal graphs.
            former: The name of the placement that is looked at; empty for none. Where time flowed another
                way in it, nothing of it can be kept.
            flow: Which way time flows.
        """
        shown = self._placements.get(former)
        if shown is not None and former.startswith(key):
            return former, shown
        if shown is not None and not _continues(graph, flow, shown):
            shown = None
        name = f"{key}{sha256(former.encode()).hexdigest()[:8] if shown is not None else ''}"
        return name, self._placements.ask(name, lambda: laid_out(graph, flow, former=shown))


def _continues(graph: LineageGraph, flow: Flow, shown: Placement) -> bool:
    """Tell whether a picture can go on from another one."""
    return flow is shown.flow and len(graph.vertices.keys() - shown.points.keys()) <= MOST_NEW

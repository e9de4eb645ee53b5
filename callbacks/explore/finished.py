"""Screens as they are sent: JSON, compressed once for all who look at the same."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from callbacks.explore.scene import Scene
from lineage.remembered import Remembered

ENTRIES, SECONDS = 512, 300.0
"""Screens that are kept, and how long: of some hundred entities each takes 20 kB, and holds an answer that is
kept elsewhere for as long."""

_LEVEL = 4
"""Of gzip: a tenth larger than at its best, in a third of the time."""


def packed(sent: Any) -> bytes:
    """Return what the browser gets as compressed JSON."""
    text = json.dumps(sent, default=lambda part: part.to_plotly_json(), separators=(",", ":"))
    return gzip.compress(text.encode(), _LEVEL, mtime=0)


class Finished:
    """Screens that were made, each for as long as what it was made of stays the same.

    Who goes back, who walks to and fro, and who opens the link that somebody shared, looks at a screen that
    was made before. To make it takes ten times as long as to find out that it is still true.
    """

    def __init__(self) -> None:
        self._screens: Remembered[tuple[str, str], tuple[Scene, bytes]] = Remembered(
            entries=ENTRIES, seconds=SECONDS
        )

    def of(self, search: str, scene: Scene, make: Callable[[Scene], bytes]) -> bytes:
        """Return the screen of a scene, which is made if that was not done yet.

        Args:
            search: The address.
            scene: What it shows.
            make: Makes the screen.
        """
        if scene.found.graph.reading.more:
            return make(scene)  # the next one is another
        key = search, scene.where
        kept = self._screens.get(key)
        if kept and kept[0] == scene:
            return kept[1]
        screen = make(scene)
        self._screens.put(key, (scene, screen))
        return screen

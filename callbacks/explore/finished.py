"""Cache of screens as compressed JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from callbacks.explore.scene import Scene
from lineage.remembered import Remembered

ENTRIES, SECONDS = 512, 300.0
"""Number of cached screens, and their time to live in seconds.

A screen of some hundred entities takes 20 kB. It also keeps its graph alive, which other caches keep for as
long."""

_LEVEL = 4
"""Gzip level: a tenth larger than the best, three times as fast."""


def packed(sent: Any) -> bytes:
    """Return a payload as gzip-compressed JSON."""
    text = json.dumps(sent, default=lambda part: part.to_plotly_json(), separators=(",", ":"))
    return gzip.compress(text.encode(), _LEVEL, mtime=0)


class Finished:
    """Cache of rendered screens.

    An entry is valid as long as its view is equal. Back, repeated visits and shared links are served from it.
    Rendering a screen takes ten times as long as loading the view to compare.
    """

    def __init__(self) -> None:
        self._screens: Remembered[tuple[str, str], tuple[Scene, bytes]] = Remembered(
            entries=ENTRIES, seconds=SECONDS
        )

    def of(self, search: str, scene: Scene, make: Callable[[Scene], bytes]) -> bytes:
        """Return the rendered screen of a view; render it if necessary.

        Args:
            search: The address as a query string.
            scene: The view to render.
            make: Renders the view.
        """
        if scene.found.graph.reading.more:
            return make(scene)  # incomplete: the next screen differs
        key = search, scene.where
        entry = self._screens.get(key)
        if entry and entry[0] == scene:
            return entry[1]
        screen = make(scene)
        self._screens.put(key, (scene, screen))
        return screen

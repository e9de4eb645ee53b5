"""Cache of screens as compressed JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from lineage_explorer.explore.view import View
from lineage_explorer.sources.cache.single_flight import SingleFlightCache

ENTRIES, SECONDS = 512, 300.0
"""Number of cached screens, and their time to live in seconds.

A screen of some hundred entities takes 20 kB. It also keeps its graph alive, which other caches keep for as
long."""

_GZIP_LEVEL = 4
"""Gzip level: a tenth larger than the best, three times as fast."""


def compress_json(payload: Any) -> bytes:
    """Return a payload as gzip-compressed JSON."""
    text = json.dumps(payload, default=lambda part: part.to_plotly_json(), separators=(",", ":"))
    return gzip.compress(text.encode(), _GZIP_LEVEL, mtime=0)


class ScreenCache:
    """Cache of rendered screens.

    An entry is valid as long as its view is equal. Back, repeated visits and shared links are served from it.
    Rendering a screen takes ten times as long as loading the view to compare.
    """

    def __init__(self) -> None:
        self._screens: SingleFlightCache[tuple[str, str], tuple[View, bytes]] = SingleFlightCache(
            entries=ENTRIES, seconds=SECONDS
        )

    def get_or_render(self, search: str, view: View, render: Callable[[View], bytes]) -> bytes:
        """Return the rendered screen of a view; render it if necessary.

        Args:
            search: The address as a query string.
            view: The view to render.
            render: Renders the view.
        """
        if view.loaded.graph.read_status.has_more:
            return render(view)  # incomplete: the next screen differs
        key = search, view.layout_id
        entry = self._screens.get(key)
        if entry and entry[0] == view:
            return entry[1]
        screen = render(view)
        self._screens.put(key, (view, screen))
        return screen

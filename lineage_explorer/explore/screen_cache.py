"""Cache of screens as compressed JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from lineage_explorer.explore.view import View
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

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

    Args:
        caches: Opens the cache.
    """

    def __init__(self, caches: CacheRegistry) -> None:
        self._screens: ValueCache[tuple[str, str], tuple[View, bytes]] = caches.open(CacheName.SCREENS)

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

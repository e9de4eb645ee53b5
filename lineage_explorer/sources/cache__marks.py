"""Invalidations of cached data, shared by all users of a cache."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from cachetools import LRUCache

from lineage_explorer.sources.cache import Cache, now

EARLIEST_TIME = datetime.min.replace(tzinfo=UTC)
"""Earliest time: everything read since then is valid."""

_ENTRIES = 1_000


class Invalidations:
    """Thread-safe record of the time since when a subject's data is valid.

    Code that keeps values outside the cache stores this time with them and compares it later. So a *Refresh*
    in one process takes effect in the others. An invalidation lasts as long as the cache entries it concerns.

    Args:
        cache: The cache through which invalidations are shared; None for this object only.
        clock: Returns the current time, aware, in UTC; used when there is no cache.
    """

    def __init__(self, cache: Cache | None, clock: Callable[[], datetime] = now) -> None:
        self._cache = cache
        self._clock = clock
        # Local invalidations stay in effect even if the cache fails after they were stored.
        self._local: LRUCache[str, datetime] = LRUCache(_ENTRIES)
        self._lock = Lock()

    def invalidate(self, subject: str) -> datetime:
        """Invalidate all data of a subject; return since when it is valid."""
        invalidated_at = (
            self._cache.put(_build_key(subject), {}).read_at if self._cache is not None else self._clock()
        )
        with self._lock:
            self._local[subject] = invalidated_at
        return invalidated_at

    def valid_since(self, subject: str) -> datetime:
        """Return since when data of a subject is valid."""
        entry = self._cache.get(_build_key(subject)) if self._cache is not None else None
        with self._lock:
            local_time = self._local.get(subject, EARLIEST_TIME)
        return max(local_time, entry.read_at) if entry else local_time


def _build_key(subject: str) -> str:
    return json.dumps(["since", subject])

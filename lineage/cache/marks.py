"""Moments from which on something is to be read anew, for all who share a cache."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from cachetools import LRUCache

from lineage.cache import Cache, now

EVER = datetime.min.replace(tzinfo=UTC)
"""Since when everything counts."""

_ENTRIES = 1_000


class Marks:
    """Since when what is remembered of a subject counts; may be shared by threads.

    Whoever remembers something beside the cache compares the mark of then with that of now: so a *Refresh* in
    one process is heard of in the others. A mark lasts as long as the answers that it concerns.

    Args:
        cache: Where marks are shared; None for nowhere.
        clock: The time now, aware, in UTC, where there is no cache to tell it.
    """

    def __init__(self, cache: Cache | None, clock: Callable[[], datetime] = now) -> None:
        self._cache = cache
        self._clock = clock
        # One's own marks hold even if the cache fails between setting them and looking.
        self._own: LRUCache[str, datetime] = LRUCache(_ENTRIES)
        self._lock = Lock()

    def put(self, subject: str) -> datetime:
        """Let what was read of a subject until now count no more; return since when it counts."""
        moment = self._cache.put(_key(subject), {}).read if self._cache is not None else self._clock()
        with self._lock:
            self._own[subject] = moment
        return moment

    def at(self, subject: str) -> datetime:
        """Return since when what is remembered of a subject counts."""
        kept = self._cache.get(_key(subject)) if self._cache is not None else None
        with self._lock:
            own = self._own.get(subject, EVER)
        return max(own, kept.read) if kept else own


def _key(subject: str) -> str:
    return json.dumps(["since", subject])

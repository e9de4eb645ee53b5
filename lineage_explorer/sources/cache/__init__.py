"""Cache of an account's API responses, with the time each was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from cachetools import LRUCache

from lineage_explorer.errors import LineageError


class CacheUnusable(LineageError):
    """Cache that cannot be opened, does not respond, or holds invalid data.

    Only the operator who configures the cache sees this error. For readers, a failing cache is an empty one.
    """

    title = "The cache cannot be used"


CLAIM_SECONDS = 5.0
"""Lifetime of a claim, in seconds; bounds the wait of others if its holder died."""


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """API response, and when it was read.

    Attributes:
        response: Plain values as boto3 gives them: mappings, lists, strings, numbers, datetimes.
        read_at: When the account sent the response, aware, in UTC; the entry's age counts from here.
    """

    response: dict[str, Any]
    read_at: datetime


class Cache(Protocol):
    """Cache of the responses of one account, as one caller sees it.

    Several processes may share it. A cache that fails stores nothing, and raises no error.
    """

    def get(self, key: str) -> CacheEntry | None:
        """Return the entry of a key, unless it has expired."""
        ...

    def put(self, key: str, response: dict[str, Any]) -> CacheEntry:
        """Store a response that was read now, and end its claim.

        It replaces an earlier response.
        """
        ...

    def claim(self, key: str) -> bool:
        """Claim the right to send a request; return whether it was granted.

        It is not granted for `CLAIM_SECONDS` after it was granted to another caller.
        """
        ...

    def release(self, key: str) -> None:
        """Give up a claim, after the response could not be read."""
        ...


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


class MemoryCache:
    """Thread-safe `Cache` in this process's memory.

    Args:
        entries: Maximum number of entries; the least recently used one is evicted.
        seconds: Time to live of an entry, in seconds.
        clock: Returns the current time, aware, in UTC.
    """

    def __init__(self, *, entries: int, seconds: float, clock: Callable[[], datetime] = now) -> None:
        self._entries: LRUCache[str, CacheEntry] = LRUCache(entries)
        self._claims: dict[str, datetime] = {}
        self._time_to_live = timedelta(seconds=seconds)
        self._clock = clock
        self._lock = Lock()

    def get(self, key: str) -> CacheEntry | None:
        """Return the entry of a key, unless it has expired."""
        with self._lock:
            entry = self._entries.get(key)
        return entry if entry and self._clock() - entry.read_at < self._time_to_live else None

    def put(self, key: str, response: dict[str, Any]) -> CacheEntry:
        """Store a response that was read now, and end its claim."""
        entry = CacheEntry(response, self._clock())
        with self._lock:
            self._entries[key] = entry
            self._claims.pop(key, None)
        return entry

    def claim(self, key: str) -> bool:
        """Claim the right to send a request; return whether it was granted."""
        current_time = self._clock()
        with self._lock:
            claimed_at = self._claims.get(key)
            if claimed_at and current_time - claimed_at < timedelta(seconds=CLAIM_SECONDS):
                return False
            self._claims[key] = current_time
        return True

    def release(self, key: str) -> None:
        """Give up a claim."""
        with self._lock:
            self._claims.pop(key, None)


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

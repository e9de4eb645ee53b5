"""Cache of computations that run once, in the background.

For work that takes longer than a request may wait; all requests for one key share it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

MAX_CONCURRENT_COMPUTATIONS = 8
"""Maximum number of concurrent computations; further ones are queued."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BackgroundCache(Generic[K, V]):
    """Cache of results by key, computed in background threads; thread-safe.

    Args:
        entries: Maximum number of results; the least recently used one is evicted.
        seconds: Time to live of a result, counted from the start of its computation.
    """

    def __init__(self, *, entries: int, seconds: float) -> None:
        self._futures: TTLCache[K, Future[V]] = TTLCache(entries, seconds)
        self._pool = ThreadPoolExecutor(MAX_CONCURRENT_COMPUTATIONS, thread_name_prefix="promises")
        self._lock = Lock()

    def get_or_compute(self, key: K, compute: Callable[[], V], *, seconds: float | None = None) -> V | None:
        """Return the result of `compute`, or None if it takes too long.

        `seconds` is how long to wait; None waits until the result is there. An error is raised in every
        waiting thread and is not cached: the next request starts the work again.
        """
        with self._lock:
            future = self._futures.get(key)
            if future is None:
                future = self._futures[key] = self._pool.submit(compute)
        if not wait([future], seconds).done:
            return None
        if future.exception() is not None:
            self._discard_failed(key, future)
        return future.result()

    def discard(self, key: K) -> None:
        """Discard a result, so that it is computed again."""
        with self._lock:
            self._futures.pop(key, None)

    def _discard_failed(self, key: K, future: Future[V]) -> None:
        with self._lock:
            if self._futures.get(key) is future:
                del self._futures[key]

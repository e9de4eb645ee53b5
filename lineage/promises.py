"""Work that takes longer than a request may wait, done once in the background for all who want it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

MOST_AT_ONCE = 8
"""Works that are done at the same time; further ones wait for their turn."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Promises(Generic[K, V]):
    """Results by key, safe to share between threads.

    Args:
        entries: How many results are kept; the least recently used makes room.
        seconds: How long a result is kept, counted from when its work was begun.
    """

    def __init__(self, *, entries: int, seconds: float) -> None:
        self._promises: TTLCache[K, Future[V]] = TTLCache(entries, seconds)
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="promises")
        self._lock = Lock()

    def ask(self, key: K, work: Callable[[], V], *, seconds: float | None = None) -> V | None:
        """Return the result of `work`; None if it is not there after so many seconds.

        An error is raised to all who wait for it; who asks next begins anew.
        """
        with self._lock:
            promise = self._promises.get(key)
            if promise is None:
                promise = self._promises[key] = self._pool.submit(work)
        if not wait([promise], seconds).done:
            return None
        if promise.exception() is not None:
            self._drop(key, promise)
        return promise.result()

    def forget(self, key: K) -> None:
        """Do the work anew when it is asked for next."""
        with self._lock:
            self._promises.pop(key, None)

    def _drop(self, key: K, promise: Future[V]) -> None:
        with self._lock:
            if self._promises.get(key) is promise:
                del self._promises[key]

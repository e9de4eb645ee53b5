"""Time-limited cache with single flight.

Concurrent requests for one key run the computation once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SingleFlightCache(Generic[K, V]):
    """Cache of values by key, with single flight; thread-safe.

    A graph looks up a thousand values at once, so they are kept in a plain dictionary for speed.

    Args:
        entries: Maximum number of values; the least recently used one is evicted.
        seconds: Time to live of a value.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        *,
        entries: int,
        seconds: float,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._values: OrderedDict[K, tuple[float, V]] = OrderedDict()  # least recently used first
        self._entries = entries
        self._seconds = seconds
        self._timer = timer
        self._in_flight: dict[K, Future[V]] = {}
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the cached value, or None."""
        return self.get_many((key,)).get(key)

    def get_many(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the cached values of several keys; others are left out."""
        now = self._timer()
        with self._lock:
            valid = {key: entry for key in keys if (entry := self._values.get(key)) and entry[0] > now}
            for key in valid:
                self._values.move_to_end(key)
        return {key: value for key, (_, value) in valid.items()}

    def put(self, key: K, value: V) -> None:
        """Store a value that was obtained in another way."""
        with self._lock:
            self._store(key, value)

    def discard(self, key: K) -> None:
        """Discard a value, if there is one."""
        with self._lock:
            self._values.pop(key, None)

    def get_or_compute(self, key: K, compute: Callable[[], V]) -> V:
        """Return the cached value, or compute it with `compute`.

        Threads that request the key while `compute` runs wait for it and share its value or error.
        """
        now = self._timer()
        with self._lock:
            entry = self._values.get(key)
            if entry is not None and entry[0] > now:
                self._values.move_to_end(key)
                return entry[1]
            pending = self._in_flight.get(key)
            if pending is None:
                own_future = self._in_flight[key] = Future[V]()
        return pending.result() if pending is not None else self._compute(key, compute, own_future)

    def _compute(self, key: K, compute: Callable[[], V], future: Future[V]) -> V:
        try:
            value = compute()
        except BaseException as error:
            self._finish(key)
            future.set_exception(error)
            raise
        self._finish(key, value)
        future.set_result(value)
        return value

    def _finish(self, key: K, *values: V) -> None:
        """End a computation and store its value, if any.

        Both happen under one lock, so that no other thread starts the computation again in between.
        """
        with self._lock:
            del self._in_flight[key]
            for value in values:
                self._store(key, value)

    def _store(self, key: K, value: V) -> None:
        """Store a value as the most recently used one.

        Expired values are evicted, and then the least recently used ones.
        """
        now = self._timer()
        self._values[key] = now + self._seconds, value
        self._values.move_to_end(key)
        while len(self._values) > self._entries or next(iter(self._values.values()))[0] <= now:
            self._values.popitem(last=False)


MAX_CONCURRENT_COMPUTATIONS = 8
"""Maximum number of concurrent computations; further ones are queued."""


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

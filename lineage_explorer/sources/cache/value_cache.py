"""Cache of computed values in this process, with single flight.

Concurrent requests for one key run the computation once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from lineage_explorer.sources.call_counts import ContextPool

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MAX_CONCURRENT_COMPUTATIONS = 12
"""Maximum number of a cache's computations in the background; further ones are queued.

The first screen of a distant account has twelve parts: all are read in the time of one call.
"""


@dataclass(frozen=True, slots=True)
class CacheCounters:
    """Number of values in a cache, and of its look-ups.

    Attributes:
        entries: Number of stored values; None if it is unknown.
        hits: Look-ups that found a value, or a computation that was under way.
        misses: Look-ups that found nothing.
        evictions: Number of valid values that were removed to make room for others.
    """

    entries: int | None
    hits: int
    misses: int
    evictions: int


class ValueCache(Generic[K, V]):
    """Cache of values by key, with single flight; thread-safe.

    A graph looks up a thousand values at once, so they are kept in a plain dictionary for speed.

    Args:
        entries: Maximum number of values; the least recently used one is evicted.
        seconds: Time to live of a value, counted from when it is stored.
        timer: A monotonic clock, in seconds.
    """

    def __init__(self, *, entries: int, seconds: float, timer: Callable[[], float] = time.monotonic) -> None:
        # Each with the time at which it expires. The values are in order of use, the latest one last.
        self._values: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._failures: dict[K, tuple[float, BaseException]] = {}
        self._max_entries = entries
        self._seconds = seconds
        self._timer = timer
        self._in_flight: dict[K, Future[V]] = {}
        self._pool = ContextPool(MAX_CONCURRENT_COMPUTATIONS, thread_name_prefix="values")
        self._lock = Lock()
        self._hits = self._misses = self._evictions = 0

    @property
    def counters(self) -> CacheCounters:
        """Number of values, and of look-ups until now."""
        with self._lock:
            return CacheCounters(len(self._values), self._hits, self._misses, self._evictions)

    def get(self, key: K) -> V | None:
        """Return the cached value, or None."""
        now = self._timer()
        with self._lock:
            entry = self._values.get(key)
            if entry is None or entry[0] <= now:
                self._misses += 1
                return None
            self._values.move_to_end(key)
            self._hits += 1
            return entry[1]

    def get_many(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the cached values of several keys; others are left out."""
        keys = tuple(keys)
        now = self._timer()
        with self._lock:
            if not self._values:
                self._misses += len(keys)
                return {}
            valid = {key: entry for key in keys if (entry := self._values.get(key)) and entry[0] > now}
            for key in valid:
                self._values.move_to_end(key)
            self._hits += len(valid)
            self._misses += len(keys) - len(valid)
        return {key: value for key, (_, value) in valid.items()}

    def put(self, key: K, value: V) -> None:
        """Store a value, in place of a running computation's result."""
        with self._lock:
            self._in_flight.pop(key, None)
            self._store(key, value)

    def discard(self, key: K, value: V | None = None) -> None:
        """Discard the value of a key, so that it is computed again.

        Args:
            key: The key. The result of a computation under way is not stored.
            value: Discard only this very object; another value, or a computation under way, is kept.
        """
        with self._lock:
            if value is not None and self._values.get(key, (0.0, None))[1] is not value:
                return
            if value is None:
                self._in_flight.pop(key, None)
            self._values.pop(key, None)
            self._failures.pop(key, None)

    def discard_all(self) -> None:
        """Discard all values; what is computed now is not stored."""
        with self._lock:
            self._in_flight.clear()
            self._values.clear()
            self._failures.clear()

    def get_or_compute(self, key: K, compute: Callable[[], V]) -> V:
        """Return the cached value, or compute it in this thread.

        Threads that request the key while `compute` runs wait for it and share its value or error. An error
        is not cached.
        """
        with self._lock:
            entry = self._find_valid(key)
            if entry is not None:
                return entry[1]
            future = self._in_flight.get(key)
            if future is None:
                own_future = self._in_flight[key] = Future[V]()
        if future is not None:
            return future.result()
        self._run(key, compute, own_future, keeps_failure=False)
        return own_future.result()

    def get_or_compute_within(self, key: K, compute: Callable[[], V], *, seconds: float | None) -> V | None:
        """Return the cached value, or compute it in the background.

        An error is raised in every waiting thread, or else by the next request. It is not cached any longer:
        the request after that starts the work again.

        Args:
            key: The key.
            compute: Computes the value.
            seconds: How long to wait; None to wait until the value is there.

        Returns:
            The value; None if it takes longer. The computation goes on, for a later request.
        """
        with self._lock:
            entry = self._find_valid(key)
            if entry is not None:
                return entry[1]
            expires, failure = self._failures.pop(key, (0.0, None))
            if failure is not None and expires > self._timer():
                raise failure
            future = self._in_flight.get(key)
            if future is None:
                future = Future[V]()
                self._pool.submit(self._run, key, compute, future, keeps_failure=True)
                self._in_flight[key] = future
        try:
            error = future.exception(seconds)
        except TimeoutError:
            return None
        if error is not None:
            with self._lock:
                if self._failures.get(key, (0.0, None))[1] is error:
                    del self._failures[key]
        return future.result()

    def _find_valid(self, key: K) -> tuple[float, V] | None:
        """Return a valid entry, and count the look-up; the lock is held."""
        entry = self._values.get(key)
        is_valid = entry is not None and entry[0] > self._timer()
        if is_valid:
            self._values.move_to_end(key)
        if is_valid or key in self._in_flight:
            self._hits += 1
        else:
            self._misses += 1
        return entry if is_valid else None

    def _run(self, key: K, compute: Callable[[], V], future: Future[V], *, keeps_failure: bool) -> None:
        """Compute a value, store it, and pass it to all who wait.

        It is stored and the computation ended under one lock, so that no other thread starts it again in
        between. If the key was discarded or replaced in the meantime, nothing is stored.
        """
        try:
            value = compute()
        except BaseException as error:  # noqa: BLE001 - `future.result` raises it in every waiting thread
            with self._lock:
                if self._finish(key, future) and keeps_failure:
                    self._store_failure(key, error)
            future.set_exception(error)
        else:
            with self._lock:
                if self._finish(key, future):
                    self._store(key, value)
            future.set_result(value)

    def _finish(self, key: K, future: Future[V]) -> bool:
        """End a computation; return whether its outcome is still wanted."""
        is_wanted = self._in_flight.get(key) is future
        if is_wanted:
            del self._in_flight[key]
        return is_wanted

    def _store(self, key: K, value: V) -> None:
        """Store a value as the most recently used one.

        Expired values are removed, and then the least recently used ones.
        """
        now = self._timer()
        self._values[key] = now + self._seconds, value
        self._values.move_to_end(key)
        while (oldest := next(iter(self._values.values()))[0]) <= now or len(
            self._values
        ) > self._max_entries:
            self._values.popitem(last=False)
            self._evictions += oldest > now

    def _store_failure(self, key: K, error: BaseException) -> None:
        """Store an error until a request sees it."""
        now = self._timer()
        self._failures = {other: kept for other, kept in self._failures.items() if kept[0] > now}
        self._failures[key] = now + self._seconds, error

"""Time-limited cache with single flight.

Concurrent requests for one key run the computation once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
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
        self._answers: OrderedDict[K, tuple[float, V]] = OrderedDict()  # least recently used first
        self._entries = entries
        self._seconds = seconds
        self._timer = timer
        self._asked: dict[K, Future[V]] = {}
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the cached value, or None."""
        return self.among((key,)).get(key)

    def among(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the cached values of several keys; others are left out."""
        now = self._timer()
        with self._lock:
            valid = {key: entry for key in keys if (entry := self._answers.get(key)) and entry[0] > now}
            for key in valid:
                self._answers.move_to_end(key)
        return {key: value for key, (_, value) in valid.items()}

    def put(self, key: K, answer: V) -> None:
        """Store a value that was obtained in another way."""
        with self._lock:
            self._keep(key, answer)

    def forget(self, key: K) -> None:
        """Discard a value, if there is one."""
        with self._lock:
            self._answers.pop(key, None)

    def ask(self, key: K, work: Callable[[], V]) -> V:
        """Return the cached value, or compute it with `work`.

        Threads that request the key while `work` runs wait for it and share its value or error.
        """
        now = self._timer()
        with self._lock:
            entry = self._answers.get(key)
            if entry is not None and entry[0] > now:
                self._answers.move_to_end(key)
                return entry[1]
            pending = self._asked.get(key)
            if pending is None:
                own_future = self._asked[key] = Future[V]()
        return pending.result() if pending is not None else self._answer(key, work, own_future)

    def _answer(self, key: K, compute: Callable[[], V], future: Future[V]) -> V:
        try:
            value = compute()
        except BaseException as error:
            self._settle(key)
            future.set_exception(error)
            raise
        self._settle(key, value)
        future.set_result(value)
        return value

    def _settle(self, key: K, *values: V) -> None:
        """End a computation and store its value, if any.

        Both happen under one lock, so that no other thread starts the computation again in between.
        """
        with self._lock:
            del self._asked[key]
            for value in values:
                self._keep(key, value)

    def _keep(self, key: K, value: V) -> None:
        """Store a value as the most recently used one.

        Expired values are evicted, and then the least recently used ones.
        """
        now = self._timer()
        self._answers[key] = now + self._seconds, value
        self._answers.move_to_end(key)
        while len(self._answers) > self._entries or next(iter(self._answers.values()))[0] <= now:
            self._answers.popitem(last=False)

"""Remember what was worked out, and work it out only once when several want the same thing at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Answers by key, safe to share between threads.

    Args:
        entries: How many answers are kept; the least recently used makes room.
        seconds: How long an answer is kept.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        *,
        entries: int,
        seconds: float,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers: TTLCache[K, V] = TTLCache(maxsize=entries, ttl=seconds, timer=timer)
        self._asked: dict[K, Future[V]] = {}
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the remembered answer, or None."""
        with self._lock:
            return self._answers.get(key)

    def put(self, key: K, answer: V) -> None:
        """Remember an answer that was come by in another way."""
        with self._lock:
            self._answers[key] = answer

    def forget(self, key: K) -> None:
        """Drop an answer, if there is one."""
        with self._lock:
            self._answers.pop(key, None)

    def ask(self, key: K, work: Callable[[], V]) -> V:
        """Return the remembered answer, else that of `work`.

        Threads that ask for one key while `work` runs wait for it, and share its answer or its error.
        """
        with self._lock:
            if key in self._answers:
                return self._answers[key]
            asked = self._asked.get(key)
            if asked is None:
                mine = self._asked[key] = Future[V]()
        return asked.result() if asked is not None else self._answer(key, work, mine)

    def _answer(self, key: K, work: Callable[[], V], promise: Future[V]) -> V:
        try:
            answer = work()
        except BaseException as error:
            self._settle(key)
            promise.set_exception(error)
            raise
        self._settle(key, answer)
        promise.set_result(answer)
        return answer

    def _settle(self, key: K, *answer: V) -> None:
        """End the asking and keep the answer in one step, so that nobody asks again in between."""
        with self._lock:
            del self._asked[key]
            for value in answer:
                self._answers[key] = value

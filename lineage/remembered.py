"""Remember what was worked out, and work it out only once when several want the same thing at once."""

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
    """Answers by key, safe to share between threads.

    A picture asks for a thousand of them, which is why they are kept in a plain dictionary.

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
        self._answers: OrderedDict[K, tuple[float, V]] = OrderedDict()  # the least recently used first
        self._entries = entries
        self._seconds = seconds
        self._timer = timer
        self._asked: dict[K, Future[V]] = {}
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the remembered answer, or None."""
        return self.among((key,)).get(key)

    def among(self, keys: Iterable[K]) -> dict[K, V]:
        """Return those of `keys` that are remembered, with their answers."""
        now = self._timer()
        with self._lock:
            kept = {key: one for key in keys if (one := self._answers.get(key)) and one[0] > now}
            for key in kept:
                self._answers.move_to_end(key)
        return {key: answer for key, (_, answer) in kept.items()}

    def put(self, key: K, answer: V) -> None:
        """Remember an answer that was come by in another way."""
        with self._lock:
            self._keep(key, answer)

    def forget(self, key: K) -> None:
        """Drop an answer, if there is one."""
        with self._lock:
            self._answers.pop(key, None)

    def ask(self, key: K, work: Callable[[], V]) -> V:
        """Return the remembered answer, else that of `work`.

        Threads that ask for one key while `work` runs wait for it, and share its answer or its error.
        """
        now = self._timer()
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None and kept[0] > now:
                self._answers.move_to_end(key)
                return kept[1]
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
                self._keep(key, value)

    def _keep(self, key: K, answer: V) -> None:
        """Keep an answer as the most recently used; what is too old makes room, and what is used least."""
        now = self._timer()
        self._answers[key] = now + self._seconds, answer
        self._answers.move_to_end(key)
        while len(self._answers) > self._entries or next(iter(self._answers.values()))[0] <= now:
            self._answers.popitem(last=False)

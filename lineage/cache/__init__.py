"""Answers of an account, kept for a while, with the moment at which each was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from cachetools import LRUCache

CLAIM_SECONDS = 5.0
"""How long others wait for an answer that one has claimed: whoever claimed it may be gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and when it was read.

    Attributes:
        answer: Plain values as boto3 gives them: mappings, lists, text, numbers, moments.
        read: When the account gave it, aware, in UTC; its age is what has passed since.
    """

    answer: dict[str, Any]
    read: datetime


class Cache(Protocol):
    """Where answers are kept. One cache holds the answers of one account, as one caller sees it.

    It may be shared by several processes. A cache that fails keeps nothing, and is no error.
    """

    def get(self, key: str) -> Kept | None:
        """Return the answer kept under `key`, unless it is too old."""
        ...

    def put(self, key: str, answer: dict[str, Any]) -> Kept:
        """Keep an answer that was read now, in the place of a former one; whoever claimed it is done."""
        ...

    def claim(self, key: str) -> bool:
        """Tell whether the caller is the one to ask: not for `CLAIM_SECONDS` after another was told so."""
        ...

    def release(self, key: str) -> None:
        """Leave an answer to others, after it could not be read."""
        ...


def now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)


class InProcess:
    """A `Cache` in this process's memory; may be shared by threads.

    Args:
        entries: How many answers are kept; the least recently used makes room.
        seconds: How long an answer is kept.
        clock: The time now, aware, in UTC.
    """

    def __init__(self, *, entries: int, seconds: float, clock: Callable[[], datetime] = now) -> None:
        self._kept: LRUCache[str, Kept] = LRUCache(entries)
        self._claimed: dict[str, datetime] = {}
        self._longest = timedelta(seconds=seconds)
        self._clock = clock
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        """Return the answer kept under `key`, unless it is too old."""
        with self._lock:
            kept = self._kept.get(key)
        return kept if kept and self._clock() - kept.read < self._longest else None

    def put(self, key: str, answer: dict[str, Any]) -> Kept:
        """Keep an answer that was read now."""
        kept = Kept(answer, self._clock())
        with self._lock:
            self._kept[key] = kept
            self._claimed.pop(key, None)
        return kept

    def claim(self, key: str) -> bool:
        """Tell whether the caller is the one to ask for an answer."""
        at = self._clock()
        with self._lock:
            claimed = self._claimed.get(key)
            if claimed and at - claimed < timedelta(seconds=CLAIM_SECONDS):
                return False
            self._claimed[key] = at
        return True

    def release(self, key: str) -> None:
        """Leave an answer to others."""
        with self._lock:
            self._claimed.pop(key, None)

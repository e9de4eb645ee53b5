"""Answers of an account, kept for a while, with the moment at which each was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from cachetools import LRUCache


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
    """Where answers are kept. One cache holds the answers of one account, as one caller sees it."""

    def get(self, key: str) -> Kept | None:
        """Return the answer kept under `key`, unless it is too old."""
        ...

    def put(self, key: str, answer: dict[str, Any]) -> Kept:
        """Keep an answer that was read now, in the place of a former one."""
        ...

    def forget(self, key: str) -> None:
        """Drop an answer, if there is one."""
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
        return kept

    def forget(self, key: str) -> None:
        """Drop an answer, if there is one."""
        with self._lock:
            self._kept.pop(key, None)

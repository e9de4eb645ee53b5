"""A cache that several processes share, over any shelf; when the shelf fails, only speed is lost."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from lineage.cache import Kept, now
from lineage.cache.errors import CacheUnusable
from lineage.cache.packing import packed, unpacked

PAUSE_SECONDS = 10.0
"""How long a shelf that failed is left alone: each answer would wait for it otherwise."""

_FORM = "lineage-explorer 1"
"""Another one whenever answers are packed in another way, so that old and new servers may share a shelf."""

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Shelf(Protocol):
    """Where bytes are put under names, each for a while; may be shared by threads and processes.

    Raises:
        CacheUnusable: By any method, when it cannot do so.
    """

    def get(self, name: str) -> bytes | None:
        """Return what stands under a name, if it is still there."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Put bytes in the place of former ones, and end a claim to the name."""
        ...

    def claim(self, name: str) -> bool:
        """Claim a name for a while; False while another has."""
        ...

    def release(self, name: str) -> None:
        """End a claim."""
        ...


class Shared:
    """A `Cache` over a shelf; may be shared by threads.

    Args:
        shelf: Where answers are put.
        scope: Whose answers they are: account, endpoint, region and caller. Two scopes share nothing.
        seconds: How long an answer is kept.
        clock: The time now, aware, in UTC.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        shelf: Shelf,
        *,
        scope: str,
        seconds: float,
        clock: Callable[[], datetime] = now,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf = shelf
        self._scope = scope
        self._longest = timedelta(seconds=seconds)
        self._clock = clock
        self._timer = timer
        self._away_until: float | None = None

    def get(self, key: str) -> Kept | None:
        """Return the answer kept under `key`, unless it is too old."""
        data = self._tried(lambda: self._shelf.get(self._name(key)), None)
        if data is None:
            return None
        try:
            kept = unpacked(data)
        except CacheUnusable as error:
            _log.warning("An answer in the cache is left aside. %s", error)
            return None
        return kept if self._clock() - kept.read < self._longest else None

    def put(self, key: str, answer: dict[str, Any]) -> Kept:
        """Keep an answer that was read now."""
        kept = Kept(answer, self._clock())
        self._tried(lambda: self._shelf.put(self._name(key), packed(kept)), None)
        return kept

    def claim(self, key: str) -> bool:
        """Tell whether the caller is the one to ask for an answer."""
        return self._tried(lambda: self._shelf.claim(self._name(key)), otherwise=True)

    def release(self, key: str) -> None:
        """Leave an answer to others."""
        self._tried(lambda: self._shelf.release(self._name(key)), None)

    def _name(self, key: str) -> str:
        """Name an answer so that the name tells nothing of it, and is short."""
        return hashlib.sha256(json.dumps([_FORM, self._scope, key]).encode()).hexdigest()

    def _tried(self, work: Callable[[], T], otherwise: T) -> T:
        """Use the shelf, unless it failed a moment ago; say once that it fails, and once that it is back."""
        away = self._away_until
        if away is not None and self._timer() < away:
            return otherwise
        try:
            result = work()
        except CacheUnusable as error:
            self._away_until = self._timer() + PAUSE_SECONDS
            if away is None:
                _log.warning("The cache is not used until it works again: answers are read anew. %s", error)
            return otherwise
        if away is not None:
            self._away_until = None
            _log.warning("The cache works again.")
        return result

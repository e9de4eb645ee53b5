"""Caches of an account's API responses, with the time each was read.

Memory is for one process; a backend on disk or in Redis is for all workers (`shared_response_cache`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from lineage_explorer.errors import LineageError
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache


class CacheUnusable(LineageError):
    """Cache that cannot be opened, does not respond, or holds invalid data.

    Only the operator who configures the cache sees this error. For readers, a failing cache is an empty one.
    """

    title = "The cache cannot be used"


CLAIM_SECONDS = 5.0
"""Lifetime of a claim, in seconds; bounds the wait of others if its holder died."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """API response, and when it was read.

    Attributes:
        response: Plain values as boto3 gives them: mappings, lists, strings, numbers, datetimes.
        read_at: When the account sent the response, aware, in UTC; the entry's age counts from here.
    """

    response: dict[str, Any]
    read_at: datetime


_TYPE_TAG = "$"
"""Only member of a mapping that encodes another value.

Its value is text for a datetime, or pairs for a mapping that has such a member itself.
"""

_COMPRESSION_LEVEL = 1
"""Level of compression. ARNs repeat: a page shrinks to a tenth in less time than sending it takes."""

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""Size of an unpacked entry; a page of fifty vertices has fifty kilobytes."""


def serialize_entry(entry: CachedResponse) -> bytes:
    """Serialize an entry to bytes."""
    text = json.dumps([entry.read_at.timestamp(), _encode(entry.response)], separators=(",", ":"))
    return zlib.compress(text.encode(), _COMPRESSION_LEVEL)


def deserialize_entry(data: bytes) -> CachedResponse:
    """Deserialize an entry.

    Raises:
        CacheUnusable: The bytes are not an entry, or are damaged.
    """
    try:
        unpacked = zlib.decompressobj()
        text = unpacked.decompress(data, MAX_UNPACKED_BYTES)
        if not unpacked.eof:
            raise CacheUnusable(f"It holds more than {MAX_UNPACKED_BYTES:,} bytes, or is cut off.")
        timestamp, response = json.loads(text, object_hook=_decode)
        return CachedResponse(dict(response), datetime.fromtimestamp(timestamp, UTC))
    except (zlib.error, ValueError, TypeError, OverflowError, OSError, RecursionError) as error:
        raise CacheUnusable(f"It does not hold an answer: {error}.") from error


def _encode(value: Any) -> Any:
    """Return a value with everything that JSON cannot represent encoded."""
    if isinstance(value, datetime):
        return {_TYPE_TAG: value.isoformat()}
    if isinstance(value, Mapping):
        if _TYPE_TAG in value:
            return {_TYPE_TAG: [[name, _encode(member)] for name, member in value.items()]}
        return {name: _encode(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encode(item) for item in value]
    return value


def _decode(members: dict[str, Any]) -> Any:
    """Return the value that a JSON mapping encodes.

    The JSON parser passes in mappings whose members are already decoded.
    """
    if _TYPE_TAG not in members:
        return members
    encoded = members[_TYPE_TAG]
    return datetime.fromisoformat(encoded) if isinstance(encoded, str) else dict(encoded)


class ResponseCache(Protocol):
    """Cache of the responses of one account, as one caller sees it.

    Several processes may share it. A cache that fails stores nothing, and raises no error.
    """

    def get(self, key: str) -> CachedResponse | None:
        """Return the entry of a key, unless it has expired."""
        ...

    def put(self, key: str, response: dict[str, Any]) -> CachedResponse:
        """Store a response that was read now, and end its claim.

        It replaces an earlier response.
        """
        ...

    def claim(self, key: str) -> bool:
        """Claim the right to send a request; return whether it was granted.

        It is not granted for `CLAIM_SECONDS` after it was granted to another caller.
        """
        ...

    def release(self, key: str) -> None:
        """Give up a claim, after the response could not be read."""
        ...


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


_MIN_PACKED_ITEMS = 20
"""Items of a list from which on a response is kept packed.

Half a millisecond packs a page of fifty vertices to a twentieth of its size.
"""


class MemoryResponseCache:
    """Thread-safe `ResponseCache` over a cache of values in this process.

    Long pages are packed: those of a large graph would take more memory than the graph.

    Args:
        responses: The cache that keeps the responses.
        clock: Returns the current time, aware, in UTC.
    """

    def __init__(
        self, responses: ValueCache[str, CachedResponse | bytes], *, clock: Callable[[], datetime] = now
    ) -> None:
        self._responses = responses
        self._claims: dict[str, datetime] = {}
        self._clock = clock
        self._lock = Lock()

    def get(self, key: str) -> CachedResponse | None:
        """Return the entry of a key, unless it has expired."""
        entry = self._responses.get(key)
        return deserialize_entry(entry) if isinstance(entry, bytes) else entry

    def put(self, key: str, response: dict[str, Any]) -> CachedResponse:
        """Store a response that was read now, and end its claim."""
        entry = CachedResponse(response, self._clock())
        is_long = any(
            isinstance(member, list) and len(member) >= _MIN_PACKED_ITEMS for member in response.values()
        )
        self._responses.put(key, serialize_entry(entry) if is_long else entry)
        self.release(key)
        return entry

    def claim(self, key: str) -> bool:
        """Claim the right to send a request; return whether it was granted."""
        current_time = self._clock()
        with self._lock:
            claimed_at = self._claims.get(key)
            if claimed_at and abs(current_time - claimed_at) < timedelta(seconds=CLAIM_SECONDS):
                return False
            self._claims[key] = current_time
        return True

    def release(self, key: str) -> None:
        """Give up a claim."""
        with self._lock:
            self._claims.pop(key, None)


EARLIEST_TIME = datetime.min.replace(tzinfo=UTC)
"""Earliest time: everything read since then is valid."""


class Invalidations:
    """Thread-safe record of the time since when a subject's data is valid.

    Code that keeps values outside the cache stores this time with them and compares it later. So a *Refresh*
    in one process takes effect in the others. An invalidation lasts as long as the cache entries it concerns.

    Args:
        responses: The cache through which invalidations are shared; None for this object only.
        caches: Opens the cache of the object's own invalidations.
        clock: Returns the current time, aware, in UTC; used when there is no cache of responses.
    """

    def __init__(
        self,
        responses: ResponseCache | None,
        caches: CacheRegistry | None = None,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._responses = responses
        self._clock = clock
        # Own invalidations stay in effect even if the shared cache fails after they were stored.
        self._own: ValueCache[str, datetime] = (caches or CacheRegistry()).open(CacheName.INVALIDATIONS)

    def invalidate(self, subject: str) -> datetime:
        """Invalidate all data of a subject; return since when it is valid."""
        invalidated_at = (
            self._responses.put(_build_key(subject), {}).read_at
            if self._responses is not None
            else self._clock()
        )
        self._own.put(subject, invalidated_at)
        return invalidated_at

    def valid_since(self, subject: str) -> datetime:
        """Return since when data of a subject is valid."""
        shared = self._responses.get(_build_key(subject)) if self._responses is not None else None
        own_time = self._own.get(subject) or EARLIEST_TIME
        return max(own_time, shared.read_at) if shared else own_time


def _build_key(subject: str) -> str:
    return json.dumps(["since", subject])

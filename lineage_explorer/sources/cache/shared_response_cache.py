"""Cache of API responses shared by several processes, over any backend.

When the backend fails, only speed is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Protocol, TypeVar

from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry, CacheSpec
from lineage_explorer.sources.cache.response_cache import (
    CLAIM_SECONDS,
    CachedResponse,
    CacheUnusable,
    MemoryResponseCache,
    ResponseCache,
    deserialize_entry,
    now,
    serialize_entry,
)
from lineage_explorer.sources.cache.value_cache import CacheCounters

PAUSE_SECONDS = 10.0
"""Pause after a failure of the backend, in seconds: otherwise each response would wait for it."""

_RENEW_SECONDS = CLAIM_SECONDS / 2.5
_MAX_HELD_SECONDS = 40.0
"""How long a claim is renewed, in seconds; a call and its retries take less."""

_FORMAT = "lineage-explorer 2"
"""Version of the serialization; to be changed with it, so that old and new servers can share a backend."""

_SIGNATURE_BYTES = 32

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Backend(Protocol):
    """Store of bytes by name, with expiry; safe for threads and processes.

    Raises:
        CacheUnusable: By any method, when the store fails.
    """

    def get(self, name: str) -> bytes | None:
        """Return the bytes stored under a name, if they are still there."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name, and end its claim."""
        ...

    def claim(self, name: str) -> bool:
        """Claim a name for a while; False while another caller has it."""
        ...

    def extend(self, name: str) -> None:
        """Keep a claim for longer; nothing if it has ended."""
        ...

    def release(self, name: str) -> None:
        """End a claim."""
        ...


class SharedResponseCache:
    """Thread-safe `ResponseCache` over a backend, with serialization, expiry and circuit breaker.

    Entries are signed: who does not know the scope can neither make one up nor pass one off as another.
    Claims are renewed while their request is under way, so that only those of dead workers end early.

    Args:
        backend: The backend that stores the bytes.
        scope: Account, endpoint, region and caller of the responses, and a secret if there is one. Two scopes
            share no entries.
        seconds: Time to live of an entry, in seconds.
        clock: Returns the current time, aware, in UTC.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        scope: str,
        seconds: float,
        clock: Callable[[], datetime] = now,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend = backend
        self._scope = scope
        self._signing_key = hashlib.sha256(json.dumps([_FORMAT, scope]).encode()).digest()
        self._time_to_live = timedelta(seconds=seconds)
        self._clock = clock
        self._timer = timer
        self._paused_until: float | None = None
        self._lock = Lock()
        self._held: dict[str, float] = {}
        self._is_renewing = False
        self._hits = self._misses = 0

    @property
    def counters(self) -> CacheCounters:
        """Number of look-ups by this process; the backend's entries are not counted."""
        with self._lock:
            return CacheCounters(None, self._hits, self._misses, 0)

    def get(self, key: str) -> CachedResponse | None:
        """Return the entry of a key, unless it has expired."""
        entry = self._read(key)
        with self._lock:
            self._hits += entry is not None
            self._misses += entry is None
        return entry

    def put(self, key: str, answer: dict[str, Any]) -> CachedResponse:
        """Store a response that was read now, and end its claim."""
        entry = CachedResponse(answer, self._clock())
        name, data = self._build_name(key), serialize_entry(entry)
        self._drop_claim(name)
        self._try_backend(lambda: self._backend.put(name, self._build_signature(name, data) + data), None)
        return entry

    def claim(self, key: str) -> bool:
        """Claim the right to send a request; return whether it was granted."""
        name = self._build_name(key)
        is_granted = self._try_backend(lambda: self._backend.claim(name), otherwise=True)
        if is_granted:
            self._keep_claim(name)
        return is_granted

    def release(self, key: str) -> None:
        """Give up a claim."""
        name = self._build_name(key)
        self._drop_claim(name)
        self._try_backend(lambda: self._backend.release(name), None)

    def _keep_claim(self, name: str) -> None:
        """Renew a claim from time to time, in the thread of all."""
        with self._lock:
            self._held[name] = self._timer()
            if self._is_renewing:
                return
            self._is_renewing = True
        Thread(target=self._extend_claims, name="claims", daemon=True).start()

    def _drop_claim(self, name: str) -> None:
        with self._lock:
            self._held.pop(name, None)

    def _extend_claims(self) -> None:
        """Renew claims until there are none."""
        while True:
            time.sleep(_RENEW_SECONDS)
            with self._lock:
                earliest = self._timer() - _MAX_HELD_SECONDS
                self._held = {name: since for name, since in self._held.items() if since > earliest}
                names = tuple(self._held)
                if not names:
                    self._is_renewing = False
                    return
            for name in names:
                self._try_backend(partial(self._backend.extend, name), None)

    def _read(self, key: str) -> CachedResponse | None:
        name = self._build_name(key)
        data = self._try_backend(lambda: self._backend.get(name), None)
        if data is None:
            return None
        try:
            entry = deserialize_entry(self._check_signature(name, data))
        except CacheUnusable as error:
            _log.warning("An answer in the cache is ignored. %s", error)
            return None
        # A clock may have been put back since: what seems to come from the future expires as well.
        return entry if abs(self._clock() - entry.read_at) < self._time_to_live else None

    def _check_signature(self, name: str, data: bytes) -> bytes:
        """Return an entry without its signature.

        Raises:
            CacheUnusable: Something else has written it, or under another name.
        """
        signature, data = data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._build_signature(name, data)):
            raise CacheUnusable("It is not signed by an explorer of this account.")
        return data

    def _build_signature(self, name: str, data: bytes) -> bytes:
        """Return the signature of an entry, which holds under its name alone."""
        return hmac.digest(self._signing_key, name.encode() + data, "sha256")

    def _build_name(self, key: str) -> str:
        """Return a short name for a key that reveals nothing about it."""
        return hashlib.sha256(json.dumps([_FORMAT, self._scope, key]).encode()).hexdigest()

    def _try_backend(self, work: Callable[[], T], otherwise: T) -> T:
        """Use the backend, unless it failed recently.

        Logs once when the backend fails, and once when it works again.
        """
        paused_until = self._paused_until
        if paused_until is not None and self._timer() < paused_until:
            return otherwise
        try:
            result = work()
        except CacheUnusable as error:
            self._paused_until = self._timer() + PAUSE_SECONDS
            if paused_until is None:
                _log.warning("The cache is not used until it works again: answers are read again. %s", error)
            return otherwise
        if paused_until is not None:
            self._paused_until = None
            _log.warning("The cache works again.")
        return result


MEMORY = "memory"
DISK_PREFIX = "disk:"
_REDIS_SCHEMES = ("redis", "rediss", "unix")


def open_response_cache(
    setting: str, caches: CacheRegistry, *, read_scope: Callable[[], str]
) -> ResponseCache:
    """Open the cache of a setting: `memory`, `disk:FOLDER`, `redis://HOST`.

    Args:
        setting: `memory`, `disk:` and a folder, or the URL of a Redis server.
        caches: Has size and time to live of the cache, and counts its use.
        read_scope: Returns the scope of the responses, as for `SharedResponseCache`; called only for a shared
            cache.

    Raises:
        CacheUnusable: The setting is invalid or cannot be used.
    """
    if setting == MEMORY:
        return MemoryResponseCache(caches.open(CacheName.RESPONSES_IN_MEMORY))
    is_on_disk = setting.startswith(DISK_PREFIX) and setting != DISK_PREFIX
    if not is_on_disk and setting.partition("://")[0] not in _REDIS_SCHEMES:
        raise CacheUnusable(
            f"“{setting}” is not a cache: use {MEMORY}, {DISK_PREFIX}FOLDER or redis://HOST:PORT."
        )
    name = CacheName.RESPONSES_ON_DISK if is_on_disk else CacheName.RESPONSES_IN_REDIS
    spec = caches.get_spec(name)
    backend = _open_sqlite(setting, spec) if is_on_disk else _open_redis(setting, spec)
    shared = SharedResponseCache(backend, scope=read_scope(), seconds=spec.seconds)
    caches.register(name, shared)
    return shared


# The backends are imported only when used: the other one's client need not be loaded, or even installed.
def _open_sqlite(setting: str, spec: CacheSpec) -> Backend:
    from lineage_explorer.sources.cache.sqlite_backend import SqliteBackend  # noqa: PLC0415

    folder = Path(setting.removeprefix(DISK_PREFIX)).expanduser()
    return SqliteBackend(folder, entries=spec.require_entries(), seconds=spec.seconds)


def _open_redis(setting: str, spec: CacheSpec) -> Backend:
    from lineage_explorer.sources.cache.redis_backend import RedisBackend  # noqa: PLC0415

    return RedisBackend(setting, seconds=spec.seconds)

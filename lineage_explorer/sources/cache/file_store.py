"""Files that readers open, kept for a while by their hash."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

from lineage_explorer.errors import FileNotKept
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import CacheUnusable
from lineage_explorer.sources.cache.shared_response_cache import DISK_PREFIX, MEMORY

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Size of the content of one address: one file, or several opened together."""

_COMPRESSION_LEVEL = 1
_FOLDER = "opened-files"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """File that a reader opened.

    Attributes:
        digest: SHA-256 of its content, in hexadecimal digits.
        name: Its name.
        content: Its bytes.
        kept_until: When it is discarded, in seconds since the epoch.
    """

    digest: str
    name: str
    content: bytes
    kept_until: float


class FileBackend(Protocol):
    """Store of bytes by name; safe for threads.

    Raises:
        CacheUnusable: By any method, when the store fails.
    """

    def get(self, name: str) -> bytes | None:
        """Return the bytes stored under a name, if they are still there."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name."""
        ...

    def discard_expired(self) -> None:
        """Remove what has expired."""
        ...


class MemoryBackend:
    """`FileBackend` in this process, for a single worker.

    Args:
        entries: Maximum number of entries; the oldest ones are evicted.
        seconds: Time to live of an entry, in seconds.
        timer: A monotonic clock, in seconds.
    """

    def __init__(self, *, entries: int, seconds: float, timer: Callable[[], float] = time.monotonic) -> None:
        self._entries = entries
        self._seconds = seconds
        self._timer = timer
        self._values: dict[str, tuple[float, bytes]] = {}
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        """Return the bytes stored under a name, unless they have expired."""
        self.discard_expired()
        with self._lock:
            entry = self._values.get(name)
        return entry[1] if entry else None

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name."""
        self.discard_expired()
        with self._lock:
            self._values.pop(name, None)
            self._values[name] = self._timer() + self._seconds, data
            while len(self._values) > self._entries:
                del self._values[next(iter(self._values))]

    def discard_expired(self) -> None:
        """Remove what has expired."""
        now = self._timer()
        with self._lock:
            self._values = {name: entry for name, entry in self._values.items() if entry[0] > now}


class FileStore:
    """Files by the hash of their content, for all workers.

    Args:
        backend: The backend that stores the bytes.
        seconds: How long a file is kept, in seconds.
        clock: Returns the seconds since the epoch.
    """

    def __init__(
        self, backend: FileBackend, *, seconds: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._backend = backend
        self._clock = clock
        self.seconds = seconds

    def put(self, name: str, content: bytes) -> KeptFile:
        """Keep a file; one that is kept already lasts longer.

        Raises:
            FileNotKept: The cache that workers share does not work.
        """
        file = KeptFile(hashlib.sha256(content).hexdigest(), name, content, self._clock() + self.seconds)
        header = json.dumps([file.name, file.kept_until]).encode()
        data = header + b"\n" + zlib.compress(content, _COMPRESSION_LEVEL)
        try:
            self._backend.put(_build_name(file.digest), data)
        except CacheUnusable as error:
            raise FileNotKept(f"{name} could not be kept: {error} Open it again in a minute.") from error
        return file

    def get(self, digest: str) -> KeptFile:
        """Return a file.

        Raises:
            FileNotKept: It has expired, or was never opened here.
        """
        try:
            data = self._backend.get(_build_name(digest))
        except CacheUnusable as error:
            raise FileNotKept(f"The opened file cannot be read: {error} Try again in a minute.") from error
        file = _parse(digest, data) if data else None
        if file is None or not 0 < file.kept_until - self._clock() <= self.seconds:
            raise FileNotKept(
                f"The file of this address is no longer here: opened files are kept for "
                f"{self.seconds / 60:.0f} minutes. Open the file again, and this address works again."
            )
        return file

    def discard_expired(self) -> None:
        """Remove what has expired."""
        self._backend.discard_expired()


def _build_name(digest: str) -> str:
    return f"file {digest}"


def _parse(digest: str, data: bytes) -> KeptFile | None:
    """Parse a stored file; None if it is damaged."""
    header, _, packed = data.partition(b"\n")
    try:
        name, kept_until = json.loads(header)
        content = zlib.decompressobj().decompress(packed, MAX_FILE_BYTES)
        file = KeptFile(digest, str(name), content, float(kept_until))
    except (ValueError, TypeError, OverflowError, RecursionError, zlib.error):
        return None
    return file if hashlib.sha256(content).hexdigest() == digest else None


def open_file_store(setting: str, caches: CacheRegistry) -> FileStore:
    """Open the store of files in the cache of a setting.

    Args:
        setting: As for `open_response_cache`.
        caches: Has the number of files and how long they are kept.

    Raises:
        CacheUnusable: The cache cannot be used.
    """
    spec = caches.get_spec(CacheName.OPENED_FILES)
    return FileStore(_open_backend(setting, spec.require_entries(), spec.seconds), seconds=spec.seconds)


# The backends are imported only when used, as those of responses.
def _open_backend(setting: str, entries: int, seconds: float) -> FileBackend:
    if setting == MEMORY:
        return MemoryBackend(entries=entries, seconds=seconds)
    if setting.startswith(DISK_PREFIX):
        from lineage_explorer.sources.cache.sqlite_backend import SqliteBackend  # noqa: PLC0415

        folder = Path(setting.removeprefix(DISK_PREFIX)).expanduser() / _FOLDER
        return SqliteBackend(folder, entries=entries, seconds=seconds)
    from lineage_explorer.sources.cache.redis_backend import RedisBackend  # noqa: PLC0415

    return RedisBackend(setting, seconds=seconds)

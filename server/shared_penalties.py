"""Penalties of wrong tokens that the workers of one server share.

They are in memory that the first process has made before it forked. A lock of the system guards it, which a
worker that is killed cannot leave locked.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import secrets
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_ENTRY = struct.Struct("=8sd")
"""Digest of an address, and the moment at which it has no penalties left."""

_ROWS = 1_024
_ROW_ENTRIES = 10
_ROW_BYTES = _ROW_ENTRIES * _ENTRY.size


class SharedPenalties:
    """Penalties of 10,000 addresses, for threads and forked processes.

    An address belongs to one row of a table, and takes the place there that is forgiven first.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _ROWS * _ROW_BYTES)
        self._key = secrets.token_bytes(16)  # nobody can choose addresses of one row
        self._lock = Lock()
        self._lock_file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as this lives

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        self._lock_file.close()

    def get_end(self, address: str) -> float:
        """Return the moment at which an address has none left."""
        digest, row = self._find_row(address)
        return self._read_row(row).get(digest, 0.0)

    def extend(self, address: str, *, start: float, seconds: float) -> None:
        """Let an address have one more, for a time."""
        digest, row = self._find_row(address)
        with self._acquire_lock():
            ends = self._read_row(row)
            ends[digest] = max(ends.get(digest, 0.0), start) + seconds
            kept = sorted(ends.items(), key=lambda item: (item[0] != digest, -item[1]))[:_ROW_ENTRIES]
            entries = b"".join(_ENTRY.pack(*entry) for entry in kept)
            self._memory[row : row + _ROW_BYTES] = entries.ljust(_ROW_BYTES, b"\0")

    def _find_row(self, address: str) -> tuple[bytes, int]:
        """Return the digest of an address, and where its row begins."""
        digest = hashlib.blake2b(address.encode(errors="replace"), key=self._key, digest_size=16).digest()
        return digest[:8], int.from_bytes(digest[8:]) % _ROWS * _ROW_BYTES

    def _read_row(self, row: int) -> dict[bytes, float]:
        entries = _ENTRY.iter_unpack(self._memory[row : row + _ROW_BYTES])
        return {digest: end for digest, end in entries if end}

    @contextmanager
    def _acquire_lock(self) -> Iterator[None]:
        with self._lock:  # the system's tells processes apart, and not threads
            fcntl.lockf(self._lock_file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock_file, fcntl.LOCK_UN)

"""Cache backend in one SQLite file, for workers on one machine."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from lineage_explorer.sources.cache.response_cache import CLAIM_SECONDS, CacheUnusable
from lineage_explorer.sources.write_ahead_log import use_write_ahead_log

FILE_NAME = "answers.sqlite"

_SCHEMA = """
create table if not exists answers (name text primary key, moment real not null, data blob not null);
create index if not exists by_moment on answers (moment);
create table if not exists claims (name text primary key, moment real not null);
"""
_CLAIM_SQL = """
insert into claims values (:name, :now) on conflict (name) do
update set moment = :now where abs(:now - moment) >= :seconds
"""
_TRIM_SQL = """
delete from answers where abs(moment - :now) >= :seconds
or name in (select name from answers order by moment desc limit -1 offset :entries)
"""
_TIMEOUT_SECONDS = 0.5
_OPEN_SECONDS = 10.0
"""How long to wait for others who open the file: workers start together, and a refused one would end."""
_TRIM_INTERVAL = 50
"""Number of puts between two trims of expired and surplus entries.

The file may hold this many more than `entries`.
"""


class SqliteBackend:
    """`Backend` in a private folder; safe for threads and processes.

    Only the owner can read the folder.

    The folder must be on a disk of this machine: SQLite's log does not work across a network.

    Args:
        folder: Folder of the file; created if it does not exist.
        entries: Maximum number of entries; the oldest ones are evicted.
        seconds: Time to live of an entry, in seconds.
        clock: Returns the seconds since the epoch.

    Raises:
        CacheUnusable: The folder cannot be used.
    """

    def __init__(
        self, folder: Path, *, entries: int, seconds: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = folder / FILE_NAME
        self._entries = entries
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._put_count = 0
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_owner(folder)
            self._connection = _open_file(self._path)
        except (OSError, sqlite3.Error) as error:
            raise CacheUnusable(f"{folder}: {error}.") from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, name: str) -> bytes | None:
        """Return the bytes stored under a name, unless they have expired."""
        with self._use_connection() as connection:
            row = connection.execute(
                "select data from answers where name = ? and abs(moment - ?) < ?",
                (name, self._clock(), self._seconds),  # a clock may have been put back since
            ).fetchone()
        data: bytes | None = row[0] if row else None
        return data

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name, and end its claim."""
        with self._use_connection() as connection, connection:
            connection.execute("insert or replace into answers values (?, ?, ?)", (name, self._clock(), data))
            connection.execute("delete from claims where name = ?", (name,))
            self._put_count += 1
            if self._put_count % _TRIM_INTERVAL == 0:
                self._discard_surplus(connection)

    def discard_expired(self) -> None:
        """Remove expired and surplus entries."""
        with self._use_connection() as connection, connection:
            self._discard_surplus(connection)

    def _discard_surplus(self, connection: sqlite3.Connection) -> None:
        values = {"now": self._clock(), "seconds": self._seconds, "entries": self._entries}
        connection.execute(_TRIM_SQL, values)

    def claim(self, name: str) -> bool:
        """Claim a name for a while; False while another caller has it."""
        with self._use_connection() as connection, connection:
            values = {"name": name, "now": self._clock(), "seconds": CLAIM_SECONDS}
            return connection.execute(_CLAIM_SQL, values).rowcount > 0

    def extend(self, name: str) -> None:
        """Keep a claim for longer."""
        with self._use_connection() as connection, connection:
            connection.execute("update claims set moment = ? where name = ?", (self._clock(), name))

    def release(self, name: str) -> None:
        """End a claim."""
        with self._use_connection() as connection, connection:
            connection.execute("delete from claims where name = ?", (name,))

    @contextmanager
    def _use_connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                yield self._connection
        except sqlite3.Error as error:
            raise CacheUnusable(f"{self._path}: {error}.") from error


def _check_owner(folder: Path) -> None:
    """Refuse a folder in which others could replace the file.

    Its mode is not mended: it may be a folder for everybody's files.

    Raises:
        CacheUnusable: The folder is another user's, or others may write to it.
    """
    if not hasattr(os, "getuid"):  # Windows
        return
    found = folder.stat()
    if found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise CacheUnusable(f"{folder} can be changed by others: name a folder of your own, with mode 700.")


def _open_file(path: Path) -> sqlite3.Connection:
    """Open the file; replace it if it is damaged.

    Nothing in a cache is worth repairing.
    """
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for damaged_file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            damaged_file.unlink(missing_ok=True)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_OPEN_SECONDS, check_same_thread=False)
    try:
        path.chmod(0o600)
        use_write_ahead_log(connection, seconds=_OPEN_SECONDS)
        connection.executescript(_SCHEMA)
        connection.execute(f"pragma busy_timeout = {1000 * _TIMEOUT_SECONDS:.0f}")
    except (OSError, sqlite3.Error):
        connection.close()
        raise
    return connection

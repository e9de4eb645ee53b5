"""SQLite's write-ahead log, for a file that several processes open at once."""

from __future__ import annotations

import sqlite3
import time

_PAUSE_SECONDS = 0.02


def use_write_ahead_log(connection: sqlite3.Connection, *, seconds: float) -> None:
    """Switch a file to its write-ahead log.

    SQLite's own timeout does not hold here: where another process is switching the same file, it refuses at
    once. https://www.sqlite.org/wal.html

    Args:
        connection: A connection without a transaction.
        seconds: How long to wait for other processes.

    Raises:
        sqlite3.OperationalError: The file is locked for longer, or cannot be written.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(_PAUSE_SECONDS)
    connection.execute("pragma synchronous = normal")

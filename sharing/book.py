"""Which stand-in stands for what: drawn with a secret, remembered in a file.

What is drawn depends on the secret, so that nobody without the file can compute it back. It is remembered so
that it can be looked up again, and so that no two values share one. Workers that share the file agree.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from lineage.errors import LineageError
from sharing.words import Kind, stand_in

_TABLES = """
create table if not exists secret (one integer primary key check (one = 1), key blob not null);
create table if not exists stand_ins (
    stand_in text primary key, kind text not null, value text not null, unique (kind, value)
);
"""
_PATIENCE_SECONDS = 10.0


def usual_path() -> Path:
    """Return where the stand-ins of this installation are kept: in the user's configuration folder."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "lineage-explorer" / "stand-ins.sqlite"


class BookUnusable(LineageError):
    """The file of stand-ins can be neither read nor made; nothing is shared then."""

    title = "Stand-ins cannot be kept"


class Book:
    """Values and their stand-ins; may be shared by threads, its file by processes.

    The file is opened at the first use. It holds what must not be shown: it is readable by its owner alone.

    Args:
        path: Where it is kept; it is made where there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._file: sqlite3.Connection | None = None
        self._key = b""
        self._version = -1
        self._stand_ins: dict[tuple[Kind, str], str] = {}
        self._values: dict[str, tuple[Kind, str]] = {}

    @property
    def edition(self) -> int:
        """Another number whenever the book holds more, whoever wrote it there."""
        with self._opened() as file:
            self._refresh(file)
            return len(self._values)

    def stand_in(self, kind: Kind, value: str) -> str:
        """Return what stands for a value: the same as ever, and for no other.

        Raises:
            BookUnusable: The file cannot be used.
        """
        known = self._stand_ins.get((kind, value))
        return known if known is not None else self._drawn(kind, value)

    def value(self, text: str) -> tuple[Kind, str] | None:
        """Return what a text stands for; None for one that is no stand-in.

        Raises:
            BookUnusable: The file cannot be used.
        """
        return self._values.get(text)

    def entries(self) -> list[tuple[Kind, str, str]]:
        """Return every kind, value and stand-in.

        Raises:
            BookUnusable: The file cannot be used.
        """
        with self._opened() as file:
            self._refresh(file)
            return [(kind, value, text) for (kind, value), text in self._stand_ins.items()]

    def _drawn(self, kind: Kind, value: str) -> str:
        """Draw until nobody has what was drawn, or another process has drawn for this very value."""
        attempt = 0
        with self._opened() as file:
            while True:
                self._refresh(file)
                if (kind, value) in self._stand_ins:
                    return self._stand_ins[kind, value]
                text = stand_in(kind, hmac.digest(self._key, f"{kind}/{attempt}/{value}".encode(), "sha256"))
                if text not in self._values and (kind, text) not in self._stand_ins:
                    self._write(file, text, kind, value)
                attempt += 1

    def _write(self, file: sqlite3.Connection, text: str, kind: Kind, value: str) -> None:
        added = file.execute("insert or ignore into stand_ins values (?, ?, ?)", (text, kind, value)).rowcount
        if added:
            self._remember(text, kind, value)
        else:
            self._version = -1  # another process was faster: read what it wrote

    def _refresh(self, file: sqlite3.Connection) -> None:
        """Read the file if another process has written to it."""
        (version,) = file.execute("pragma data_version").fetchone()
        if version == self._version:
            return
        for text, kind, value in file.execute("select stand_in, kind, value from stand_ins order by rowid"):
            self._remember(text, Kind(kind), value)
        self._version = version

    def _remember(self, text: str, kind: Kind, value: str) -> None:
        self._values[text] = (kind, value)
        self._stand_ins[kind, value] = text

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._file is None:
                    self._file = self._open()
                yield self._file
            except (OSError, sqlite3.Error) as error:
                raise BookUnusable(
                    f"{self.path} cannot be used ({error}). Name another file with --stand-ins."
                ) from error

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        file = sqlite3.connect(
            self.path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        # Hundreds of names may be met at once: none waits for the disk.
        file.execute("pragma journal_mode = wal")
        file.execute("pragma synchronous = normal")
        file.executescript(_TABLES)
        file.execute("insert or ignore into secret values (1, ?)", (secrets.token_bytes(32),))
        (self._key,) = file.execute("select key from secret").fetchone()
        return file

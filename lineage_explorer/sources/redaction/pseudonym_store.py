"""Persistent store of pseudonyms.

A pseudonym depends on a secret, so that nobody without the file can compute the original. It is stored so
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

from lineage_explorer.errors import LineageError
from lineage_explorer.sources.redaction.pseudonyms import IdentifierKind, create_pseudonym
from lineage_explorer.sources.write_ahead_log import use_write_ahead_log

_SCHEMA = """
create table if not exists secret (one integer primary key check (one = 1), key blob not null);
create table if not exists stand_ins (
    stand_in text primary key, kind text not null, value text not null, unique (kind, value)
);
"""
_LOCK_TIMEOUT_SECONDS = 10.0


def get_default_store_path() -> Path:
    """Return the default path, in the user's configuration folder."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "lineage-explorer" / "pseudonyms.sqlite"


class PseudonymStoreUnavailable(LineageError):
    """Error when the pseudonym file can be neither read nor created.

    Nothing is shared in this case.
    """

    title = "Hidden names cannot be kept"


class PseudonymStore:
    """Values and their pseudonyms, stored in a file.

    Threads may share the store, and processes its file. The file is opened at the first use. Its content is
    confidential, so only its owner can read it.

    Args:
        path: Path of the file; it is created if it is missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._key = b""
        self._data_version = -1
        self._pseudonyms: dict[tuple[IdentifierKind, str], str] = {}
        self._values: dict[str, tuple[IdentifierKind, str]] = {}

    @property
    def version(self) -> int:
        """Number that changes whenever any process adds to the file."""
        with self._use_connection() as file:
            self._refresh(file)
            return len(self._values)

    def get_pseudonym(self, kind: IdentifierKind, value: str) -> str:
        """Return the pseudonym of a value, and create it if necessary.

        A value keeps its pseudonym, and no other value has the same.

        Raises:
            PseudonymStoreUnavailable: The file cannot be used.
        """
        pseudonym = self._pseudonyms.get((kind, value))
        return pseudonym if pseudonym is not None else self._create_pseudonym(kind, value)

    def find_value(self, text: str) -> tuple[IdentifierKind, str] | None:
        """Return the kind and value of a pseudonym.

        Returns:
            None if the text is not a pseudonym.

        Raises:
            PseudonymStoreUnavailable: The file cannot be used.
        """
        return self._values.get(text)

    def list_entries(self) -> list[tuple[IdentifierKind, str, str]]:
        """Return every kind, value and pseudonym.

        Raises:
            PseudonymStoreUnavailable: The file cannot be used.
        """
        with self._use_connection() as file:
            self._refresh(file)
            return [(kind, value, text) for (kind, value), text in self._pseudonyms.items()]

    def _create_pseudonym(self, kind: IdentifierKind, value: str) -> str:
        """Try pseudonyms until one is free, and store it.

        If another process has stored one for this value, return that.
        """
        attempt = 0
        with self._use_connection() as file:
            while True:
                self._refresh(file)
                if (kind, value) in self._pseudonyms:
                    return self._pseudonyms[kind, value]
                text = create_pseudonym(
                    kind, hmac.digest(self._key, f"{kind}/{attempt}/{value}".encode(), "sha256")
                )
                if text not in self._values and (kind, text) not in self._pseudonyms:
                    self._write(file, text, kind, value)
                attempt += 1

    def _write(self, file: sqlite3.Connection, text: str, kind: IdentifierKind, value: str) -> None:
        added = file.execute("insert or ignore into stand_ins values (?, ?, ?)", (text, kind, value)).rowcount
        if added:
            self._remember(text, kind, value)
        else:
            self._data_version = -1  # another process wrote first: read the file again

    def _refresh(self, file: sqlite3.Connection) -> None:
        """Read the file if another process has written to it."""
        (version,) = file.execute("pragma data_version").fetchone()
        if version == self._data_version:
            return
        for text, kind, value in file.execute("select stand_in, kind, value from stand_ins order by rowid"):
            self._remember(text, IdentifierKind(kind), value)
        self._data_version = version

    def _remember(self, text: str, kind: IdentifierKind, value: str) -> None:
        self._values[text] = (kind, value)
        self._pseudonyms[kind, value] = text

    @contextmanager
    def _use_connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._connect()
                yield self._connection
            except (OSError, sqlite3.Error) as error:
                raise PseudonymStoreUnavailable(
                    f"{self.path} cannot be used ({error}). Name another file with --pseudonyms."
                ) from error

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        for path in (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))):
            if path.exists() and path.stat().st_mode & 0o077:  # made by another program, or copied
                path.chmod(0o600)
        file = sqlite3.connect(
            self.path, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
        )
        # Hundreds of names may be added at once: do not wait for the disk each time.
        use_write_ahead_log(file, seconds=_LOCK_TIMEOUT_SECONDS)
        file.executescript(_SCHEMA)
        file.execute("insert or ignore into secret values (1, ?)", (secrets.token_bytes(32),))
        (self._key,) = file.execute("select key from secret").fetchone()
        return file

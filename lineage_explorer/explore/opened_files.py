"""Accounts made of files that readers open on the page.

Any worker makes the account of an address again from the kept file, so that each can answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock, Timer
from typing import Generic, TypeVar

from lineage_explorer.errors import UnreadableFile
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.file_store import MAX_FILE_BYTES, FileStore, KeptFile

_S = TypeVar("_S")


@dataclass(frozen=True, slots=True)
class OpenedAccount(Generic[_S]):
    """Account made of a file.

    Attributes:
        scope: Its services.
        start: ARN of the entity to begin at; empty for the first screen.
    """

    scope: _S
    start: str


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """File that a reader chose, dropped or pasted.

    Attributes:
        name: Its name, without folders.
        content: Its bytes.
    """

    name: str
    content: bytes


class OpenedFiles(Generic[_S]):
    """Files that readers opened, and their accounts; thread-safe.

    Args:
        store: Keeps the files.
        caches: Opens the cache of accounts.
        check: Checks one file; raises `UnreadableFile` if it holds no lineage.
        open_account: Makes the account of a kept file.
    """

    def __init__(
        self,
        store: FileStore,
        caches: CacheRegistry,
        *,
        check: Callable[[ChosenFile], None],
        open_account: Callable[[KeptFile], OpenedAccount[_S]],
    ) -> None:
        self._store = store
        self._accounts = caches.open(CacheName.OPENED_ACCOUNTS)
        self._check = check
        self._open_account = open_account
        self._due: dict[str, float] = {}
        self._lock = Lock()

    def keep(self, files: Sequence[ChosenFile]) -> tuple[str, str]:
        """Keep files that are opened together.

        Returns:
            The hash that names them in addresses, and the ARN to begin at (or empty).

        Raises:
            UnreadableFile: One holds no lineage, or they are too large.
            FileNotKept: They cannot be kept.
        """
        if not files:
            raise UnreadableFile("No file was sent. Choose one, or paste its text.")
        size = sum(len(file.content) + 1 for file in files) - 1
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(describe_excess(files[0].name if len(files) == 1 else "This"))
        for file in files:
            self._check(file)
        kept = self._store.put(*_join_files(files))
        account = self._find_account(kept)
        self._discard_in_time(kept.digest)
        return kept.digest, account.start

    def get_scope(self, digest: str) -> _S:
        """Return the services of an opened file.

        Raises:
            FileNotKept: It has expired, or was never opened here.
        """
        return self._find_account(self._store.get(digest)).scope

    def _find_account(self, file: KeptFile) -> OpenedAccount[_S]:
        account: OpenedAccount[_S] = self._accounts.get_or_compute(
            file.digest, lambda: self._open_account(file)
        )
        return account

    def _discard_in_time(self, digest: str) -> None:
        """Discard a file when its time is up, asked for or not."""
        with self._lock:
            self._due[digest] = time.monotonic() + self._store.seconds + 1
            if len(self._due) == 1:
                self._start_timer()

    def _start_timer(self) -> None:
        """Start the one timer, for the file that is discarded next."""
        timer = Timer(max(0.0, min(self._due.values()) - time.monotonic()), self._discard_due)
        timer.daemon = True
        timer.start()

    def _discard_due(self) -> None:
        self._store.discard_expired()
        with self._lock:
            now = time.monotonic()
            expired = [digest for digest, due in self._due.items() if due <= now]
            for digest in expired:
                self._accounts.discard(digest)
                del self._due[digest]
            if self._due:
                self._start_timer()


def describe_excess(name: str) -> str:
    """Return the sentence for a file that is too large."""
    limit = MAX_FILE_BYTES // 1024**2
    return f"{name} is larger than {limit} MB. Start the explorer with “--account FILE” for larger files."


def _join_files(files: Sequence[ChosenFile]) -> tuple[str, bytes]:
    """Return name and content of files together: one JSON after another."""
    first = files[0].name
    name = first if len(files) == 1 else f"{first} and {len(files) - 1} more"
    return name, b"\n".join(file.content for file in files)

"""Files that several processes open at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from lineage_explorer.sources.cache.sqlite_backend import FILE_NAME, SqliteBackend
from lineage_explorer.sources.write_ahead_log import use_write_ahead_log


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "file.sqlite"


def lock(file: Path) -> sqlite3.Connection:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("begin exclusive")
    return other


def test_a_file_that_another_one_holds_is_awaited(file):
    with closing(lock(file)) as other, closing(sqlite3.connect(file, timeout=0)) as own:
        Timer(0.3, lambda: other.execute("rollback")).start()
        use_write_ahead_log(own, seconds=60)
        assert own.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_file_that_stays_locked_is_refused_in_the_end(file):
    with (
        closing(lock(file)),
        closing(sqlite3.connect(file, timeout=0)) as own,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        use_write_ahead_log(own, seconds=0.1)


def test_a_cache_that_another_worker_is_setting_up_is_awaited(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    with closing(lock(folder / FILE_NAME)) as other:
        Timer(1.0, lambda: other.execute("rollback")).start()  # twice as long as a request waits
        SqliteBackend(folder, entries=10, seconds=60).close()


def test_many_who_open_one_new_cache_at_once_all_get_it(tmp_path):
    def open_cache(folder: Path) -> SqliteBackend:
        return SqliteBackend(folder, entries=10, seconds=60)

    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            folder = tmp_path / str(number)
            for backend in pool.map(open_cache, [folder] * 8):
                backend.close()

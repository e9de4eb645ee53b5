"""Each cache over its real backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.sources.cache.redis_backend import RedisBackend
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache, ResponseCache
from lineage_explorer.sources.cache.shared_response_cache import Backend, SharedResponseCache
from lineage_explorer.sources.cache.sqlite_backend import SqliteBackend
from lineage_explorer.sources.cache.value_cache import ValueCache
from tests.support.redis_server import RedisServer

SECONDS = 60


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 15, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def memory(clock: Clock, *, entries: int) -> MemoryResponseCache:
    """Return a cache in memory by a test's clock."""
    values = ValueCache(entries=entries, seconds=SECONDS, timer=lambda: clock().timestamp())
    return MemoryResponseCache(values, clock=clock)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_backend(request, tmp_path, clock) -> Iterator[Callable[[], Backend]]:
    """Return a function that opens one SQLite or Redis backend repeatedly."""
    with ExitStack() as stack:
        yield lambda: _open_backend(request, request.param, tmp_path, clock, stack)


@pytest.fixture(params=["memory", "disk", "redis"])
def caches(request, tmp_path, clock) -> Iterator[Callable[[], ResponseCache]]:
    """Return a function that gives each worker of an account a cache."""
    if request.param == "memory":
        one = memory(clock, entries=100)
        yield lambda: one
        return
    with ExitStack() as stack:

        def opened() -> ResponseCache:
            shelf = _open_backend(request, request.param, tmp_path, clock, stack)
            # A server that many tests share holds what each of them put there.
            return SharedResponseCache(shelf, scope=request.node.nodeid, seconds=SECONDS, clock=clock)

        yield opened


def _open_backend(request, kind, folder, clock, stack: ExitStack) -> Backend:
    """Open a backend of a kind, which is closed with the stack."""
    shelf: SqliteBackend | RedisBackend
    if kind == "disk":
        shelf = SqliteBackend(folder, entries=100, seconds=SECONDS, clock=lambda: clock().timestamp())
    else:
        shelf = RedisBackend(request.getfixturevalue("redis").url, seconds=SECONDS)
    stack.callback(shelf.close)
    return shelf


@pytest.fixture
def cache(caches) -> ResponseCache:
    return caches()

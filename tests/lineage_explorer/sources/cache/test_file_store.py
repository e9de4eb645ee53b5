"""Opened files are kept for an hour, for all workers, under the hash of their content."""

from __future__ import annotations

import hashlib
import zlib

import pytest

from lineage_explorer.errors import FileNotKept
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.file_store import FileStore, MemoryBackend, open_file_store
from lineage_explorer.sources.cache.sqlite_backend import SqliteBackend

CONTENT = b'{"Vertices": []}' * 100


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["memory", "disk"])
def store(request, tmp_path, clock):
    backend = (
        MemoryBackend(entries=2, seconds=3600, timer=clock)
        if request.param == "memory"
        else SqliteBackend(tmp_path, entries=2, seconds=3600, clock=clock)
    )
    return FileStore(backend, seconds=3600, clock=clock)


def test_a_file_is_found_by_the_hash_of_its_content(store):
    kept = store.put("a.json", CONTENT)
    assert kept.digest == hashlib.sha256(CONTENT).hexdigest()
    assert store.get(kept.digest) == kept
    assert (kept.name, kept.content) == ("a.json", CONTENT)


def test_another_hash_finds_nothing(store):
    store.put("a.json", CONTENT)
    with pytest.raises(FileNotKept, match="Open the file again"):
        store.get("0" * 64)


def test_a_file_does_not_outlive_its_hour(store, clock):
    digest = store.put("a.json", CONTENT).digest
    clock.now += 3599
    assert store.get(digest).content == CONTENT
    clock.now += 1
    with pytest.raises(FileNotKept, match="kept for 60 minutes"):
        store.get(digest)


def test_opening_a_file_again_keeps_it_for_another_hour(store, clock):
    store.put("a.json", CONTENT)
    clock.now += 3000
    digest = store.put("a.json", CONTENT).digest
    clock.now += 3000
    assert store.get(digest).content == CONTENT


def test_expired_files_leave_the_disk(tmp_path, clock):
    backend = SqliteBackend(tmp_path, entries=9, seconds=3600, clock=clock)
    store = FileStore(backend, seconds=3600, clock=clock)
    digest = store.put("a.json", CONTENT).digest
    clock.now += 3601
    store.discard_expired()
    clock.now -= 3601
    assert backend.get(f"file {digest}") is None


def test_a_file_does_not_stay_longer_because_the_clock_was_put_back(store, clock):
    digest = store.put("a.json", b"{}").digest
    clock.now -= 5000
    with pytest.raises(FileNotKept):
        store.get(digest)


def test_the_oldest_of_too_many_files_leaves_memory(clock):
    store = FileStore(MemoryBackend(entries=2, seconds=3600, timer=clock), seconds=3600, clock=clock)
    digests = [store.put(name, name.encode()).digest for name in ("a", "b", "c")]
    with pytest.raises(FileNotKept):
        store.get(digests[0])
    assert [store.get(digest).name for digest in digests[1:]] == ["b", "c"]


def test_a_file_that_was_changed_in_the_cache_is_not_shown(tmp_path, clock):
    backend = SqliteBackend(tmp_path, entries=9, seconds=3600, clock=clock)
    store = FileStore(backend, seconds=3600, clock=clock)
    first, second = store.put("a", b"first").digest, store.put("b", b"second").digest
    backend.put(f"file {first}", backend.get(f"file {second}"))
    with pytest.raises(FileNotKept):
        store.get(first)


def test_workers_of_one_machine_share_files(tmp_path):
    one, other = (open_file_store(f"disk:{tmp_path}", CacheRegistry()) for _ in range(2))
    assert other.get(one.put("a.json", CONTENT).digest).content == CONTENT


HEADERS = ("null", "[]", '["a"]', '["a", null]', '["a", "soon"]', '["a", NaN]', '["a", 1e999]', '["a", [1]]', "[" * 100_000,
           '["a", ' + "9" * 400 + "]", '{"a": 1, "b": 2}', "\xff")  # fmt: skip


@pytest.mark.parametrize("header", HEADERS, ids=range(len(HEADERS)))
def test_a_forged_entry_is_no_file(clock, header):
    backend = MemoryBackend(entries=2, seconds=3600)
    digest = hashlib.sha256(CONTENT).hexdigest()
    backend.put(f"file {digest}", header.encode("latin-1") + b"\n" + zlib.compress(CONTENT))
    with pytest.raises(FileNotKept):
        FileStore(backend, seconds=3600, clock=clock).get(digest)

"""Shared caches separate accounts, and failures only cost speed."""

import logging
import sqlite3
import time
import zlib
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.sources.cache.redis_backend import RedisBackend
from lineage_explorer.sources.cache.response_cache import (
    CLAIM_SECONDS,
    MAX_UNPACKED_BYTES,
    CachedResponse,
    CacheUnusable,
    deserialize_entry,
    now,
    serialize_entry,
)
from lineage_explorer.sources.cache.shared_response_cache import PAUSE_SECONDS, SharedResponseCache
from lineage_explorer.sources.cache.sqlite_backend import FILE_NAME, SqliteBackend
from tests.support.redis_server import RedisServer

PAGE = {"Vertices": [{"Arn": "arn:aws:sagemaker:us-west-2:111122223333:artifact/a"}]}
MOMENTS = st.datetimes(timezones=st.just(UTC))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | MOMENTS
NAMES = st.sampled_from(["$", "Name", ""])
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=6)


class Timer:
    """A monotonic clock that tests set."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def disk(tmp_path):
    shelf = SqliteBackend(tmp_path / "cache", entries=3, seconds=60)
    yield shelf
    shelf.close()


@given(st.dictionaries(NAMES, VALUES))
def test_any_value_survives_serialization(answer):
    kept = CachedResponse(answer, now())
    assert deserialize_entry(serialize_entry(kept)) == kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x04N.",
        b"\x78\x9c\x03\x00\x00\x00\x00\x01",
        serialize_entry(CachedResponse({}, now()))[:-3],
        zlib.compress(b"[" * 200_000),
        zlib.compress(b" " * (MAX_UNPACKED_BYTES + 1)),
    ],
    ids=[
        "nothing",
        "a pickle",
        "nothing compressed",
        "an answer that was cut",
        "nested too deep",
        "too large",
    ],
)
def test_other_bytes_are_refused(data):
    with pytest.raises(CacheUnusable):
        deserialize_entry(data)


@pytest.mark.parametrize("open_backend", ["disk", "redis"], indirect=True)
def test_values_are_separated_by_account_region_and_role(open_backend, request):
    mine = f"{request.node.nodeid} https://api.sagemaker.us-west-2.amazonaws.com us-west-2 111122223333 AROAEXAMPLE"
    SharedResponseCache(open_backend(), scope=mine, seconds=60).put("key", PAGE)
    assert SharedResponseCache(open_backend(), scope=mine, seconds=60).get("key").response == PAGE
    for part, other in (
        ("111122223333", "444455556666"),
        ("us-west-2", "eu-west-1"),
        ("AROAEXAMPLE", "AROAOTHER"),
    ):
        assert (
            SharedResponseCache(open_backend(), scope=mine.replace(part, other), seconds=60).get("key")
            is None
        )


def test_entry_from_the_future_expires_after_the_clock_was_put_back(disk):
    moment = now()
    before = SharedResponseCache(disk, scope="any", seconds=60, clock=lambda: moment + timedelta(days=1))
    before.put("key", PAGE)
    assert before.get("key")
    assert SharedResponseCache(disk, scope="any", seconds=60, clock=lambda: moment).get("key") is None


def test_keys_in_the_cache_reveal_nothing(redis):
    shelf = RedisBackend(redis.url, seconds=60)
    SharedResponseCache(shelf, scope="111122223333", seconds=60).put("arn:aws:sagemaker:secret", PAGE)
    names = b" ".join(shelf._server.keys())
    shelf.close()
    assert names
    assert b"secret" not in names
    assert b"111122223333" not in names


def test_entry_that_was_made_up_or_moved_is_a_cache_miss(disk, caplog):
    shelf = disk
    cache = SharedResponseCache(shelf, scope="account and secret", seconds=60)
    other = SharedResponseCache(shelf, scope="account", seconds=60)
    cache.put("mine", PAGE)
    cache.put("other", {"Vertices": []})
    mine, moved = (shelf.get(cache._build_name(key)) for key in ("mine", "other"))
    made_up = serialize_entry(CachedResponse({"Vertices": []}, now()))
    name = cache._build_name("mine")
    signed_by_other = other._build_signature(name, made_up) + made_up
    for data in (moved, made_up, mine[:32] + made_up, signed_by_other, b"", mine[:-1]):
        shelf.put(name, data)
        assert cache.get("mine") is None
    assert "not signed" in caplog.text
    shelf.put(name, mine)
    assert cache.get("mine").response == PAGE


def test_damaged_value_is_a_cache_miss(disk, caplog):
    cache = SharedResponseCache(disk, scope="", seconds=60)
    cache.put("key", PAGE)
    disk._connection.execute("update answers set data = x'00'")
    assert cache.get("key") is None
    assert "is ignored" in caplog.text
    cache.put("key", PAGE)
    assert cache.get("key").response == PAGE


def test_restarted_server_loses_only_cached_values(caplog):
    caplog.set_level(logging.WARNING)
    server, timer = RedisServer(), Timer()
    server.start()
    shelf = RedisBackend(server.url, seconds=60)
    cache = SharedResponseCache(shelf, scope="", seconds=60, timer=timer)
    cache.put("key", PAGE)
    server.stop()
    for _ in range(3):
        assert cache.get("key") is None
        assert cache.put("key", PAGE).response == PAGE
        assert cache.claim("key")
        cache.release("key")
        timer.now += PAUSE_SECONDS
    assert caplog.text.count("not used until it works again") == 1
    server.start()
    timer.now += PAUSE_SECONDS
    cache.put("key", PAGE)
    assert cache.get("key").response == PAGE
    assert caplog.text.count("works again.") == 1
    shelf.close()
    server.stop()


def test_failed_backend_is_skipped_for_a_while():
    class Slow:
        tries = 0

        def get(self, name):
            self.tries += 1
            raise CacheUnusable("no")

    shelf, timer = Slow(), Timer()
    cache = SharedResponseCache(shelf, scope="", seconds=60, timer=timer)
    for _ in range(100):
        assert cache.get("key") is None
    assert shelf.tries == 1
    timer.now = PAUSE_SECONDS
    cache.get("key")
    assert shelf.tries == 2


def test_full_disk_loses_only_cached_values(disk, caplog):
    cache = SharedResponseCache(disk, scope="", seconds=60)
    (pages,) = disk._connection.execute("pragma page_count").fetchone()
    disk._connection.execute(f"pragma max_page_count = {pages}")
    large = {"Vertices": [{"Arn": f"{number:x}" * 9} for number in range(10_000, 40_000)]}
    assert cache.put("key", large).response == large
    assert cache.get("key") is None
    assert "full" in caplog.text


def test_overwritten_file_loses_only_cached_values(disk, tmp_path, caplog):
    cache = SharedResponseCache(disk, scope="", seconds=60)
    cache.put("key", PAGE)
    disk._connection.execute("pragma wal_checkpoint(truncate)")
    (tmp_path / "cache" / FILE_NAME).write_bytes(b"no database at all\n" * 2000)
    disk._connection.execute("pragma cache_size = 0")
    assert cache.get("key") is None
    assert cache.put("key", PAGE).response == PAGE
    assert caplog.text.count("not used until it works again") == 1


def test_damaged_file_is_recreated_at_the_next_start(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"no database at all\n" * 2000)
    shelf = SqliteBackend(tmp_path, entries=3, seconds=60)
    shelf.put("name", b"data")
    assert shelf.get("name") == b"data"
    shelf.close()


def test_files_are_readable_by_their_owner_only(disk, tmp_path):
    disk.put("name", b"data")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "cache").iterdir()] == [0, 0, 0]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_folder_that_others_may_change_is_refused_and_left_alone(tmp_path, mode):
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(CacheUnusable, match=r"open can be changed by others: .* mode 700"):
        SqliteBackend(folder, entries=3, seconds=60)
    assert folder.stat().st_mode & 0o7777 == mode
    assert list(folder.iterdir()) == []


def test_values_from_the_future_leave_the_disk_after_the_clock_was_put_back(tmp_path):
    moment = 1_000.0
    shelf = SqliteBackend(tmp_path, entries=1000, seconds=60, clock=lambda: moment)
    shelf.put("future", b"data")
    moment = 900.0
    assert shelf.get("future") is None
    shelf.discard_expired()
    assert shelf._connection.execute("select count(*) from answers").fetchone() == (0,)
    shelf.close()


def test_oldest_values_are_evicted_from_disk(tmp_path):
    moments = iter(range(10_000))
    shelf = SqliteBackend(tmp_path, entries=3, seconds=60_000, clock=lambda: float(next(moments)))
    for number in range(100):
        shelf.put(str(number), b"")
    (count,) = shelf._connection.execute("select count(*) from answers").fetchone()
    assert count == 3
    assert shelf.get("99") == b""
    shelf.close()


def test_expired_values_are_deleted_from_disk(tmp_path):
    moment = 0.0
    shelf = SqliteBackend(tmp_path, entries=1000, seconds=60, clock=lambda: moment)
    shelf.put("old", b"")
    moment = 60.0
    for number in range(60):
        shelf.put(str(number), b"")
    (old,) = shelf._connection.execute("select count(*) from answers where name = 'old'").fetchone()
    assert old == 0
    shelf.close()


def test_redis_expires_values_by_itself(redis):
    shelf = RedisBackend(redis.url, seconds=60)
    shelf.put("mine", b"data")
    shelf.claim("mine")
    assert 0 < shelf._server.pttl("lineage:answer:mine") <= 60_000
    assert 0 < shelf._server.pttl("lineage:claim:mine") <= 1000 * CLAIM_SECONDS
    shelf.close()


def test_silent_server_times_out_soon(redis):
    shelf = RedisBackend(redis.url, seconds=60)
    cache = SharedResponseCache(shelf, scope="", seconds=60)
    with RedisBackend(redis.url, seconds=60)._server as other:
        other.execute_command("CLIENT", "PAUSE", "1000", "ALL")
        began = time.monotonic()
        for _ in range(20):
            assert cache.get("key") is None
        assert time.monotonic() - began < 5
    time.sleep(max(0.0, 1.1 - (time.monotonic() - began)))
    shelf.close()


def test_locked_file_times_out_soon(disk, tmp_path):
    cache = SharedResponseCache(disk, scope="", seconds=60)
    with sqlite3.connect(tmp_path / "cache" / FILE_NAME, isolation_level=None) as other:
        other.execute("begin exclusive")
        began = time.monotonic()
        for _ in range(20):
            assert cache.put("key", PAGE).response == PAGE
        assert time.monotonic() - began < 5
        other.execute("rollback")
    other.close()

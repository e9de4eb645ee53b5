"""Behavior of every cache: in memory, SQLite and Redis."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.sources.cache.redis_backend import RedisBackend
from lineage_explorer.sources.cache.response_cache import (
    CLAIM_SECONDS,
    EARLIEST_TIME,
    Invalidations,
    MemoryResponseCache,
)
from lineage_explorer.sources.cache.shared_response_cache import SharedResponseCache
from lineage_explorer.sources.cache.value_cache import ValueCache
from tests.lineage_explorer.sources.cache.conftest import memory
from tests.support.waiting import wait_until

PAGE = {"Vertices": [{"Arn": "arn"}], "NextToken": "t"}
DESCRIBED = {
    "CreationTime": datetime(2026, 4, 1, 8, 30, tzinfo=UTC),
    "Metrics": [
        {"MetricName": "auc", "Last": 0.91, "Count": 3, "Timestamp": datetime(2026, 4, 2, tzinfo=UTC)}
    ],
    "Properties": {"$": "a member named as moments are marked", "é": "ü"},
    "Shared": True,
    "Display": None,
}


LONG_PAGE = {
    "Vertices": [{"Arn": f"arn:{number}", "Type": "DataSet"} for number in range(50)],
    "NextToken": "t",
}


@pytest.mark.parametrize("answer", [PAGE, LONG_PAGE, DESCRIBED, {}])
def test_stored_value_is_returned_with_its_time_of_reading(cache, clock, answer):
    read = clock.now
    assert cache.put("key", answer).read_at == read
    clock.advance(59)
    assert cache.get("key").response == answer
    assert cache.get("key").read_at == read


def test_value_stored_by_one_worker_is_returned_to_another(caches):
    caches().put("key", PAGE)
    assert caches().get("key").response == PAGE


def test_long_pages_are_kept_packed_in_memory(clock):
    values = ValueCache(entries=2, seconds=60)
    cache = MemoryResponseCache(values, clock=clock)
    cache.put("long", LONG_PAGE)
    cache.put("short", PAGE)
    assert len(values.get("long")) < len(json.dumps(LONG_PAGE)) / 4
    assert values.get("short").response is PAGE


def test_unknown_key_is_a_miss(cache):
    cache.put("key", PAGE)
    assert cache.get("another") is None


def test_expired_value_is_a_miss(cache, clock):
    cache.put("key", PAGE)
    clock.advance(60)
    assert cache.get("key") is None


def test_storing_again_restarts_the_time_to_live(cache, clock):
    cache.put("key", {})
    clock.advance(59)
    cache.put("key", PAGE)
    clock.advance(59)
    assert cache.get("key").response == PAGE


def test_least_recently_used_value_is_evicted(clock):
    cache = memory(clock, entries=2)
    cache.put("a", {})
    cache.put("b", {})
    cache.get("a")
    cache.put("c", {})
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_only_one_of_many_readers_gets_the_claim(caches):
    claimed = []
    workers = [caches() for _ in range(8)]
    threads = [threading.Thread(target=lambda w=worker: claimed.append(w.claim("key"))) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(claimed) == [False] * 7 + [True]
    assert workers[0].claim("another")


def test_storing_or_releasing_frees_the_claim(cache):
    for done in (lambda: cache.put("key", PAGE), lambda: cache.release("key")):
        assert cache.claim("key")
        assert not cache.claim("key")
        done()
    assert cache.claim("key")


@pytest.mark.parametrize("caches", ["memory", "disk"], indirect=True)
def test_claim_of_a_dead_worker_expires(cache, clock):
    assert cache.claim("key")
    clock.advance(CLAIM_SECONDS)
    assert cache.claim("key")


@pytest.mark.parametrize("open_backend", ["disk", "redis"], indirect=True)
def test_renewed_claim_does_not_expire_and_an_ended_one_stays_ended(open_backend, clock):
    mine, theirs = open_backend(), open_backend()
    assert mine.claim("slow")
    if isinstance(mine, RedisBackend):
        mine._server.pexpire("lineage:claim:slow", 300)
        mine.extend("slow")
        assert mine._server.pttl("lineage:claim:slow") > 300
    for _ in range(3):
        clock.advance(CLAIM_SECONDS - 1)
        mine.extend("slow")
    assert not theirs.claim("slow")
    mine.release("slow")
    mine.extend("slow")
    assert theirs.claim("slow")
    theirs.release("slow")


def test_claims_are_renewed_while_their_request_is_under_way(monkeypatch):
    monkeypatch.setattr("lineage_explorer.sources.cache.shared_response_cache._RENEW_SECONDS", 0.01)
    renewed, timer = [], [0.0]

    class Backend:
        def claim(self, _name):
            return True

        def extend(self, name):
            renewed.append(name)

        def put(self, _name, _data):
            pass

        def release(self, _name):
            pass

    cache = SharedResponseCache(Backend(), scope="", seconds=60, timer=lambda: timer[0])
    for finish in (cache.release, lambda key: cache.put(key, PAGE), lambda _key: timer.__setitem__(0, 41.0)):
        renewed.clear()
        assert cache.claim("key")
        wait_until(lambda: len(renewed) > 2, "two renewals")
        finish("key")
        wait_until(lambda: not cache._is_renewing, "the end of renewing")


@pytest.mark.parametrize("caches", ["memory", "disk"], indirect=True)
def test_a_caller_that_waited_with_an_older_moment_takes_no_claim(cache, clock):
    """It read the clock, and waited for the store while another one claimed."""
    assert cache.claim("key")
    clock.advance(-0.01)
    assert not cache.claim("key")
    clock.advance(-CLAIM_SECONDS)
    assert cache.claim("key")


def test_invalidation_by_one_worker_applies_to_the_others(caches, clock):
    mine, theirs = Invalidations(caches()), Invalidations(caches())
    assert theirs.valid_since("a question") == EARLIEST_TIME
    assert mine.invalidate("a question") == clock.now
    assert theirs.valid_since("a question") == mine.valid_since("a question") == clock.now
    assert theirs.valid_since("another") == EARLIEST_TIME


def test_invalidation_without_a_shared_cache_is_local(clock):
    marks = Invalidations(None, clock=clock)
    assert marks.invalidate("a question") == marks.valid_since("a question") == clock.now
    clock.advance(1)
    assert marks.invalidate("a question") - timedelta(seconds=1) == clock.now - timedelta(seconds=1)

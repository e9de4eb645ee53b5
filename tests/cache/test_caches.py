"""What every cache does: in memory, on disk and in Redis alike."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.sources.cache.response_cache import CLAIM_SECONDS, EARLIEST_TIME, Invalidations
from tests.cache.conftest import memory

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


@pytest.mark.parametrize("answer", [PAGE, DESCRIBED, {}])
def test_what_was_put_is_got_with_the_moment_at_which_it_was_read(cache, clock, answer):
    read = clock.now
    assert cache.put("key", answer).read_at == read
    clock.advance(59)
    assert cache.get("key").response == answer
    assert cache.get("key").read_at == read


def test_what_one_worker_put_another_gets(caches):
    caches().put("key", PAGE)
    assert caches().get("key").response == PAGE


def test_what_was_never_put_is_not_there(cache):
    cache.put("key", PAGE)
    assert cache.get("another") is None


def test_what_is_too_old_is_gone(cache, clock):
    cache.put("key", PAGE)
    clock.advance(60)
    assert cache.get("key") is None


def test_what_is_put_again_is_as_young_as_that(cache, clock):
    cache.put("key", {})
    clock.advance(59)
    cache.put("key", PAGE)
    clock.advance(59)
    assert cache.get("key").response == PAGE


def test_what_was_not_used_for_longest_makes_room(clock):
    cache = memory(clock, entries=2)
    cache.put("a", {})
    cache.put("b", {})
    cache.get("a")
    cache.put("c", {})
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_of_many_who_want_an_answer_one_asks_for_it(caches):
    claimed = []
    workers = [caches() for _ in range(8)]
    threads = [threading.Thread(target=lambda w=worker: claimed.append(w.claim("key"))) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(claimed) == [False] * 7 + [True]
    assert workers[0].claim("another")


def test_whoever_has_put_or_released_an_answer_lets_others_ask_for_it(cache):
    for done in (lambda: cache.put("key", PAGE), lambda: cache.release("key")):
        assert cache.claim("key")
        assert not cache.claim("key")
        done()
    assert cache.claim("key")


@pytest.mark.parametrize("caches", ["memory", "disk"], indirect=True)
def test_whoever_is_gone_is_not_waited_for(cache, clock):
    assert cache.claim("key")
    clock.advance(CLAIM_SECONDS)
    assert cache.claim("key")


def test_a_mark_of_one_worker_is_seen_by_the_others(caches, clock):
    mine, theirs = Invalidations(caches()), Invalidations(caches())
    assert theirs.valid_since("a question") == EARLIEST_TIME
    assert mine.invalidate("a question") == clock.now
    assert theirs.valid_since("a question") == mine.valid_since("a question") == clock.now
    assert theirs.valid_since("another") == EARLIEST_TIME


def test_without_a_cache_a_mark_is_one_s_own(clock):
    marks = Invalidations(None, clock=clock)
    assert marks.invalidate("a question") == marks.valid_since("a question") == clock.now
    clock.advance(1)
    assert marks.invalidate("a question") - timedelta(seconds=1) == clock.now - timedelta(seconds=1)

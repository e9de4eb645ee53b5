"""Values are computed once for concurrent callers and cached."""

import threading
import time

import pytest

from lineage_explorer.errors import Throttled
from lineage_explorer.sources.cache.value_cache import CacheCounters, ValueCache


def run_together(count, work):
    """Run `work` in threads, release it when all arrived; return results."""
    results = []
    threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


class Slow:
    """Work that waits until it is released."""

    def __init__(self, *, error=None):
        self.calls = 0
        self.error = error
        self.let_go = threading.Event()

    def __call__(self):
        self.calls += 1
        self.let_go.wait(10)
        if self.error:
            raise self.error
        return "answer"


def outcome(remembered, work):
    try:
        return remembered.get_or_compute("key", work)
    except Throttled as error:
        return str(error)


@pytest.mark.parametrize("error", [None, Throttled("answer", operation="X")])
def test_threads_with_the_same_key_share_one_computation_and_its_outcome(error):
    remembered = ValueCache(entries=10, seconds=60)
    work = Slow(error=error)
    threading.Timer(0.2, work.let_go.set).start()
    assert run_together(6, lambda: outcome(remembered, work)) == ["answer"] * 6
    assert work.calls == 1


def test_threads_with_different_keys_do_not_wait_for_each_other():
    remembered = ValueCache(entries=10, seconds=60)
    slow = Slow()
    waiting = threading.Thread(target=remembered.get_or_compute, args=("slow", slow))
    waiting.start()
    assert remembered.get_or_compute("quick", lambda: 1) == 1
    slow.let_go.set()
    waiting.join(60)
    assert remembered.get("slow") == "answer"


def test_stored_value_is_cached_until_it_is_removed():
    remembered = ValueCache(entries=10, seconds=60)
    remembered.put("key", 1)
    assert remembered.get("key") == 1
    remembered.discard("key")
    remembered.discard("key")
    assert remembered.get("key") is None


def test_cached_keys_among_many_are_returned():
    remembered = ValueCache(entries=10, seconds=60)
    remembered.put("one", 1)
    remembered.put("two", 2)
    assert remembered.get_many(["two", "three", "one"]) == {"two": 2, "one": 1}


def test_value_expires_after_its_time_to_live():
    moments = iter([0.0, 59.0, 61.0, 61.0, 62.0])
    remembered = ValueCache(entries=10, seconds=60, timer=lambda: next(moments))
    remembered.put("key", "old")
    assert remembered.get("key") == "old"
    assert remembered.get("key") is None
    remembered.put("key", "new")
    assert remembered.get("key") == "new"


def test_least_recently_used_value_is_evicted():
    remembered = ValueCache(entries=2, seconds=60)
    for key in ("one", "two"):
        remembered.put(key, key)
    remembered.get("one")
    remembered.put("three", "three")
    assert remembered.get_many(["one", "two", "three"]) == {"one": "one", "three": "three"}


def test_value_computed_in_the_background_is_returned_by_a_later_request():
    remembered = ValueCache(entries=10, seconds=60)
    work = Slow()
    assert remembered.get_or_compute_within("key", work, seconds=0.01) is None
    assert remembered.get_or_compute_within("key", work, seconds=0) is None
    work.let_go.set()
    assert remembered.get_or_compute_within("key", work, seconds=10) == "answer"
    assert (remembered.get("key"), work.calls) == ("answer", 1)


def test_background_error_is_shared_by_waiting_readers_and_the_next_starts_again():
    remembered = ValueCache(entries=10, seconds=60)
    work = Slow(error=Throttled("no", operation="X"))

    def waited():
        try:
            return remembered.get_or_compute_within("key", work, seconds=10)
        except Throttled as error:
            return str(error)

    threading.Timer(0.2, work.let_go.set).start()
    assert run_together(6, waited) == ["no"] * 6
    assert work.calls == 1
    assert waited() == "no"
    assert work.calls == 2


def failed_unseen(remembered):
    """Let a computation in the background fail while nobody waits for it."""
    work = Slow(error=Throttled("no", operation="X"))
    assert remembered.get_or_compute_within("key", work, seconds=0) is None
    under_way = remembered._in_flight["key"]
    work.let_go.set()
    assert under_way.exception(10) is not None


def test_background_error_without_waiting_readers_is_raised_once():
    remembered = ValueCache(entries=10, seconds=60)
    failed_unseen(remembered)
    with pytest.raises(Throttled):
        remembered.get_or_compute_within("key", lambda: "never", seconds=10)
    assert remembered.get_or_compute_within("key", lambda: "answer", seconds=10) == "answer"


def test_background_error_without_waiting_readers_expires():
    moment = [0.0]
    remembered = ValueCache(entries=10, seconds=60, timer=lambda: moment[0])
    failed_unseen(remembered)
    moment[0] = 61.0
    assert remembered.get_or_compute_within("key", lambda: "answer", seconds=10) == "answer"


@pytest.mark.parametrize(
    "replace", [lambda cache: cache.discard("key"), lambda cache: cache.put("key", "new")]
)
def test_value_discarded_or_replaced_during_its_computation_is_not_stored(replace):
    remembered = ValueCache(entries=10, seconds=60)
    work = Slow()
    waiting = threading.Thread(target=remembered.get_or_compute, args=("key", work))
    waiting.start()
    while "key" not in remembered._in_flight:
        time.sleep(0.001)
    replace(remembered)
    kept = remembered.get("key")
    work.let_go.set()
    waiting.join(60)
    assert remembered.get("key") == kept != "answer"


def test_discarding_a_value_keeps_a_newer_one():
    remembered = ValueCache(entries=10, seconds=60)
    first, second = [1], [1]
    remembered.put("key", second)
    remembered.discard("key", first)
    assert remembered.get("key") is second
    remembered.discard("key", second)
    assert remembered.get("key") is None


def test_lookups_and_values_are_counted():
    moment = [0.0]
    remembered = ValueCache(entries=2, seconds=60, timer=lambda: moment[0])
    remembered.get_or_compute("one", lambda: 1)
    remembered.get_or_compute("one", lambda: 1)
    remembered.get_many(["one", "two", "three"])
    assert remembered.counters == CacheCounters(entries=1, hits=2, misses=3, evictions=0)
    for key in ("two", "three"):
        remembered.put(key, 0)
    assert remembered.counters == CacheCounters(entries=2, hits=2, misses=3, evictions=1)
    moment[0] = 61.0
    remembered.put("four", 4)
    assert remembered.counters == CacheCounters(entries=1, hits=2, misses=3, evictions=1)


def test_cache_under_load_stays_within_its_size_and_counts_every_lookup():
    remembered = ValueCache(entries=8, seconds=60)

    def work():
        for number in range(500):
            key = number % 12
            assert remembered.get_or_compute(key, lambda key=key: key * 2) == key * 2

    run_together(8, work)
    counted = remembered.counters
    assert counted.entries <= 8
    assert counted.hits + counted.misses == 8 * 500
    assert counted.misses == counted.entries + counted.evictions

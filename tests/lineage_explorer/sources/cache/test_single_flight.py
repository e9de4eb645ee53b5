"""Values are computed once for concurrent callers and cached."""

import threading

import pytest

from lineage_explorer.errors import Throttled
from lineage_explorer.sources.cache.single_flight import SingleFlightCache


def run_together(count, work):
    """Run `work` in threads, release it when all arrived; return results."""
    results = []
    threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
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
    remembered = SingleFlightCache(entries=10, seconds=60)
    work = Slow(error=error)
    threading.Timer(0.2, work.let_go.set).start()
    assert run_together(6, lambda: outcome(remembered, work)) == ["answer"] * 6
    assert work.calls == 1


def test_threads_with_different_keys_do_not_wait_for_each_other():
    remembered = SingleFlightCache(entries=10, seconds=60)
    slow = Slow()
    waiting = threading.Thread(target=remembered.get_or_compute, args=("slow", slow))
    waiting.start()
    assert remembered.get_or_compute("quick", lambda: 1) == 1
    slow.let_go.set()
    waiting.join(10)
    assert remembered.get("slow") == "answer"


def test_stored_value_is_cached_until_it_is_removed():
    remembered = SingleFlightCache(entries=10, seconds=60)
    remembered.put("key", 1)
    assert remembered.get("key") == 1
    remembered.discard("key")
    remembered.discard("key")
    assert remembered.get("key") is None


def test_cached_keys_among_many_are_returned():
    remembered = SingleFlightCache(entries=10, seconds=60)
    remembered.put("one", 1)
    remembered.put("two", 2)
    assert remembered.get_many(["two", "three", "one"]) == {"two": 2, "one": 1}


def test_value_expires_after_its_time_to_live():
    moments = iter([0.0, 59.0, 61.0, 61.0, 62.0])
    remembered = SingleFlightCache(entries=10, seconds=60, timer=lambda: next(moments))
    remembered.put("key", "old")
    assert remembered.get("key") == "old"
    assert remembered.get("key") is None
    remembered.put("key", "new")
    assert remembered.get("key") == "new"


def test_least_recently_used_value_is_evicted():
    remembered = SingleFlightCache(entries=2, seconds=60)
    for key in ("one", "two"):
        remembered.put(key, key)
    remembered.get("one")
    remembered.put("three", "three")
    assert remembered.get_many(["one", "two", "three"]) == {"one": "one", "three": "three"}

"""What was worked out is remembered, and nobody works it out twice at once."""

import threading

import pytest

from lineage_explorer.errors import Throttled
from lineage_explorer.sources.cache.single_flight import SingleFlightCache


def together(count, work):
    """Run `work` in several threads, let go of `arrived` when all have begun; return their results."""
    results = []
    threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return results


class Slow:
    """Work that waits until it is let go."""

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
def test_threads_that_want_the_same_share_one_asking_and_its_outcome(error):
    remembered = SingleFlightCache(entries=10, seconds=60)
    work = Slow(error=error)
    threading.Timer(0.2, work.let_go.set).start()
    assert together(6, lambda: outcome(remembered, work)) == ["answer"] * 6
    assert work.calls == 1


def test_threads_that_want_different_things_do_not_wait_for_each_other():
    remembered = SingleFlightCache(entries=10, seconds=60)
    slow = Slow()
    waiting = threading.Thread(target=remembered.get_or_compute, args=("slow", slow))
    waiting.start()
    assert remembered.get_or_compute("quick", lambda: 1) == 1
    slow.let_go.set()
    waiting.join(10)
    assert remembered.get("slow") == "answer"


def test_what_was_put_is_remembered_until_it_is_forgotten():
    remembered = SingleFlightCache(entries=10, seconds=60)
    remembered.put("key", 1)
    assert remembered.get("key") == 1
    remembered.discard("key")
    remembered.discard("key")
    assert remembered.get("key") is None


def test_of_many_keys_those_that_are_remembered_are_told():
    remembered = SingleFlightCache(entries=10, seconds=60)
    remembered.put("one", 1)
    remembered.put("two", 2)
    assert remembered.get_many(["two", "three", "one"]) == {"two": 2, "one": 1}


def test_an_answer_is_forgotten_when_its_time_has_passed():
    moments = iter([0.0, 59.0, 61.0, 61.0, 62.0])
    remembered = SingleFlightCache(entries=10, seconds=60, timer=lambda: next(moments))
    remembered.put("key", "old")
    assert remembered.get("key") == "old"
    assert remembered.get("key") is None
    remembered.put("key", "new")
    assert remembered.get("key") == "new"


def test_what_was_used_least_recently_makes_room():
    remembered = SingleFlightCache(entries=2, seconds=60)
    for key in ("one", "two"):
        remembered.put(key, key)
    remembered.get("one")
    remembered.put("three", "three")
    assert remembered.get_many(["one", "two", "three"]) == {"one": "one", "three": "three"}

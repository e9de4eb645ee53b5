"""What is remembered, what is not, and that nobody asks twice at once."""

import threading
from datetime import UTC, datetime

import pytest

from lineage.cache import CachedSource, Remembered
from lineage.errors import Throttled
from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Vertex
from lineage.query import LineageQuery

START = Arn("arn:aws:sagemaker:us-west-2:111122223333:artifact/a")
OTHER = Arn("arn:aws:sagemaker:us-west-2:111122223333:artifact/b")


class Clock:
    """A monotonic clock that tests set."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


class Source:
    """Answers every query with its start alone."""

    def __init__(self, *, gaps=(), error=None):
        self.gaps = gaps
        self.error = error
        self.asked = []

    def read(self, query):
        self.asked.append(query)
        if self.error:
            raise self.error
        reading = Reading(pages=1, calls=1, finished=datetime.now(UTC), gaps=self.gaps)
        start = query.start
        return LineageGraph(start, {start: Vertex(start, None)}, (), frozenset({start}), {start: 0}, reading)


def test_the_same_question_is_asked_once():
    source = Source()
    cached = CachedSource(source, entries=10, seconds=60)
    assert cached.read(LineageQuery(START)) is cached.read(LineageQuery(START))
    assert len(source.asked) == 1


def test_another_question_is_asked():
    source = Source()
    cached = CachedSource(source, entries=10, seconds=60)
    queries = [LineageQuery(START), LineageQuery(START, depth=2), LineageQuery(OTHER)]
    assert [cached.read(query).start for query in queries] == [START, START, OTHER]
    assert source.asked == queries


def test_a_partial_answer_is_kept_until_it_is_forgotten():
    source = Source(gaps=("Upstream: throttled after page 3; 150 entities read until then.",))
    cached = CachedSource(source, entries=10, seconds=60)
    first = cached.read(LineageQuery(START))
    assert cached.read(LineageQuery(START)) is first
    cached.forget(LineageQuery(START))
    assert cached.read(LineageQuery(START)) is not first


def test_an_error_is_passed_on_and_not_kept():
    source = Source(error=Throttled("too often", operation="QueryLineage"))
    cached = CachedSource(source, entries=10, seconds=60)
    for _ in range(2):
        with pytest.raises(Throttled):
            cached.read(LineageQuery(START))
    assert len(source.asked) == 2


def test_an_answer_is_forgotten_when_its_time_is_over():
    source, clock = Source(), Clock()
    cached = CachedSource(source, entries=10, seconds=60, timer=clock)
    for clock.seconds in (0, 59, 61):
        cached.read(LineageQuery(START))
    assert len(source.asked) == 2


def test_the_answer_that_was_not_used_for_longest_makes_room():
    source = Source()
    cached = CachedSource(source, entries=2, seconds=60)
    for depth in (1, 2, 1, 3, 1, 2):
        cached.read(LineageQuery(START, depth=depth))
    assert [query.depth for query in source.asked] == [1, 2, 3, 2]


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
        return remembered.ask("key", work)
    except Throttled as error:
        return str(error)


@pytest.mark.parametrize("error", [None, Throttled("answer", operation="X")])
def test_threads_that_want_the_same_share_one_asking_and_its_outcome(error):
    remembered = Remembered(entries=10, seconds=60)
    work = Slow(error=error)
    threading.Timer(0.2, work.let_go.set).start()
    assert together(6, lambda: outcome(remembered, work)) == ["answer"] * 6
    assert work.calls == 1


def test_threads_that_want_different_things_do_not_wait_for_each_other():
    remembered = Remembered(entries=10, seconds=60)
    slow = Slow()
    waiting = threading.Thread(target=remembered.ask, args=("slow", slow))
    waiting.start()
    assert remembered.ask("quick", lambda: 1) == 1
    slow.let_go.set()
    waiting.join(10)
    assert remembered.get("slow") == "answer"


def test_what_was_put_is_remembered_until_it_is_forgotten():
    remembered = Remembered(entries=10, seconds=60)
    remembered.put("key", 1)
    assert remembered.get("key") == 1
    remembered.forget("key")
    remembered.forget("key")
    assert remembered.get("key") is None

"""A reading is shown while it grows, shared by all who ask, and never does its work twice."""

import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, RETRY_FAILED, not_older_than
from lineage_explorer.sources.shared_reads import IDLE_SECONDS, MAX_WAIT_SECONDS, SharedReads

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
START = Arn(f"{ACCOUNT}:artifact/start")
QUERY = LineageQuery(START, Direction.DESCENDANTS)
PAGES = 12
BUSY = 10
"""How many times as long as it should a busy machine may take for a wait."""


class Account:
    """Answers `PAGES` pages of one vertex each, each after a while; may fail at one, and counts what is sent."""

    def __init__(self, *, seconds=0.06, pages=PAGES, fails_at=None, refusal=None):
        self.seconds = seconds
        self.pages = pages
        self.fails_at = fails_at
        self.refusal = refusal
        self.sent = []
        self.let_go = threading.Event()
        self.let_go.set()

    def __call__(self, _operation, request):
        self.let_go.wait(10)
        number = int(request.get("NextToken", 0))
        self.sent.append(number)
        time.sleep(self.seconds)
        if number == self.fails_at:
            return self.refusal
        more = {"NextToken": str(number + 1)} if number + 1 < self.pages else {}
        name = "start" if number == 0 else f"n{number}"
        vertex = {"Arn": f"{ACCOUNT}:artifact/{name}", "Type": "DataSet", "LineageType": "Artifact"}
        return {"Vertices": [vertex], "Edges": [], **more}


class Timer:
    """A monotonic clock that tests may put forward."""

    def __init__(self):
        self.ahead = 0.0

    def __call__(self):
        return time.monotonic() + self.ahead


def memory(entries):
    """Return a cache of pages."""
    return MemoryResponseCache(ValueCache(entries=entries, seconds=60))


@pytest.fixture
def readings(wire):
    """Make readings of an account, over a cache of their own or a given one."""

    def make(account, *, cache=None, timer=time.monotonic):
        cache = cache or memory(100)
        source = SageMakerSource(wire(account).client(), responses=cache)
        return SharedReads(source, CacheRegistry(), timer=timer)

    return make


def watched(readings, query=QUERY):
    """Read as a page does, until there is no more; return the pages of each picture."""
    shown = []
    while True:
        graph = readings.read_available(query, pages_shown=shown[-1] if shown else 0).graph
        if graph is not None:
            shown.append(graph.read_status.pages)
            if not graph.read_status.has_more:
                return shown


def test_a_far_account_is_shown_from_its_first_pages_on_in_growing_chunks(readings):
    account = Account()
    shown = watched(readings(account))
    assert shown[0] < PAGES / 2
    assert shown[-1] == PAGES
    assert all(after >= 3 * before for before, after in pairwise(shown[:-1]))
    assert account.sent == list(range(PAGES))


def test_a_near_account_is_shown_at_once_and_whole(readings):
    assert watched(readings(Account(seconds=0))) == [PAGES]


def test_all_who_ask_share_one_reading(readings):
    account = Account(seconds=0.02)
    shared = readings(account)
    graphs = []
    threads = [threading.Thread(target=lambda: graphs.append(shared.read(QUERY))) for _ in range(5)]
    for thread in threads:
        thread.start()
    watched(shared)
    for thread in threads:
        thread.join(10)
    assert [len(graph.vertices) for graph in graphs] == [PAGES] * 5
    assert account.sent == list(range(PAGES))


def test_a_request_waits_for_half_a_second_at_most_even_if_nothing_arrives(readings):
    account = Account()
    account.let_go.clear()
    began = time.monotonic()
    so_far = readings(account).read_available(QUERY)
    account.let_go.set()
    assert time.monotonic() - began < BUSY * MAX_WAIT_SECONDS
    assert so_far.graph is None


def test_a_reading_that_nobody_asks_for_ends_and_goes_on_from_its_pages_when_somebody_does(readings):
    account, timer = Account(), Timer()
    left = readings(account, timer=timer)
    left.read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    time.sleep(0.5)
    read = len(account.sent)
    assert read < PAGES
    time.sleep(0.2)
    assert len(account.sent) == read

    assert watched(left)[-1] == PAGES
    assert account.sent == list(range(PAGES))


def test_another_worker_goes_on_where_one_was_stopped(readings):
    account, cache, timer = Account(), memory(100), Timer()
    readings(account, cache=cache, timer=timer).read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    time.sleep(0.5)
    graph = readings(account, cache=cache).read(QUERY)
    assert len(graph.vertices) == PAGES
    assert account.sent == list(range(PAGES))


def test_who_only_looks_wants_no_more(readings):
    account, timer = Account(), Timer()
    shared = readings(account, timer=timer)
    shared.read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    for _ in range(4):
        time.sleep(0.15)
        looked = shared.peek(QUERY)
    assert looked.graph.read_status.has_more
    assert looked.graph.read_status.pages == len(account.sent) < PAGES


def test_what_was_read_once_costs_no_call_again(readings):
    account = Account(seconds=0)
    shared = readings(account)
    first = shared.read(QUERY)
    assert shared.read(QUERY) is shared.read_available(QUERY).graph is first
    assert account.sent == list(range(PAGES))


def test_what_is_refreshed_is_read_anew_to_its_last_page(readings):
    account = Account(seconds=0)
    shared = readings(account)
    shared.read(QUERY)
    shared.read(QUERY, freshness=READ_AGAIN)
    assert Counter(account.sent) == dict.fromkeys(range(PAGES), 2)


def test_trying_again_asks_for_the_page_that_failed_and_those_after_it(readings, refusal):
    account = Account(seconds=0, fails_at=5, refusal=refusal("ThrottlingException", "Rate exceeded"))
    shared = readings(account)
    assert len(shared.read(QUERY).vertices) == 5
    assert len(shared.read(QUERY).read_status.gaps) == 1
    account.fails_at = None
    assert len(shared.read(QUERY, freshness=RETRY_FAILED).vertices) == PAGES
    assert account.sent == [*range(6), *range(5, PAGES)]


def test_an_error_is_passed_on_and_not_remembered(readings, refusal):
    account = Account(seconds=0, fails_at=0, refusal=refusal("AccessDeniedException", "no"))
    shared = readings(account)
    for _ in range(2):
        with pytest.raises(errors.AccessDenied):
            shared.read_available(QUERY)
    assert account.sent == [0, 0]


def test_a_page_that_is_new_makes_those_after_it_new(readings):
    account, cache = Account(seconds=0, pages=3), memory(2)
    readings(account, cache=cache).read(QUERY)
    readings(account, cache=cache).read(QUERY)
    assert account.sent == [0, 1, 2, 0, 1, 2]


def test_the_two_ways_of_up_and_down_are_read_side_by_side(readings):
    both = threading.Barrier(2)

    class Meeting(Account):
        def __call__(self, operation, request):
            both.wait(30)
            return super().__call__(operation, request)

    account = Meeting(seconds=0, pages=4)
    assert readings(account).read(LineageQuery(START)).read_status.is_complete
    assert len(account.sent) == 8


def test_what_is_combined_with_a_graph_is_read_again_if_it_is_older(readings):
    account = Account(seconds=0, pages=2)
    shared = readings(account)
    first = shared.read(QUERY)
    finished_at = first.read_status.finished_at
    assert shared.read(QUERY, freshness=not_older_than(finished_at)) is first
    later = not_older_than(finished_at + timedelta(microseconds=1))
    assert shared.read(QUERY, freshness=later).read_status.finished_at > finished_at
    assert shared.read_available(QUERY, freshness=later).graph.read_status.finished_at > finished_at
    assert account.sent == [0, 1, 0, 1]


def test_a_source_without_readings_knows_every_freshness(wire):
    account = Account(seconds=0, pages=2)
    source = SageMakerSource(wire(account).client(), responses=memory(9))
    first = source.read(QUERY)
    for freshness in (ANY_AGE, RETRY_FAILED, not_older_than(first.read_status.started_at)):
        source.read(QUERY, freshness=freshness)
    assert account.sent == [0, 1]
    source.read(QUERY, freshness=not_older_than(first.read_status.finished_at + timedelta(microseconds=1)))
    source.read(QUERY, freshness=READ_AGAIN)
    assert account.sent == [0, 1, 0, 1, 0, 1]

"""Reads are shared, shown while they grow, and never repeated."""

import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources import shared_reads
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, RETRY_FAILED, limit_age
from lineage_explorer.sources.shared_reads import IDLE_SECONDS, MAX_WAIT_SECONDS, SharedReads
from tests.support.waiting import wait_until

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
START = Arn(f"{ACCOUNT}:artifact/start")
QUERY = LineageQuery(START, Direction.DESCENDANTS)
PAGES = 12
BUSY = 10
"""How many times as long as it should a busy machine may take for a wait."""


class Account:
    """Returns pages of one vertex slowly, may fail, and counts requests."""

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
    """A monotonic clock that tests may advance."""

    def __init__(self):
        self.ahead = 0.0

    def __call__(self):
        return time.monotonic() + self.ahead


def memory(entries):
    """Return a cache of pages."""
    return MemoryResponseCache(ValueCache(entries=entries, seconds=60))


@pytest.fixture
def make_reads(stub_client):
    """Return a function that builds shared reads over a cache."""

    def make(account, *, cache=None, timer=time.monotonic):
        cache = cache or memory(100)
        source = SageMakerSource(stub_client(account).client(), responses=cache)
        return SharedReads(source, CacheRegistry(), timer=timer)

    return make


def read_to_the_end(make_reads, query=QUERY):
    """Read as a page does; return the page count of each screen."""
    shown = []
    while True:
        graph = make_reads.read_available(query, pages_shown=shown[-1] if shown else 0).graph
        if graph is not None:
            shown.append(graph.read_status.pages)
            if not graph.read_status.has_more:
                return shown


def test_slow_account_is_shown_from_its_first_pages_in_growing_chunks(make_reads):
    account = Account()
    shown = read_to_the_end(make_reads(account))
    assert shown[0] < PAGES / 2
    assert shown[-1] == PAGES
    assert all(after >= 3 * before for before, after in pairwise(shown[:-1]))
    assert account.sent == list(range(PAGES))


def test_fast_account_is_shown_complete_at_once(make_reads, monkeypatch):
    for limit in ("FAST_RESPONSE_SECONDS", "EXTRA_WAIT_SECONDS", "MAX_WAIT_SECONDS"):
        monkeypatch.setattr(shared_reads, limit, 30)  # a busy machine is not a slow account
    assert read_to_the_end(make_reads(Account(seconds=0))) == [PAGES]


def test_concurrent_readers_share_one_read(make_reads):
    account = Account(seconds=0.02)
    shared = make_reads(account)
    graphs = []
    threads = [threading.Thread(target=lambda: graphs.append(shared.read(QUERY))) for _ in range(5)]
    for thread in threads:
        thread.start()
    read_to_the_end(shared)
    for thread in threads:
        thread.join(60)
    assert [len(graph.vertices) for graph in graphs] == [PAGES] * 5
    assert account.sent == list(range(PAGES))


def test_request_waits_at_most_half_a_second(make_reads):
    account = Account()
    account.let_go.clear()
    began = time.monotonic()
    so_far = make_reads(account).read_available(QUERY)
    account.let_go.set()
    assert time.monotonic() - began < BUSY * MAX_WAIT_SECONDS
    assert so_far.graph is None


def test_abandoned_read_stops_and_resumes_from_its_pages(make_reads):
    account, timer = Account(), Timer()
    left = make_reads(account, timer=timer)
    left.read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    wait_until(lambda: left._reads.get(QUERY).paged_read.is_abandoned, "the end of the read")
    read = len(account.sent)
    assert read < PAGES
    time.sleep(0.2)
    assert len(account.sent) == read

    assert read_to_the_end(left)[-1] == PAGES
    assert account.sent == list(range(PAGES))


def test_another_worker_resumes_a_stopped_read(make_reads):
    account, cache, timer = Account(), memory(100), Timer()
    left = make_reads(account, cache=cache, timer=timer)
    left.read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    wait_until(lambda: left._reads.get(QUERY).paged_read.is_abandoned, "the end of the read")
    graph = make_reads(account, cache=cache).read(QUERY)
    assert len(graph.vertices) == PAGES
    assert account.sent == list(range(PAGES))


def test_peeking_requests_no_further_page(make_reads):
    account, timer = Account(), Timer()
    shared = make_reads(account, timer=timer)
    shared.read_available(QUERY)
    timer.ahead = IDLE_SECONDS
    for _ in range(4):
        time.sleep(0.15)
        looked = shared.peek(QUERY)
    assert looked.graph.read_status.has_more
    assert looked.graph.read_status.pages == len(account.sent) < PAGES


def test_complete_read_costs_no_further_call(make_reads):
    account = Account(seconds=0)
    shared = make_reads(account)
    first = shared.read(QUERY)
    assert shared.read(QUERY) is shared.read_available(QUERY).graph is first
    assert account.sent == list(range(PAGES))


def test_refresh_reads_every_page_again(make_reads):
    account = Account(seconds=0)
    shared = make_reads(account)
    shared.read(QUERY)
    shared.read(QUERY, freshness=READ_AGAIN)
    assert Counter(account.sent) == dict.fromkeys(range(PAGES), 2)


def test_retry_requests_the_failed_page_and_those_after_it(make_reads, error_response):
    account = Account(seconds=0, fails_at=5, refusal=error_response("ThrottlingException", "Rate exceeded"))
    shared = make_reads(account)
    assert len(shared.read(QUERY).vertices) == 5
    assert len(shared.read(QUERY).read_status.gaps) == 1
    account.fails_at = None
    assert len(shared.read(QUERY, freshness=RETRY_FAILED).vertices) == PAGES
    assert account.sent == [*range(6), *range(5, PAGES)]


def test_error_is_raised_and_not_cached(make_reads, error_response):
    account = Account(seconds=0, fails_at=0, refusal=error_response("AccessDeniedException", "no"))
    shared = make_reads(account)
    for _ in range(2):
        with pytest.raises(errors.AccessDenied):
            shared.read_available(QUERY)
    assert account.sent == [0, 0]


def test_changed_page_makes_all_later_pages_be_read_again(make_reads):
    account, cache = Account(seconds=0, pages=3), memory(2)
    make_reads(account, cache=cache).read(QUERY)
    make_reads(account, cache=cache).read(QUERY)
    assert account.sent == [0, 1, 2, 0, 1, 2]


def test_both_directions_of_up_and_down_are_read_concurrently(make_reads):
    both = threading.Barrier(2)

    class Meeting(Account):
        def __call__(self, operation, request):
            both.wait(30)
            return super().__call__(operation, request)

    account = Meeting(seconds=0, pages=4)
    assert make_reads(account).read(LineageQuery(START)).read_status.is_complete
    assert len(account.sent) == 8


def test_read_older_than_the_graph_it_joins_is_read_again(make_reads):
    account = Account(seconds=0, pages=2)
    shared = make_reads(account)
    first = shared.read(QUERY)
    finished_at = first.read_status.finished_at
    assert shared.read(QUERY, freshness=limit_age(finished_at)) is first
    later = limit_age(finished_at + timedelta(microseconds=1))
    assert shared.read(QUERY, freshness=later).read_status.finished_at > finished_at
    assert shared.read_available(QUERY, freshness=later).graph.read_status.finished_at > finished_at
    assert account.sent == [0, 1, 0, 1]


def test_a_source_without_readings_knows_every_freshness(stub_client):
    account = Account(seconds=0, pages=2)
    source = SageMakerSource(stub_client(account).client(), responses=memory(9))
    first = source.read(QUERY)
    for freshness in (ANY_AGE, RETRY_FAILED, limit_age(first.read_status.started_at)):
        source.read(QUERY, freshness=freshness)
    assert account.sent == [0, 1]
    source.read(QUERY, freshness=limit_age(first.read_status.finished_at + timedelta(microseconds=1)))
    source.read(QUERY, freshness=READ_AGAIN)
    assert account.sent == [0, 1, 0, 1, 0, 1]

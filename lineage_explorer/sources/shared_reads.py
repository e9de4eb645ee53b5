"""Shared background reads: each query is read once for all requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, Freshness, Reuse
from lineage_explorer.sources.protocols import LineageSource, PagedRead, PagedSource, PartialRead, Progress

EXTRA_WAIT_SECONDS = 0.12
"""Seconds that a first graph waits for pages after fast ones."""

FAST_RESPONSE_SECONDS = 0.1
"""Response time up to which first pages count as fast, in seconds.

A remote account does not respond in that time.
"""

MAX_WAIT_SECONDS = 0.45
"""Maximum time that a request waits, in seconds."""

GROWTH_FACTOR = 3
"""Factor by which the pages must grow before another graph is shown.

Each graph then shows much that is new, and all graphs together take no longer than one and a half times the
last one.
"""

IDLE_SECONDS = 3.0
"""Time after the last request at which a read stops, in seconds.

A page that waits for a read repeats its request all the time.
"""


class SharedReads:
    """`SharedSource` over any `PagedSource`; thread-safe.

    Requests for the same query share one read. A read stops if it has not been requested for a while; a later
    request starts another read, for which the pages cached by the source cost nothing. So it does not matter
    which of several workers handles a request, nor whether one was restarted in between.

    Partial graphs are cached, too: while names arrive, the page requests the same graph again and must get
    the graph that it shows.

    Args:
        source: Source that reads the pages.
        caches: Opens the cache of reads.
        idle_seconds: How long a read goes on after its last request.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        source: PagedSource,
        caches: CacheRegistry,
        *,
        idle_seconds: float = IDLE_SECONDS,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._reads: ValueCache[LineageQuery, _SharedRead] = caches.open(CacheName.READS)
        self._idle_seconds = idle_seconds
        self._timer = timer

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        """Return the complete graph, waiting for the last page.

        Args:
            query: What to read.
            freshness: How old it may be.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._prepare(query, freshness)
        graph = self._wait_for_graph(query)
        if freshness.accepts(graph.read_status.finished_at):
            return graph
        self._read_again(query)
        return self._wait_for_graph(query)

    def _wait_for_graph(self, query: LineageQuery) -> LineageGraph:
        while True:
            shared = self._join(query)
            if (
                shared.paged_read.wait(_never, seconds=MAX_WAIT_SECONDS).has_ended
                and not shared.paged_read.is_abandoned
            ):
                return self._build_graph(query, shared)

    def read_available(
        self, query: LineageQuery, *, pages_shown: int = 0, freshness: Freshness = ANY_AGE
    ) -> PartialRead:
        """Wait briefly, and return what has been read by then.

        It returns as soon as there is enough for a first graph, or enough more for another one.

        Args:
            query: What to read.
            pages_shown: Number of pages that the caller already shows.
            freshness: How old it may be; a moment applies once the graph is complete.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._prepare(query, freshness)
        partial = self._read_partial(query, pages_shown)
        graph = partial.graph
        if graph is None or graph.read_status.has_more or freshness.accepts(graph.read_status.finished_at):
            return partial
        self._read_again(query)
        return self._read_partial(query, pages_shown)

    def _read_partial(self, query: LineageQuery, pages_shown: int) -> PartialRead:
        shared = self._join(query)
        progress = (
            _wait_for_growth(shared.paged_read, pages_shown)
            if pages_shown
            else _wait_for_first_pages(shared.paged_read)
        )
        shared.mark_requested()
        return self._build_partial_read(query, shared, progress, pages_shown)

    def find_complete(self, query: LineageQuery) -> LineageGraph | None:
        """Return the complete graph of a query if this process has it.

        It costs no call, and does not count as a request.
        """
        shared = self._reads.get(query)
        return shared.complete_graph if shared else None

    def peek(self, query: LineageQuery) -> PartialRead:
        """Return what has been read so far without requesting more.

        If nothing has been read yet, start a read and wait for its first pages.

        Raises:
            SourceError: Nothing could be read at all.
        """
        shared = self._reads.get(query)
        if shared is None or shared.paged_read.is_outdated():
            return self.read_available(query)
        return self._build_partial_read(query, shared, shared.paged_read.progress(), 0)

    def _prepare(self, query: LineageQuery, freshness: Freshness) -> None:
        """Discard what must not be reused."""
        if freshness.reuse is Reuse.NOTHING:
            self._read_again(query)
        elif freshness.reuse is Reuse.ALL_BUT_FAILURES:
            self._source.retry_failed(query)
            shared = self._reads.get(query)
            if shared and shared.paged_read.progress().has_ended:
                self._reads.discard(query, shared)

    def _read_again(self, query: LineageQuery) -> None:
        self._reads.put(query, self._start_read(query, READ_AGAIN))

    def _join(self, query: LineageQuery) -> _SharedRead:
        shared = self._reads.get_or_compute(query, lambda: self._start_read(query))
        if not shared.is_joinable():
            self._reads.discard(query, shared)
            shared = self._reads.get_or_compute(query, lambda: self._start_read(query))
        shared.mark_requested()
        return shared

    def _start_read(self, query: LineageQuery, freshness: Freshness = ANY_AGE) -> _SharedRead:
        return _SharedRead(
            lambda is_wanted: self._source.start_read(query, is_wanted=is_wanted, freshness=freshness),
            idle_seconds=self._idle_seconds,
            timer=self._timer,
        )

    def _build_partial_read(
        self, query: LineageQuery, shared: _SharedRead, progress: Progress, pages_shown: int
    ) -> PartialRead:
        has_enough = progress.has_ended or progress.pages >= max(1, GROWTH_FACTOR * pages_shown)
        return PartialRead(
            graph=self._build_graph(query, shared) if has_enough else None,
            pages=progress.pages,
            entity_count=shared.paged_read.count_entities(),
        )

    def _build_graph(self, query: LineageQuery, shared: _SharedRead) -> LineageGraph:
        try:
            return shared.build_graph()
        except SourceError:
            self._reads.discard(query, shared)
            raise


class _SharedRead:
    """Paged read with the time of its last request."""

    def __init__(
        self,
        start: Callable[[Callable[[], bool]], PagedRead],
        *,
        idle_seconds: float,
        timer: Callable[[], float],
    ) -> None:
        self._idle_seconds = idle_seconds
        self._timer = timer
        self._last_requested = timer()
        self.complete_graph: LineageGraph | None = None
        self.paged_read = start(self._is_wanted)

    def mark_requested(self) -> None:
        self._last_requested = self._timer()

    def is_joinable(self) -> bool:
        """Return whether a new request may join this read."""
        return not self.paged_read.is_abandoned and not self.paged_read.is_outdated()

    def build_graph(self) -> LineageGraph:
        """Return the graph read so far; the final one is built once."""
        if self.complete_graph is not None:
            return self.complete_graph
        graph = self.paged_read.build_graph()
        if not graph.read_status.has_more:
            self.complete_graph = graph
        return graph

    def _is_wanted(self) -> bool:
        return self._timer() - self._last_requested < self._idle_seconds


def _wait_for_first_pages(paged_read: PagedRead) -> Progress:
    """Wait for first pages, and briefly for more after fast ones.

    For a nearby account, the pages that arrive by then may be all.
    """
    began = time.monotonic()
    progress = paged_read.wait(_has_begun, seconds=MAX_WAIT_SECONDS)
    spent = time.monotonic() - began
    return (
        progress
        if spent > FAST_RESPONSE_SECONDS
        else paged_read.wait(_never, seconds=EXTRA_WAIT_SECONDS - spent)
    )


def _wait_for_growth(paged_read: PagedRead, pages_shown: int) -> Progress:
    """Wait until there are many more pages than already shown."""
    return paged_read.wait(
        lambda progress: progress.pages >= GROWTH_FACTOR * pages_shown, seconds=MAX_WAIT_SECONDS
    )


def _never(_progress: Progress) -> bool:
    return False


def _has_begun(progress: Progress) -> bool:
    return progress.has_begun


MAX_CONCURRENT_QUERIES = 4
"""Maximum number of concurrent queries.

More of them make the API respond with "Rate exceeded".
"""


def read_all(
    source: LineageSource, queries: Sequence[LineageQuery], *, freshness: Freshness = ANY_AGE
) -> tuple[LineageGraph | SourceError, ...]:
    """Read several queries concurrently; return graphs or errors in their order.

    Args:
        source: Source to read from.
        queries: What to read.
        freshness: How old each graph may be.
    """

    def attempt(query: LineageQuery) -> LineageGraph | SourceError:
        try:
            return source.read(query, freshness=freshness)
        except SourceError as error:
            return error

    with ContextPool(MAX_CONCURRENT_QUERIES) as pool:
        return tuple(pool.map(attempt, queries))

"""Shared background reads: each query is read once for all requests."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from cachetools import TTLCache

from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.query import LineageQuery
from lineage.source import GrowingSource, Progress, ReadingSource, SoFar, Underway

FIRST_SECONDS = 0.2
"""Seconds that a first graph waits for pages after fast ones."""

QUICK_SECONDS = 0.1
"""Response time up to which first pages count as fast, in seconds.

A remote account does not respond in that time.
"""

LONGEST_SECONDS = 0.45
"""Maximum time that a request waits, in seconds."""

CHUNK = 3
"""Factor by which the pages must grow before another graph is shown.

Each graph then shows much that is new, and all graphs together take no longer than one and a half times the
last one.
"""

LEFT_SECONDS = 3.0
"""Time after the last request at which a read stops, in seconds.

A page that waits for a read repeats its request all the time.
"""


class Readings:
    """`ReadingSource` over any `GrowingSource`; thread-safe.

    Requests for the same query share one read. A read stops if it has not been requested for a while; a later
    request starts another read, for which the pages cached by the source cost nothing. So it does not matter
    which of several workers handles a request, nor whether one was restarted in between.

    Partial graphs are cached, too: while names arrive, the page requests the same graph again and must get
    the graph that it shows.

    Args:
        source: Source that reads the pages.
        entries: Maximum number of cached reads.
        seconds: Time to live of a cached read.
        left_seconds: How long a read goes on after its last request.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        source: GrowingSource,
        *,
        entries: int,
        seconds: float,
        left_seconds: float = LEFT_SECONDS,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._readings: TTLCache[LineageQuery, _Shared] = TTLCache(entries, seconds, timer)
        self._left_seconds = left_seconds
        self._timer = timer
        self._lock = Lock()

    def read(self, query: LineageQuery) -> LineageGraph:
        """Return the complete graph, waiting for the last page.

        Raises:
            SourceError: Nothing could be read at all.
        """
        while True:
            shared = self._joined(query)
            if shared.underway.wait(_never, seconds=LONGEST_SECONDS).ended and not shared.underway.given_up:
                return self._graph(query, shared)

    def read_within(self, query: LineageQuery, *, seen: int = 0) -> SoFar:
        """Wait briefly, and return what has been read by then.

        It returns as soon as there is enough for a first graph, or enough more for another one.

        Args:
            query: What to read.
            seen: Number of pages that the caller already shows.

        Raises:
            SourceError: Nothing could be read at all.
        """
        shared = self._joined(query)
        progress = _grown(shared.underway, seen) if seen else _begun(shared.underway)
        shared.want()
        return self._so_far(query, shared, progress, seen)

    def look(self, query: LineageQuery) -> SoFar:
        """Return what has been read so far without requesting more.

        If nothing has been read yet, start a read and wait for its first pages.

        Raises:
            SourceError: Nothing could be read at all.
        """
        with self._lock:
            shared = self._readings.get(query)
        if shared is None or shared.underway.outdated():
            return self.read_within(query)
        return self._so_far(query, shared, shared.underway.progress(), 0)

    def forget(self, query: LineageQuery) -> None:
        """Retry failed pages on the next read; pages already read are kept."""
        self._source.try_again(query)
        with self._lock:
            shared = self._readings.get(query)
            if shared and shared.underway.progress().ended:
                del self._readings[query]

    def refresh(self, query: LineageQuery) -> None:
        """Read the query again from its first page, ignoring cached pages."""
        with self._lock:
            self._begin(query, refresh=True)

    def _joined(self, query: LineageQuery) -> _Shared:
        with self._lock:
            current = self._readings.get(query)
        joinable = current is not None and current.lasts()  # may read the cache: do not hold the lock
        with self._lock:
            shared = self._readings.get(query)
            if shared is None or (shared is current and not joinable):
                shared = self._begin(query)
        shared.want()
        return shared

    def _begin(self, query: LineageQuery, *, refresh: bool = False) -> _Shared:
        shared = _Shared(
            lambda is_wanted: self._source.begin(query, wanted=is_wanted, anew=refresh),
            left_seconds=self._left_seconds,
            timer=self._timer,
        )
        self._readings[query] = shared
        return shared

    def _so_far(self, query: LineageQuery, shared: _Shared, progress: Progress, pages_shown: int) -> SoFar:
        has_enough = progress.ended or progress.pages >= max(1, CHUNK * pages_shown)
        return SoFar(
            graph=self._graph(query, shared) if has_enough else None,
            pages=progress.pages,
            entities=shared.underway.entities(),
        )

    def _graph(self, query: LineageQuery, shared: _Shared) -> LineageGraph:
        try:
            return shared.graph()
        except SourceError:
            with self._lock:
                if self._readings.get(query) is shared:
                    del self._readings[query]
            raise


class Anew:
    """`LineageSource` that ignores caches and reads every query again.

    Args:
        source: The shared source to refresh.
    """

    def __init__(self, source: ReadingSource) -> None:
        self._source = source

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read the complete graph, or what can be read of it.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._source.refresh(query)
        return self._source.read(query)


class Again:
    """`LineageSource` that retries failed pages of every query.

    Args:
        source: The shared source to retry.
    """

    def __init__(self, source: ReadingSource) -> None:
        self._source = source

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read the complete graph, or what can be read of it.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._source.forget(query)
        return self._source.read(query)


class NoOlder:
    """`LineageSource` that refreshes graphs older than a given moment.

    Graphs that are combined with another graph must not be older than it.

    Args:
        source: The shared source to read from.
        than: The moment, aware.
    """

    def __init__(self, source: ReadingSource, than: datetime) -> None:
        self._source = source
        self._than = than

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read the complete graph, or what can be read of it.

        Raises:
            SourceError: Nothing could be read at all.
        """
        graph = self._source.read(query)
        if graph.reading.finished >= self._than:
            return graph
        self._source.refresh(query)
        return self._source.read(query)


class _Shared:
    """Paged read with the time of its last request."""

    def __init__(
        self,
        start: Callable[[Callable[[], bool]], Underway],
        *,
        left_seconds: float,
        timer: Callable[[], float],
    ) -> None:
        self._left_seconds = left_seconds
        self._timer = timer
        self._asked = timer()
        self._whole: LineageGraph | None = None
        self.underway = start(self._wanted)

    def want(self) -> None:
        self._asked = self._timer()

    def lasts(self) -> bool:
        """Return whether a new request may join this read."""
        return not self.underway.given_up and not self.underway.outdated()

    def graph(self) -> LineageGraph:
        """Return the graph read so far; the final one is built once."""
        if self._whole is not None:
            return self._whole
        graph = self.underway.graph()
        if not graph.reading.more:
            self._whole = graph
        return graph

    def _wanted(self) -> bool:
        return self._timer() - self._asked < self._left_seconds


def _begun(paged_read: Underway) -> Progress:
    """Wait for first pages, and briefly for more after fast ones.

    For a nearby account, the pages that arrive by then may be all.
    """
    began = time.monotonic()
    progress = paged_read.wait(_answered, seconds=LONGEST_SECONDS)
    spent = time.monotonic() - began
    return progress if spent > QUICK_SECONDS else paged_read.wait(_never, seconds=FIRST_SECONDS - spent)


def _grown(paged_read: Underway, pages_shown: int) -> Progress:
    """Wait until there are many more pages than already shown."""
    return paged_read.wait(lambda progress: progress.pages >= CHUNK * pages_shown, seconds=LONGEST_SECONDS)


def _never(_progress: Progress) -> bool:
    return False


def _answered(progress: Progress) -> bool:
    return progress.begun

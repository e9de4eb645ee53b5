"""Read each question once, in the background, for all who ask it; show what there is meanwhile."""

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
"""How long a first picture waits for more than the first pages, where these came quickly."""

QUICK_SECONDS = 0.1
"""How quickly: of an account that is further away, none would come in that time."""

LONGEST_SECONDS = 0.45
"""How long a request waits for anything."""

CHUNK = 3
"""How many times what is looked at makes another picture worth its while: each then shows much that is new,
and all of them together take no longer than one and a half of the last."""

LEFT_SECONDS = 3.0
"""How long a reading goes on while nobody asks for it: a page that waits for it asks again all the time."""


class Readings:
    """A `ReadingSource` over any `GrowingSource`; may be shared by threads.

    A reading belongs to nobody: whoever asks the same question joins it. It ends when nobody has asked for
    it for a while; who asks later begins anew, and the pages that the source has kept cost nothing. So it
    does not matter which of several workers is asked, nor whether one was restarted in between.

    What was read is remembered also where it is not complete: the page asks for the same answer again while
    names arrive, and must get what it shows.

    Args:
        source: Who is asked.
        entries: How many readings are remembered.
        seconds: How long each is remembered.
        left_seconds: How long a reading goes on while nobody asks for it.
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
        """Return all that can be read, waiting for the last page.

        Raises:
            SourceError: Nothing could be read at all.
        """
        while True:
            shared = self._joined(query)
            if shared.underway.wait(_never, seconds=LONGEST_SECONDS).ended and not shared.underway.given_up:
                return self._graph(query, shared)

    def read_within(self, query: LineageQuery, *, seen: int = 0) -> SoFar:
        """Return what was read, as soon as that is worth a first look, or another one.

        Args:
            query: What to read.
            seen: Pages of it that the reader looks at already.

        Raises:
            SourceError: Nothing could be read at all.
        """
        shared = self._joined(query)
        progress = _grown(shared.underway, seen) if seen else _begun(shared.underway)
        shared.want()
        return self._so_far(query, shared, progress, seen)

    def look(self, query: LineageQuery) -> SoFar:
        """Return what was read until now, wanting no more; where nothing was, its beginning.

        Raises:
            SourceError: Nothing could be read at all.
        """
        with self._lock:
            shared = self._readings.get(query)
        if shared is None or shared.underway.outdated():
            return self.read_within(query)
        return self._so_far(query, shared, shared.underway.progress(), 0)

    def forget(self, query: LineageQuery) -> None:
        """Try again, when it is asked next, what could not be read; the pages that arrived are kept."""
        self._source.try_again(query)
        with self._lock:
            shared = self._readings.get(query)
            if shared and shared.underway.progress().ended:
                del self._readings[query]

    def refresh(self, query: LineageQuery) -> None:
        """Read this question anew, from its first page."""
        with self._lock:
            self._begin(query, anew=True)

    def _joined(self, query: LineageQuery) -> _Shared:
        with self._lock:
            known = self._readings.get(query)
        lasts = known is not None and known.lasts()  # may ask the cache: not while others wait for the lock
        with self._lock:
            shared = self._readings.get(query)
            if shared is None or (shared is known and not lasts):
                shared = self._begin(query)
        shared.want()
        return shared

    def _begin(self, query: LineageQuery, *, anew: bool = False) -> _Shared:
        shared = _Shared(
            lambda wanted: self._source.begin(query, wanted=wanted, anew=anew),
            left_seconds=self._left_seconds,
            timer=self._timer,
        )
        self._readings[query] = shared
        return shared

    def _so_far(self, query: LineageQuery, shared: _Shared, progress: Progress, seen: int) -> SoFar:
        worth = progress.ended or progress.pages >= max(1, CHUNK * seen)
        return SoFar(
            graph=self._graph(query, shared) if worth else None,
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
    """A `LineageSource` that reads every question anew, whatever is remembered of it.

    Args:
        source: Who reads and remembers.
    """

    def __init__(self, source: ReadingSource) -> None:
        self._source = source

    def read(self, query: LineageQuery) -> LineageGraph:
        """Return all that can be read.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._source.refresh(query)
        return self._source.read(query)


class Again:
    """A `LineageSource` that tries again what could not be read.

    Args:
        source: Who reads and remembers.
    """

    def __init__(self, source: ReadingSource) -> None:
        self._source = source

    def read(self, query: LineageQuery) -> LineageGraph:
        """Return all that can be read.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._source.forget(query)
        return self._source.read(query)


class NoOlder:
    """A `LineageSource` that reads anew what was remembered before a moment, as what goes with it was.

    Args:
        source: Who reads and remembers.
        than: The moment, aware.
    """

    def __init__(self, source: ReadingSource, than: datetime) -> None:
        self._source = source
        self._than = than

    def read(self, query: LineageQuery) -> LineageGraph:
        """Return all that can be read.

        Raises:
            SourceError: Nothing could be read at all.
        """
        graph = self._source.read(query)
        if graph.reading.finished >= self._than:
            return graph
        self._source.refresh(query)
        return self._source.read(query)


class _Shared:
    """A reading, and when somebody last asked for it."""

    def __init__(
        self,
        begin: Callable[[Callable[[], bool]], Underway],
        *,
        left_seconds: float,
        timer: Callable[[], float],
    ) -> None:
        self._left_seconds = left_seconds
        self._timer = timer
        self._asked = timer()
        self._whole: LineageGraph | None = None
        self.underway = begin(self._wanted)

    def want(self) -> None:
        self._asked = self._timer()

    def lasts(self) -> bool:
        """Tell whether who asks now may join it."""
        return not self.underway.given_up and not self.underway.outdated()

    def graph(self) -> LineageGraph:
        """Return what was read so far; the last of it is put together once."""
        if self._whole is not None:
            return self._whole
        graph = self.underway.graph()
        if not graph.reading.more:
            self._whole = graph
        return graph

    def _wanted(self) -> bool:
        return self._timer() - self._asked < self._left_seconds


def _begun(underway: Underway) -> Progress:
    """Wait for what comes quickly, which of an account that is near may be all; at least for first pages."""
    began = time.monotonic()
    progress = underway.wait(_answered, seconds=LONGEST_SECONDS)
    spent = time.monotonic() - began
    return progress if spent > QUICK_SECONDS else underway.wait(_never, seconds=FIRST_SECONDS - spent)


def _grown(underway: Underway, seen: int) -> Progress:
    """Wait until there is much more than what is looked at."""
    return underway.wait(lambda progress: progress.pages >= CHUNK * seen, seconds=LONGEST_SECONDS)


def _never(_progress: Progress) -> bool:
    return False


def _answered(progress: Progress) -> bool:
    return progress.begun

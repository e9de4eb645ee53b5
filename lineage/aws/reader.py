"""Read lineage from SageMaker: the requests that a query needs, side by side, as one graph that grows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from lineage.aws.api import Api
from lineage.aws.pages import LARGEST_PAGE, Limits, Pages
from lineage.aws.parts import parts, request
from lineage.aws.underway import SageMakerReading
from lineage.cache import Cache, now
from lineage.cache.marks import Marks
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.query import LineageQuery

MOST_REQUESTS = 16
"""Requests that are read at the same time, for all readers; further ones wait for their turn."""

_LIMITS = Limits()


class SageMakerSource:
    """A `GrowingSource` over a boto3 client; may be shared by threads.

    Args:
        client: A boto3 SageMaker client.
        cache: Where pages are kept; None for nowhere.
        describe: Tells about a start that no page holds; its failures are put up with. Without it, the
            start's type then stays unknown.
        limits: Where the reading of each request stops.
        page_size: Vertices a page, 1 to 50.
        clock: The time now, aware, in UTC.
    """

    def __init__(  # noqa: PLR0913 - each has its default but the client
        self,
        client: Any,
        *,
        cache: Cache | None = None,
        describe: Callable[[Arn], Entity] | None = None,
        limits: Limits = _LIMITS,
        page_size: int = LARGEST_PAGE,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._api = Api(client, cache, clock)
        self._marks = Marks(cache, clock)
        self._describe = describe
        self._limits = limits
        self._page_size = page_size
        self._pool = ThreadPoolExecutor(MOST_REQUESTS, thread_name_prefix="pages")

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read all that the query asks for, or as much of it as can be had.

        Raises:
            SourceError: Nothing could be read at all.
            InvalidQuery: Two properties have the same key, which one request cannot hold.
        """
        reading = self.begin(query)
        reading.wait(lambda _: False)
        return reading.graph()

    def begin(
        self, query: LineageQuery, *, wanted: Callable[[], bool] = lambda: True, anew: bool = False
    ) -> SageMakerReading:
        """Begin to read all that the query asks for.

        Args:
            query: What to read.
            wanted: Tells between two pages whether anybody still wants the rest.
            anew: Read also what is cached.
        """
        since = self._marks.put(_anew(query)) if anew else self._marks.at(_anew(query))
        tried = self._marks.at(_again(query))

        def outdated(*, failed: bool) -> bool:
            return self._marks.at(_anew(query)) > since or (failed and self._marks.at(_again(query)) > tried)

        requests = {
            part: Pages(self._api, request(query, part, page_size=self._page_size), self._limits, since=since)
            for part in parts(query)
        }
        reading = SageMakerReading(query, requests, wanted=wanted, outdated=outdated, describe=self._describe)
        for part in requests:
            self._pool.submit(reading.read, part)
        return reading

    def try_again(self, query: LineageQuery) -> None:
        """Let all workers that share the cache try again what they could not read; they keep the rest."""
        self._marks.put(_again(query))


def _anew(query: LineageQuery) -> str:
    return f"{query} anew"


def _again(query: LineageQuery) -> str:
    return f"{query} again"

"""Read lineage from SageMaker, page by page, with concurrent requests."""

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
"""Maximum number of requests read concurrently, for all readers; further ones are queued."""

_LIMITS = Limits()


class SageMakerSource:
    """Thread-safe `GrowingSource` over a boto3 client.

    Args:
        client: A boto3 SageMaker client.
        cache: The cache of pages; None for no cache.
        describe: Describes a start that no page holds; its failures are ignored. Without it, the type of
            such a start stays unknown.
        limits: The limits at which the reading of each request stops.
        page_size: Vertices per page, 1 to 50.
        clock: Returns the current time, aware, in UTC.
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
        """Read the graph of a query, as far as possible.

        Raises:
            SourceError: Nothing could be read at all.
            InvalidQuery: Two property filters have the same key; one request cannot hold both.
        """
        paged_read = self.begin(query)
        paged_read.wait(lambda _: False)
        return paged_read.graph()

    def begin(
        self, query: LineageQuery, *, wanted: Callable[[], bool] = lambda: True, anew: bool = False
    ) -> SageMakerReading:
        """Start reading the graph of a query.

        Args:
            query: The query.
            wanted: Called between two pages; reading stops when it returns False.
            anew: Ignore the cache and read everything again.
        """
        valid_since = self._marks.put(_anew(query)) if anew else self._marks.at(_anew(query))
        retried_at = self._marks.at(_again(query))

        def is_outdated(*, failed: bool) -> bool:
            return self._marks.at(_anew(query)) > valid_since or (
                failed and self._marks.at(_again(query)) > retried_at
            )

        requests = {
            query_request: Pages(
                self._api,
                request(query, query_request, page_size=self._page_size),
                self._limits,
                since=valid_since,
            )
            for query_request in parts(query)
        }
        paged_read = SageMakerReading(
            query, requests, wanted=wanted, outdated=is_outdated, describe=self._describe
        )
        for query_request in requests:
            self._pool.submit(paged_read.read, query_request)
        return paged_read

    def try_again(self, query: LineageQuery) -> None:
        """Make all workers that share the cache retry failed requests.

        Pages that were read stay valid.
        """
        self._marks.put(_again(query))


def _anew(query: LineageQuery) -> str:
    return f"{query} anew"


def _again(query: LineageQuery) -> str:
    return f"{query} again"

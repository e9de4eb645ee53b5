"""Read lineage from SageMaker, page by page, with concurrent requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.paged_read import (
    QueryRequest,
    SageMakerPagedRead,
    build_query_parameters,
    split_query,
)
from lineage_explorer.sources.aws.result_pages import MAX_QUERY_PAGE_SIZE, ReadLimits, ResponsePages
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.response_cache import (
    EARLIEST_TIME,
    Invalidations,
    ResponseCache,
    now,
)
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness, Reuse

MAX_CONCURRENT_REQUESTS = 16
"""Maximum number of requests read concurrently, for all readers; further ones are queued."""

_LIMITS = ReadLimits()


class SageMakerSource:
    """Thread-safe `PagedSource` over a boto3 client.

    Args:
        client: A boto3 SageMaker client.
        responses: The cache of pages; None for no cache.
        caches: Opens the cache of invalidations.
        describe: Describes a start that no page holds; its failures are ignored. Without it, the type of
            such a start stays unknown.
        limits: The limits at which the reading of each request stops.
        page_size: Vertices per page, 1 to 50.
        clock: Returns the current time, aware, in UTC.
        calls: Limits the calls, and lists them while they are under way.
        account_gaps: What is missing in every graph, one sentence each: the account is an incomplete copy.
    """

    def __init__(  # noqa: PLR0913 - each has its default but the client
        self,
        client: Any,
        *,
        responses: ResponseCache | None = None,
        caches: CacheRegistry | None = None,
        describe: Callable[[Arn], Entity] | None = None,
        limits: ReadLimits = _LIMITS,
        page_size: int = MAX_QUERY_PAGE_SIZE,
        clock: Callable[[], datetime] = now,
        calls: CallMonitor | None = None,
        account_gaps: Sequence[str] = (),
    ) -> None:
        self._api = SageMakerApi(client, responses, clock, calls or CallMonitor())
        self._invalidations = Invalidations(responses, caches, clock=clock)
        self._describe = describe
        self._limits = limits
        self._page_size = page_size
        self._account_gaps = tuple(account_gaps)
        self._pool = ContextPool(MAX_CONCURRENT_REQUESTS, thread_name_prefix="pages")

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        """Read the graph of a query, as far as possible.

        Args:
            query: The query.
            freshness: How old its pages may be.

        Raises:
            SourceError: Nothing could be read at all.
            InvalidQuery: Two property filters have the same key; one request cannot hold both.
        """
        paged_read = self.start_read(query, freshness=freshness)
        paged_read.wait(lambda _: False)
        return paged_read.build_graph()

    def start_read(
        self,
        query: LineageQuery,
        *,
        is_wanted: Callable[[], bool] = lambda: True,
        freshness: Freshness = ANY_AGE,
    ) -> SageMakerPagedRead:
        """Start reading the graph of a query.

        Args:
            query: The query.
            is_wanted: Called between two pages; reading stops when it returns False.
            freshness: How old the pages may be.
        """
        if freshness.reuse is Reuse.ALL_BUT_FAILURES:
            self.retry_failed(query)
        valid_since = (
            self._invalidations.invalidate(_build_refresh_subject(query))
            if freshness.reuse is Reuse.NOTHING
            else self._invalidations.valid_since(_build_refresh_subject(query))
        )
        retried_at = self._invalidations.valid_since(_build_retry_subject(query))

        def is_outdated(*, failed: bool) -> bool:
            return self._invalidations.valid_since(_build_refresh_subject(query)) > valid_since or (
                failed and self._invalidations.valid_since(_build_retry_subject(query)) > retried_at
            )

        requests = {
            query_request: ResponsePages(
                self._api,
                build_query_parameters(query, query_request, page_size=self._page_size),
                self._limits,
                since=max(valid_since, freshness.not_before or EARLIEST_TIME),
            )
            for query_request in split_query(query)
        }
        paged_read = SageMakerPagedRead(
            query,
            requests,
            is_wanted=is_wanted,
            is_outdated=is_outdated,
            describe=self._describe,
            account_gaps=self._account_gaps,
        )
        for query_request in requests:
            self._pool.submit(self._read_pages, paged_read, query_request)
        return paged_read

    def _read_pages(self, paged_read: SageMakerPagedRead, query_request: QueryRequest) -> None:
        with self._api.calls.counts.record_reading():
            paged_read.read(query_request)

    def retry_failed(self, query: LineageQuery) -> None:
        """Make all workers that share the cache retry failed requests.

        Pages that were read stay valid.
        """
        self._invalidations.invalidate(_build_retry_subject(query))


def _build_refresh_subject(query: LineageQuery) -> str:
    return f"{query} anew"


def _build_retry_subject(query: LineageQuery) -> str:
    return f"{query} again"

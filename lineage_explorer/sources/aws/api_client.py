"""Send SageMaker requests by operation name, with caching and bounded lists.

Every failure is translated to a `SourceError`; every list is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from botocore import xform_name

from lineage_explorer.sources.aws.errors import translate_errors
from lineage_explorer.sources.cache.response_cache import EARLIEST_TIME, CachedResponse, ResponseCache, now

MAX_LIST_PAGE_SIZE = 100
"""Items per page of a `List…` operation; the API's limit."""

_RESPONSE_METADATA = "ResponseMetadata"
"""Member of each boto3 response with transport details; not worth caching."""

_POLL_SECONDS = 0.02
"""Pause between two looks for a response that another thread or process has requested."""

_EXTRA_PAGES = 5
"""Pages allowed beyond the minimum that could hold a list: a service may send short or empty pages."""


@dataclass(frozen=True, slots=True)
class Listing:
    """First items of a list; `has_more` is true when the list continues."""

    items: tuple[dict[str, Any], ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class SageMakerApi:
    """SageMaker API over a boto3 client; thread-safe, as boto3 clients are.

    Attributes:
        client: The boto3 SageMaker client.
        cache: Where `send_cached` looks for responses first; None for no cache.
        clock: Returns the current time, aware, in UTC; used when there is no cache.
    """

    client: Any
    cache: ResponseCache | None = None
    clock: Callable[[], datetime] = now

    @property
    def region(self) -> str:
        """Region for which the client signs its requests."""
        return str(self.client.meta.region_name)

    def send(self, operation: str, *, about: str | None = None, **request: Any) -> dict[str, Any]:
        """Send one request and return the response as boto3 gives it.

        Args:
            operation: The operation as the API spells it, for example `QueryLineage`.
            about: The resource that the request is about; named in the error when it is unknown.
            **request: The operation's members; None values are left out.

        Raises:
            SourceError: The request failed.
        """
        members = {name: value for name, value in request.items() if value is not None}
        with translate_errors(operation, region=self.region, about=about):
            response: dict[str, Any] = getattr(self.client, xform_name(operation))(**members)
        return response

    def send_cached(
        self, operation: str, *, about: str | None = None, since: datetime = EARLIEST_TIME, **request: Any
    ) -> CachedResponse:
        """Return the cached response, or send the request and cache its response.

        When several callers want the same response, in this process or in others that share the cache, one
        sends the request and the others wait for the response.

        Args:
            operation: As for `send`.
            about: As for `send`.
            since: Cached responses that were read before this moment are ignored.
            **request: As for `send`.

        Raises:
            SourceError: The request failed.
        """
        if self.cache is None:
            return CachedResponse(self.send(operation, about=about, **request), self.clock())
        key = self._build_key(operation, request)
        while True:
            if entry := _get_fresh(self.cache, key, since):
                return entry
            if self.cache.claim(key):
                break
            sleep(_POLL_SECONDS)
        # The response may have been cached, and its claim ended, between the look-up and this claim.
        if entry := _get_fresh(self.cache, key, since):
            self.cache.release(key)
            return entry
        return self._send_and_cache(self.cache, key, operation, about, request)

    def _send_and_cache(
        self, cache: ResponseCache, key: str, operation: str, about: str | None, request: dict[str, Any]
    ) -> CachedResponse:
        members: dict[str, Any] = {}
        try:
            response = self.send(operation, about=about, **request)
            members = {name: value for name, value in response.items() if name != _RESPONSE_METADATA}
        finally:
            if not members:
                cache.release(key)
        # boto3 parses a 200 without any member of the operation as an empty response: not worth caching.
        return cache.put(key, members) if members else CachedResponse(members, self.clock())

    def _build_key(self, operation: str, request: dict[str, Any]) -> str:
        """Build the cache key of a request: endpoint, region, operation, members."""
        members = {name: value for name, value in request.items() if value is not None}
        destination = [self.client.meta.endpoint_url, self.region]
        return json.dumps([*destination, operation, members], sort_keys=True, default=datetime.isoformat)

    def list_items(
        self,
        operation: str,
        member: str,
        *,
        limit: int,
        max_calls: int | None = None,
        since: datetime | None = None,
        **request: Any,
    ) -> Listing:
        """Read a list page by page, up to a limit.

        Args:
            operation: A `List…` operation.
            member: Member of its response that holds the items.
            limit: Maximum number of items to return.
            max_calls: Maximum number of pages to request; by default a few more than `limit` items need.
            since: Use cached pages that were read since this moment; None to use no cached page.
            **request: The operation's other members.

        Raises:
            SourceError: A page could not be read.
        """
        items: list[dict[str, Any]] = []
        token: str | None = None
        seen_tokens: set[str] = set()
        for _ in range(max_calls or limit // MAX_LIST_PAGE_SIZE + _EXTRA_PAGES):
            page = {"MaxResults": min(limit, MAX_LIST_PAGE_SIZE), "NextToken": token, **request}
            response = (
                self.send(operation, **page)
                if since is None
                else self.send_cached(operation, since=since, **page).response
            )
            items += response.get(member) or ()
            token = response.get("NextToken")
            if not token or token in seen_tokens or len(items) >= limit:
                break
            seen_tokens.add(token)
        return Listing(tuple(items[:limit]), has_more=bool(token) or len(items) > limit)


def _get_fresh(cache: ResponseCache, key: str, since: datetime) -> CachedResponse | None:
    entry = cache.get(key)
    return entry if entry and entry.read_at >= since else None

"""Send SageMaker requests by operation name, with caching and bounded lists.

Every failure is translated to a `SourceError`; every list is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import sleep
from typing import Any

from botocore import xform_name

from lineage_explorer.errors import UnexpectedResponse
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.errors import translate_errors
from lineage_explorer.sources.aws.response_check import LEFT_OUT, METADATA, check_response
from lineage_explorer.sources.cache.response_cache import EARLIEST_TIME, CachedResponse, ResponseCache, now

MAX_LIST_PAGE_SIZE = 100
"""Items per page of a `List…` operation; the API's limit."""

_POLL_SECONDS = 0.02
"""Pause between two looks for a response that another thread or process has requested."""

_EXTRA_PAGES = 5
"""Pages allowed beyond the minimum that could hold a list: a service may send short or empty pages."""


@dataclass(frozen=True, slots=True)
class Listing:
    """First items of a list.

    Attributes:
        items: The items.
        has_more: Whether the list continues.
        left_out: Paths of what could not be read and was left out.
    """

    items: tuple[dict[str, Any], ...]
    has_more: bool
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SageMakerApi:
    """SageMaker API over a boto3 client; thread-safe, as boto3 clients are.

    Attributes:
        client: The boto3 SageMaker client.
        cache: Where `send_cached` looks for responses first; None for no cache.
        clock: Returns the current time, aware, in UTC; used when there is no cache.
        calls: Limits the calls, and lists them while they are under way.
    """

    client: Any
    cache: ResponseCache | None = None
    clock: Callable[[], datetime] = now
    calls: CallMonitor = field(default_factory=CallMonitor)

    @property
    def region(self) -> str:
        """Region for which the client signs its requests."""
        return str(self.client.meta.region_name)

    def send(
        self, operation: str, *, about: str | None = None, seconds: float | None = None, **request: Any
    ) -> dict[str, Any]:
        """Send one request and return the response, checked by the model.

        Args:
            operation: The operation as the API spells it, for example `QueryLineage`.
            about: The resource that the request is about; named in the error when it is unknown.
            seconds: A time limit, if it is shorter than that of each call.
            **request: The operation's members; None values are left out.

        Raises:
            SourceError: The request failed.
        """
        members = {name: value for name, value in request.items() if value is not None}
        with (
            self.calls.counts.record_call(operation),
            translate_errors(operation, region=self.region, about=about),
            self.calls.open(operation, seconds=seconds),
        ):
            response = getattr(self.client, xform_name(operation))(**members)
            return check_response(self.client, operation, response)

    def send_cached(
        self,
        operation: str,
        *,
        about: str | None = None,
        since: datetime = EARLIEST_TIME,
        seconds: float | None = None,
        **request: Any,
    ) -> CachedResponse:
        """Return the cached response, or send the request and cache its response.

        When several callers want the same response, in this process or in others that share the cache, one
        sends the request and the others wait for the response.

        Args:
            operation: As for `send`.
            about: As for `send`.
            since: Cached responses that were read before this moment are ignored.
            seconds: As for `send`.
            **request: As for `send`.

        Raises:
            SourceError: The request failed.
        """
        if self.cache is None:
            return CachedResponse(self.send(operation, about=about, seconds=seconds, **request), self.clock())
        key = self._build_key(operation, request)
        while True:
            if entry := self._get_fresh(self.cache, operation, key, since):
                return entry
            if self.cache.claim(key):
                break
            sleep(_POLL_SECONDS)
        # The response may have been cached, and its claim ended, between the look-up and this claim.
        if entry := self._get_fresh(self.cache, operation, key, since):
            self.cache.release(key)
            return entry
        return self._send_and_cache(
            self.cache, key, lambda: self.send(operation, about=about, seconds=seconds, **request)
        )

    def _get_fresh(
        self, cache: ResponseCache, operation: str, key: str, since: datetime
    ) -> CachedResponse | None:
        """Return a cached response that is recent enough.

        One that does not follow the model counts as missing: others may write to a shared cache.
        """
        entry = cache.get(key)
        if entry is None or entry.read_at < since:
            return None
        try:
            return replace(entry, response=check_response(self.client, operation, entry.response))
        except UnexpectedResponse:
            return None

    def _send_and_cache(
        self, cache: ResponseCache, key: str, send: Callable[[], dict[str, Any]]
    ) -> CachedResponse:
        members: dict[str, Any] = {}
        try:
            members = {name: value for name, value in send().items() if name != METADATA}
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
        left_out: dict[str, None] = {}
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
            left_out |= dict.fromkeys(response.get(LEFT_OUT) or ())
            token = response.get("NextToken")
            if not token or token in seen_tokens or len(items) >= limit:
                break
            seen_tokens.add(token)
        return Listing(
            tuple(items[:limit]), has_more=bool(token) or len(items) > limit, left_out=tuple(left_out)
        )

"""Ask a SageMaker client by operation name: every failure translated, every list bounded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from botocore import xform_name

from lineage.aws.errors import translated
from lineage.cache import Cache, Kept, now
from lineage.cache.marks import EVER

LARGEST_PAGE = 100
"""Items a page of a `List…` operation, the API's limit."""

_METADATA = "ResponseMetadata"
"""Member of each answer of boto3 that tells of its way here: of no use later."""

_WAITING_SECONDS = 0.02
"""Pause of one who waits for an answer that another asked for."""

_SPARE_PAGES = 5
"""Pages beyond the fewest that could hold a list: a service may send short or empty ones."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The first items of a list; `more` when the list goes on."""

    items: tuple[dict[str, Any], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Api:
    """A boto3 SageMaker client; may be shared by threads, as boto3's clients may.

    Attributes:
        client: Who answers.
        cache: Where answers to `kept` are looked for first; None for nowhere.
        clock: The time now, aware, in UTC, where there is no cache to tell it.
    """

    client: Any
    cache: Cache | None = None
    clock: Callable[[], datetime] = now

    @property
    def region(self) -> str:
        """Region that the client signs its requests for."""
        return str(self.client.meta.region_name)

    def ask(self, operation: str, *, about: str | None = None, **request: Any) -> dict[str, Any]:
        """Send one request and return the answer as boto3 gives it.

        Args:
            operation: As the API spells it, for example `QueryLineage`.
            about: What is asked for, to name it when it is unknown.
            **request: The operation's members; those that are None are left out.

        Raises:
            SourceError: The account could not answer.
        """
        members = {name: value for name, value in request.items() if value is not None}
        with translated(operation, region=self.region, about=about):
            answer: dict[str, Any] = getattr(self.client, xform_name(operation))(**members)
        return answer

    def kept(
        self, operation: str, *, about: str | None = None, since: datetime = EVER, **request: Any
    ) -> Kept:
        """Return the cached answer to a request; else send it, and keep the answer.

        Of several who want the same answer, in this process or in others that share the cache, one asks and
        the others wait for it.

        Args:
            operation: As `ask`.
            about: As `ask`.
            since: What was read before this moment does not count.
            **request: As `ask`.

        Raises:
            SourceError: The account could not answer.
        """
        if self.cache is None:
            return Kept(self.ask(operation, about=about, **request), self.clock())
        key = self._key(operation, request)
        while True:
            if kept := _fresh(self.cache, key, since):
                return kept
            if self.cache.claim(key):
                break
            sleep(_WAITING_SECONDS)
        # Another may have kept the answer, and ended its claim, after this one had looked for it.
        if kept := _fresh(self.cache, key, since):
            self.cache.release(key)
            return kept
        return self._asked(self.cache, key, operation, about, request)

    def _asked(
        self, cache: Cache, key: str, operation: str, about: str | None, request: dict[str, Any]
    ) -> Kept:
        told: dict[str, Any] = {}
        try:
            answer = self.ask(operation, about=about, **request)
            told = {name: value for name, value in answer.items() if name != _METADATA}
        finally:
            if not told:
                cache.release(key)
        # boto3 reads a 200 that holds nothing of the operation as an empty answer: not worth keeping.
        return cache.put(key, told) if told else Kept(told, self.clock())

    def _key(self, operation: str, request: dict[str, Any]) -> str:
        """Spell out a request: where it is sent, what is asked, and the members that it has."""
        members = {name: value for name, value in request.items() if value is not None}
        where = [self.client.meta.endpoint_url, self.region]
        return json.dumps([*where, operation, members], sort_keys=True, default=datetime.isoformat)

    def listed(
        self,
        operation: str,
        member: str,
        *,
        limit: int,
        most_calls: int | None = None,
        since: datetime | None = None,
        **request: Any,
    ) -> Listing:
        """Read a list page by page, up to `limit` items.

        Args:
            operation: A `List…` operation.
            member: Member of its answer that holds the items.
            limit: Most items to return.
            most_calls: Most pages to ask for; by default some more than could hold that many items.
            since: Take pages that were kept since this moment; None for none.
            **request: The operation's other members.

        Raises:
            SourceError: A page could not be read.
        """
        items: list[dict[str, Any]] = []
        token: str | None = None
        seen: set[str] = set()
        for _ in range(most_calls or limit // LARGEST_PAGE + _SPARE_PAGES):
            page = {"MaxResults": min(limit, LARGEST_PAGE), "NextToken": token, **request}
            answer = (
                self.ask(operation, **page)
                if since is None
                else self.kept(operation, since=since, **page).answer
            )
            items += answer.get(member) or ()
            token = answer.get("NextToken")
            if not token or token in seen or len(items) >= limit:
                break
            seen.add(token)
        return Listing(tuple(items[:limit]), more=bool(token) or len(items) > limit)


def _fresh(cache: Cache, key: str, since: datetime) -> Kept | None:
    kept = cache.get(key)
    return kept if kept and kept.read >= since else None

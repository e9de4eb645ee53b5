"""Read the pages of one `QueryLineage` request.

Other threads can inspect what has arrived while the reading continues.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from threading import Lock
from time import monotonic
from typing import Any

from lineage_explorer import errors
from lineage_explorer.graph.model import (
    Arn,
    Association,
    LineageType,
    Vertex,
    is_lineage_arn,
    shorten_middle,
)
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import get_lineage_type
from lineage_explorer.sources.aws.response_check import LEFT_OUT
from lineage_explorer.sources.cache.response_cache import CachedResponse

MAX_QUERY_PAGE_SIZE = 50
"""Vertices per page; the API's limit."""

MAX_EMPTY_PAGES = 20
"""Consecutive empty pages after which reading stops.

The API's contract allows an empty page with a next token.
"""

_OPERATION = "QueryLineage"

_REASONS: dict[type[errors.SourceError], str] = {
    errors.CredentialsMissing: "the credentials were lost",
    errors.CredentialsExpired: "the credentials were refused",
    errors.AccessDenied: "access was denied",
    errors.EntityNotFound: "the start was no longer found",
    errors.Throttled: "throttled",
    errors.RegionNotOffered: "lineage queries were refused",
    errors.SourceUnavailable: errors.SourceUnavailable.title,
    errors.UnexpectedResponse: "SageMaker answered something unexpected",
}


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits for reading the response to one request.

    Attributes:
        pages: Maximum number of pages.
        vertices: Number of vertices at which reading stops.
        seconds: Time limit of the whole response; the last page has what is left of it.
    """

    pages: int = 3_000
    vertices: int = 150_000
    seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class MergedResponse:
    """Merged pages of one request, without duplicates, in order of arrival.

    Attributes:
        vertices: The vertices.
        associations: The associations.
        foreign_arns: What was left out, because it is not the ARN of a lineage entity.
        unreadable: Paths of other parts that were left out, because they do not follow the service model.
        pages: Number of pages that arrived.
        calls: Number of requests sent, including a failed one.
        gap: Why reading ended before the last page, as a clause without a full stop; None if it did not.
        began_at: When the earliest page was read.
        finished_at: When the latest page was read.
    """

    vertices: tuple[Vertex, ...]
    associations: tuple[Association, ...]
    pages: int
    calls: int
    gap: str | None = None
    began_at: datetime | None = None
    finished_at: datetime | None = None
    foreign_arns: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()


class ResponsePages:
    """Pages of one request, read by one thread and visible to others.

    Args:
        api: The SageMaker API.
        request: A `QueryLineage` request without `NextToken`.
        limits: The limits at which reading stops.
        since: Cached pages that were read before this moment are ignored.
    """

    def __init__(
        self, api: SageMakerApi, request: dict[str, Any], limits: ReadLimits, *, since: datetime
    ) -> None:
        self._api = api
        self._request = request
        self._limits = limits
        self._since = since
        self._collected = _CollectedPages()
        self._gap: str | None = None
        self._failed_calls = 0

    @property
    def count(self) -> int:
        """Number of pages that have arrived."""
        return self._collected.pages

    @property
    def gap(self) -> str | None:
        """Why reading ended early; None if it did not.

        A clause without a full stop.
        """
        return self._gap

    @property
    def arns(self) -> frozenset[Arn]:
        """ARNs of the vertices that have arrived."""
        return self._collected.get_arns()

    def merge_pages(self) -> MergedResponse:
        """Return the pages that have arrived, merged."""
        return self._collected.merge_pages(self._gap, failed_calls=self._failed_calls)

    def read(self, should_continue: Callable[[], bool]) -> None:
        """Read to the last page, to a limit, or until stopped.

        A failure after the first page becomes a gap.

        Args:
            should_continue: Called after each page but the last; reading stops when it returns False.

        Raises:
            SourceError: The first page could not be read.
        """
        started_at = monotonic()
        token: str | None = None
        for _ in range(self._limits.pages):
            try:
                token = self._read_next(token, seconds=self._limits.seconds - (monotonic() - started_at))
            except errors.SourceError as error:
                self._failed_calls = 1
                if not self.count:
                    raise
                self._gap = f"{_get_reason(error)} {self._collected.describe_progress()}"
                return
            if not token:
                return
            self._gap = self._collected.find_paging_fault(token)
            self._gap = self._gap or self._collected.find_exceeded_limit(
                self._limits, seconds=monotonic() - started_at
            )
            if self._gap or not should_continue():
                return
        self._gap = f"reading stopped after {self._limits.pages:,} pages; the answer is larger than this"

    def _read_next(self, token: str | None, *, seconds: float) -> str | None:
        """Read one more page and return the next page's token."""
        about = self._request["StartArns"][0]
        entry = self._api.send_cached(
            _OPERATION, about=about, since=self._since, seconds=seconds, **self._request, NextToken=token
        )
        # A page that was cached before its predecessor may be inconsistent with it.
        self._since = max(self._since, entry.read_at)
        self._collected.add(entry)
        return entry.response.get("NextToken") or None


class _CollectedPages:
    """Collected pages of one request."""

    def __init__(self) -> None:
        self._vertices: dict[Arn, Vertex] = {}
        self._associations: dict[Association, None] = {}
        # Each page spells its ARNs anew; one object for each takes a third of the memory.
        self._spellings: dict[Arn, Arn] = {}
        self._foreign_arns: set[str] = set()
        self._unreadable: set[str] = set()
        self._read_times: list[datetime] = []
        self._empty_pages = 0
        self._tokens: set[str] = set()
        self._lock = Lock()

    @property
    def pages(self) -> int:
        return len(self._read_times)

    def add(self, entry: CachedResponse) -> None:
        """Add one page.

        Raises:
            UnexpectedResponse: The page is not a response of `QueryLineage`.
        """
        page = entry.response
        if "Vertices" not in page and "Edges" not in page:
            # boto3 parses any 200 without the operation's members, even an HTML page, as an empty response.
            raise errors.UnexpectedResponse(
                "The endpoint's answer to QueryLineage holds no lineage. Check that the endpoint URL is one "
                "of SageMaker.",
                operation=_OPERATION,
            )
        with self._lock:
            self._empty_pages = 0 if page.get("Vertices") or page.get("Edges") else self._empty_pages + 1
            for vertex in parse_vertices(page, self._spellings):
                known = self._vertices.get(vertex.arn)
                self._vertices[vertex.arn] = merge_vertex(known, vertex) if known else vertex
            self._associations.update(dict.fromkeys(parse_associations(page, self._spellings)))
            self._foreign_arns.update(find_foreign_arns(page, self._spellings))
            self._unreadable.update(page.get(LEFT_OUT, ()))
            self._read_times.append(entry.read_at)

    def get_arns(self) -> frozenset[Arn]:
        with self._lock:
            return frozenset(self._vertices)

    def find_paging_fault(self, token: str) -> str | None:
        """Return why the next page's token cannot be trusted, or None."""
        if token in self._tokens:
            return f"SageMaker repeated a page token {self.describe_progress()}"
        self._tokens.add(token)
        if self._empty_pages >= MAX_EMPTY_PAGES:
            return f"SageMaker sent {MAX_EMPTY_PAGES} empty pages in a row {self.describe_progress()}"
        return None

    def find_exceeded_limit(self, limits: ReadLimits, *, seconds: float) -> str | None:
        """Return which limit was reached; None if none was."""
        if len(self._vertices) >= limits.vertices:
            limit = _format_entity_count(len(self._vertices))
            return f"reading stopped at {limit}; the answer is larger than this"
        if seconds >= limits.seconds:
            return f"the limit of {limits.seconds:,.0f} seconds was reached {self.describe_progress()}"
        return None

    def describe_progress(self) -> str:
        return f"after page {self.pages:,}; {_format_entity_count(len(self._vertices))} read until then"

    def merge_pages(self, gap: str | None, *, failed_calls: int) -> MergedResponse:
        with self._lock:
            return MergedResponse(
                tuple(self._vertices.values()),
                tuple(self._associations),
                pages=self.pages,
                calls=self.pages + failed_calls,
                gap=gap,
                began_at=min(self._read_times, default=None),
                finished_at=max(self._read_times, default=None),
                foreign_arns=frozenset(self._foreign_arns),
                unreadable=frozenset(self._unreadable),
            )


def _format_entity_count(count: int) -> str:
    return f"{count:,} {'entity' if count == 1 else 'entities'}"


def merge_vertex(first: Vertex, second: Vertex) -> Vertex:
    """Return a vertex with missing types filled in from its repetition."""
    return replace(
        first, type=first.type or second.type, lineage_type=first.lineage_type or second.lineage_type
    )


def parse_vertices(page: Mapping[str, Any], spellings: dict[Arn, Arn] | None = None) -> Iterator[Vertex]:
    """Yield the vertices of a page with a lineage ARN.

    Args:
        page: A response of `QueryLineage`.
        spellings: The ARNs of earlier pages, to which those of the page are added; None for a single page.
    """
    spellings = {} if spellings is None else spellings
    for vertex in page.get("Vertices") or ():
        arn = _find_spelling(vertex.get("Arn"), spellings)
        if arn:
            lineage_type = _parse_lineage_type(vertex) or get_lineage_type(arn)
            yield Vertex(arn, lineage_type, _reuse_type(vertex.get("Type")))


def _find_spelling(value: object, spellings: dict[Arn, Arn]) -> Arn | None:
    """Return the one object for an ARN; None for what is none."""
    known = spellings.get(value) if isinstance(value, str) else None  # type: ignore[call-overload]
    if known is None and is_lineage_arn(value):
        known = spellings[value] = value
    return known


def _reuse_type(value: str | None) -> str | None:
    """Return the one object for a type; None for no type."""
    return sys.intern(value) if value else None


def _parse_lineage_type(vertex: Mapping[str, Any]) -> LineageType | None:
    try:
        return LineageType(vertex["LineageType"])
    except (KeyError, ValueError):
        return None


def parse_associations(
    page: Mapping[str, Any], spellings: dict[Arn, Arn] | None = None
) -> Iterator[Association]:
    """Yield the associations of a page between lineage entities.

    Args:
        page: As for `parse_vertices`.
        spellings: As for `parse_vertices`.
    """
    spellings = {} if spellings is None else spellings
    for edge in page.get("Edges") or ():
        source = _find_spelling(edge.get("SourceArn"), spellings)
        destination = _find_spelling(edge.get("DestinationArn"), spellings)
        if source and destination:
            yield Association(source, destination, _reuse_type(edge.get("AssociationType")))


def find_foreign_arns(page: Mapping[str, Any], known: Collection[str] = ()) -> Iterator[str]:
    """Yield what a page has in place of lineage ARNs.

    Args:
        page: A response of `QueryLineage`.
        known: Lineage ARNs that need no look.
    """
    ends = ((edge.get("SourceArn"), edge.get("DestinationArn")) for edge in page.get("Edges") or ())
    arns = (*(vertex.get("Arn") for vertex in page.get("Vertices") or ()), *chain.from_iterable(ends))
    return (str(arn or "") for arn in arns if not (_is_known(arn, known) or is_lineage_arn(arn)))


def _is_known(value: object, known: Collection[str]) -> bool:
    return isinstance(value, str) and value in known


_MAX_NAMED = 3
"""Maximum number of ARNs that a sentence names."""


def describe_left_out(foreign_arns: Collection[str], unreadable: Collection[str] = ()) -> Iterator[str]:
    """Yield sentences about what was left out of a response.

    Args:
        foreign_arns: What is not the ARN of a lineage entity.
        unreadable: Paths of parts that do not follow the service model.
    """
    if foreign_arns:
        named_arns = ", ".join(f"“{shorten_middle(arn, 60)}”" for arn in sorted(foreign_arns)[:_MAX_NAMED])
        others = f" and {len(foreign_arns) - _MAX_NAMED:,} more" if len(foreign_arns) > _MAX_NAMED else ""
        yield f"Left out, because it is not the ARN of a lineage entity: {named_arns}{others}."
    if unreadable:
        yield f"Left out, because it does not match the service model: {', '.join(sorted(unreadable))}."


def _get_reason(error: errors.SourceError) -> str:
    return next(_REASONS[base] for base in type(error).__mro__ if base in _REASONS)

"""Read one `QueryLineage` request to its last page, or as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from lineage import errors
from lineage.aws.api import Api
from lineage.aws.entities import kind
from lineage.model import Arn, Association, LineageType, Vertex

LARGEST_PAGE = 50
"""Vertices a page, the API's limit."""

EMPTY_PAGES = 20
"""Empty pages in a row that are put up with; a single one with a next token is within the contract."""

_OPERATION = "QueryLineage"

_REASONS: dict[type[errors.SourceError], str] = {
    errors.CredentialsMissing: "the credentials were lost",
    errors.CredentialsExpired: "the credentials were refused",
    errors.AccessDenied: "access was denied",
    errors.EntityNotFound: "the start was no longer found",
    errors.Throttled: "throttled",
    errors.RegionNotOffered: "lineage queries were refused",
    errors.SourceUnavailable: "SageMaker could not be reached",
    errors.UnexpectedResponse: "SageMaker answered something unexpected",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one request's answer is read before it is called too large.

    Attributes:
        seconds: Looked at between pages; a page under way is waited for.
    """

    pages: int = 400
    vertices: int = 20_000
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave, without repetition, in the order in which it came.

    Attributes:
        pages: Pages that arrived.
        calls: Requests sent, a failed one included.
        gap: Why reading ended before the last page, as a clause without full stop; None if it did not.
    """

    vertices: tuple[Vertex, ...]
    associations: tuple[Association, ...]
    pages: int
    calls: int
    gap: str | None = None


def read_answer(api: Api, request: dict[str, Any], limits: Limits) -> Answer:
    """Read the pages of one request.

    Args:
        api: Who is asked.
        request: A `QueryLineage` request without `NextToken`.
        limits: Where to stop.

    Raises:
        SourceError: The first page could not be read; a later failure ends in a partial answer.
    """
    arrived = _Arrived()
    began = monotonic()
    token: str | None = None
    for _ in range(limits.pages):
        try:
            page = api.ask(_OPERATION, about=request["StartArns"][0], **request, NextToken=token)
            arrived.add(page)
        except errors.SourceError as error:
            if not arrived.pages:
                raise
            return arrived.answer(f"{_reason(error)} {arrived.so_far()}", failed_calls=1)
        token = page.get("NextToken")
        if not token:
            return arrived.answer()
        gap = arrived.doubt(token) or arrived.excess(limits, seconds=monotonic() - began)
        if gap:
            return arrived.answer(gap)
    return arrived.answer(f"reading stopped after {limits.pages:,} pages; the answer is larger than this")


@dataclass(slots=True)
class _Arrived:
    """The pages of one answer so far."""

    vertices: dict[Arn, Vertex] = field(default_factory=dict)
    associations: dict[Association, None] = field(default_factory=dict)
    pages: int = 0
    empty_pages: int = 0
    tokens: set[str] = field(default_factory=set)

    def add(self, page: dict[str, Any]) -> None:
        """Take one more page in.

        Raises:
            UnexpectedResponse: It is no answer of QueryLineage.
        """
        if "Vertices" not in page and "Edges" not in page:
            # boto3 reads any 200 without the members of the operation, even a web page, as an empty answer.
            raise errors.UnexpectedResponse(
                "The endpoint's answer to QueryLineage holds no lineage. Check that the endpoint URL is one "
                "of SageMaker.",
                operation=_OPERATION,
            )
        self.pages += 1
        self.empty_pages = 0 if page.get("Vertices") or page.get("Edges") else self.empty_pages + 1
        for vertex in _vertices(page):
            known = self.vertices.get(vertex.arn)
            self.vertices[vertex.arn] = merged(known, vertex) if known else vertex
        self.associations.update(dict.fromkeys(_associations(page)))

    def doubt(self, token: str) -> str | None:
        """Say why the service is not believed to have a next page, if so."""
        if token in self.tokens:
            return f"SageMaker repeated a page token {self.so_far()}"
        self.tokens.add(token)
        if self.empty_pages >= EMPTY_PAGES:
            return f"SageMaker sent {EMPTY_PAGES} empty pages in a row {self.so_far()}"
        return None

    def excess(self, limits: Limits, *, seconds: float) -> str | None:
        """Say which limit was reached, if one was."""
        if len(self.vertices) >= limits.vertices:
            return f"reading stopped at {_entities(len(self.vertices))}; the answer is larger than this"
        if seconds >= limits.seconds:
            return f"the time of {limits.seconds:,.0f} seconds was up {self.so_far()}"
        return None

    def so_far(self) -> str:
        return f"after page {self.pages:,}; {_entities(len(self.vertices))} read until then"

    def answer(self, gap: str | None = None, *, failed_calls: int = 0) -> Answer:
        return Answer(
            tuple(self.vertices.values()),
            tuple(self.associations),
            pages=self.pages,
            calls=self.pages + failed_calls,
            gap=gap,
        )


def _entities(count: int) -> str:
    return f"{count:,} {'entity' if count == 1 else 'entities'}"


def merged(known: Vertex, again: Vertex) -> Vertex:
    """Make one of two sightings of a vertex: the first, with what only the second knows."""
    return replace(
        known, type=known.type or again.type, lineage_type=known.lineage_type or again.lineage_type
    )


def _vertices(page: dict[str, Any]) -> Iterator[Vertex]:
    for vertex in page.get("Vertices") or ():
        if arn := vertex.get("Arn"):
            yield Vertex(arn, _lineage_type(vertex) or kind(arn), vertex.get("Type") or None)


def _lineage_type(vertex: dict[str, Any]) -> LineageType | None:
    try:
        return LineageType(vertex["LineageType"])
    except (KeyError, ValueError):
        return None


def _associations(page: dict[str, Any]) -> Iterator[Association]:
    for edge in page.get("Edges") or ():
        source, destination = edge.get("SourceArn"), edge.get("DestinationArn")
        if source and destination:
            yield Association(source, destination, edge.get("AssociationType") or None)


def _reason(error: errors.SourceError) -> str:
    return next(_REASONS[kind] for kind in type(error).__mro__ if kind in _REASONS)

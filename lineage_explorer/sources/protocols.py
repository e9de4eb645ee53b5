"""Protocols for reading an account: lineage sources and the entity catalog.

AWS adapters, caches and fakes implement them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Ends, Entity, Hit
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.query.lineage_query import LineageQuery, Request
from lineage_explorer.sources.account_overview import AccountOverview, EntityFilter, EntityPage
from lineage_explorer.sources.freshness import Freshness
from lineage_explorer.sources.lineage_record import FoundFacts, LineageRecord, Lookup
from lineage_explorer.sources.linked_resources import ModelPackage


class LineageSource(Protocol):
    """Reads the lineage graph of a query."""

    def read(self, query: LineageQuery, *, freshness: Freshness = ...) -> LineageGraph:
        """Read the complete graph, or what can be read of it.

        Args:
            query: What to read.
            freshness: How old it may be; by default of any age.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a paged read.

    Attributes:
        pages: Number of result pages that have arrived.
        has_begun: True once each of its requests has had a response.
        has_ended: True once no further page will arrive.
    """

    pages: int
    has_begun: bool
    has_ended: bool


class PagedRead(Protocol):
    """Read in progress, while result pages arrive; thread-safe."""

    @property
    def is_abandoned(self) -> bool:
        """True if reading stopped because the rest was not wanted."""
        ...

    def is_outdated(self) -> bool:
        """Return whether a newer request makes this read obsolete.

        Since it started, another worker was asked to read the query again, or to retry what failed here.
        """
        ...

    def progress(self) -> Progress:
        """Return the current progress."""
        ...

    def count_entities(self) -> int:
        """Return the number of vertices read so far."""
        ...

    def wait(self, is_enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until `is_enough` holds, reading has ended, or `seconds` have passed."""
        ...

    def build_graph(self) -> LineageGraph:
        """Build the graph of what was read so far.

        Its `reading` has `more` while further pages are expected.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        ...


class PagedSource(LineageSource, Protocol):
    """Lineage source whose graphs can be shown while they are read."""

    def start_read(
        self, query: LineageQuery, *, is_wanted: Callable[[], bool] = ..., freshness: Freshness = ...
    ) -> PagedRead:
        """Start reading all pages of a query in the background.

        Args:
            query: What to read.
            is_wanted: Called between two pages; reading stops when it returns False.
            freshness: How old the pages may be; by default of any age.
        """
        ...

    def retry_failed(self, query: LineageQuery) -> None:
        """Let all workers retry failed pages on the next read.

        This concerns all workers that share the cache. Pages that were read stay cached.
        """
        ...


@dataclass(frozen=True, slots=True)
class PartialRead:
    """Result of a query so far.

    Attributes:
        graph: None while there is nothing to show, or too little more than the caller already shows.
        pages: Number of result pages read.
        entity_count: Number of vertices read.
    """

    graph: LineageGraph | None
    pages: int
    entity_count: int


class SharedSource(LineageSource, Protocol):
    """Lineage source with background reads that are shared and cached."""

    def read_available(
        self, query: LineageQuery, *, pages_shown: int = 0, freshness: Freshness = ...
    ) -> PartialRead:
        """Wait briefly, and return what has been read by then.

        It returns as soon as there is enough for a first graph, or enough more for another one.

        Args:
            query: What to read.
            pages_shown: Number of pages that the caller already shows.
            freshness: How old it may be; by default of any age.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...

    def find_complete(self, query: LineageQuery) -> LineageGraph | None:
        """Return the complete graph of a query if known, without a call."""
        ...

    def peek(self, query: LineageQuery) -> PartialRead:
        """Return what has been read so far without requesting more.

        If nothing has been read yet, start a read and wait for its first pages.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class SearchBound:
    """Limit of what was searched.

    Attributes:
        count: How many of the newest were searched.
        scope: What they are, as readers call them, for example `artifacts`.
    """

    count: int
    scope: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Entities that match a search text.

    Attributes:
        hits: The entities, the most likely first.
        is_pending: Whether none could be searched yet.
        gaps: One sentence for each search that failed.
        scopes: What was searched completely, as readers call it; empty if all of the account was.
        bounds: What was searched in part.
    """

    hits: tuple[Hit, ...]
    is_pending: bool = False
    gaps: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    bounds: tuple[SearchBound, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Whether not all entities of the account were searched."""
        return bool(self.bounds or self.gaps)


@dataclass(frozen=True, slots=True)
class Neighbor:
    """Neighbor of an entity, as `ListAssociations` returns it.

    Attributes:
        subtitle: What tells it apart from neighbors of the same name; empty until they are named together.
    """

    arn: Arn
    name: str | None
    type: str | None
    association: str | None
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Neighbors:
    """Direct neighbors of an entity.

    Attributes:
        incoming: Its parents, newest first.
        outgoing: Its children, newest first.
        has_more_incoming: True if the parents were cut off at a limit.
        has_more_outgoing: True if the children were.
        gaps: One sentence for each thing that was left out.
    """

    incoming: tuple[Neighbor, ...]
    outgoing: tuple[Neighbor, ...]
    has_more_incoming: bool = False
    has_more_outgoing: bool = False
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityList:
    """Entities found by `List…` operations, with the requests that were sent."""

    entities: Mapping[Arn, Entity]
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class TagsRead:
    """Tags of entities, as far as they were read.

    Attributes:
        tags: The tags by entity.
        failures: Why the tags of other entities could not be read.
    """

    tags: Mapping[Arn, Mapping[str, str]]
    failures: Mapping[Arn, str]


@dataclass(frozen=True, slots=True)
class LaterAssociations:
    """Associations that were made after a moment.

    Attributes:
        ends: Their ends.
        has_more: Whether there are more than are listed.
    """

    ends: frozenset[Ends]
    has_more: bool = False


class EntityCatalog(Protocol):
    """Describes and finds single entities; caches descriptions by ARN.

    A description (`Describe…`) is complete. A list (`List…`) has fewer fields: name, type, source, status and
    creation time.
    """

    def describe(self, arn: Arn) -> Entity:
        """Return the full description of one entity.

        A cached description costs no call.

        Raises:
            SourceError: It is unknown, not shared with the caller, or could not be read.
        """
        ...

    def read_package(self, arn: Arn) -> ModelPackage | None:
        """Return the model package that an artifact stands for; None if none.

        Costs one `DescribeModelPackage` call, and none for a while after that.

        Raises:
            SourceError: The artifact or its package could not be read.
        """
        ...

    def read_responses(self, arn: Arn) -> Mapping[str, Mapping[str, Any]]:
        """Return what `Describe…` operations answered of an entity, by operation.

        What was read before costs no call.

        Raises:
            SourceError: It could not be read.
        """
        ...

    def described_entities(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities already described or listed; costs no call."""
        ...

    def find_in_lists(self, arns: Sequence[Arn], *, seconds: float) -> EntityList:
        """Find entities by `List…` operations where that saves calls.

        Lists are read only if `arns` are so many that describing each would cost more.
        """
        ...

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, full: bool = False, save_calls: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into `seconds`, concurrently and in order.

        Many `arns` are looked up in lists first, unless `full` descriptions are requested; with `save_calls`
        also a few, to save calls. Returns all entities known by then. An entity that cannot be described is
        left out and not requested again for a while; its failure is not raised.
        """
        ...

    def count_calls(self, arns: Iterable[Arn]) -> int:
        """Return how many API calls the known facts of `arns` took."""
        ...

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons why entities could not be described, by ARN."""
        ...

    def read_endpoints(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        """Return what endpoints run now, by the ARN of the endpoint.

        With `served`, what their configurations deploy is read, too. One that is not read within `seconds` is
        absent; reading goes on, for a later request.
        """
        ...

    def list_neighbors(self, arn: Arn) -> Neighbors:
        """Return the direct neighbors of an entity, with names and types.

        They come from `ListAssociations`.

        Raises:
            SourceError: It could not be read.
        """
        ...

    def tags(self, arn: Arn) -> Mapping[str, str]:
        """Return an entity's tags.

        Raises:
            SourceError: They could not be read.
        """
        ...

    def get_known_tags(self, arns: Iterable[Arn]) -> Mapping[Arn, Mapping[str, str]]:
        """Return the tags already read; costs no call."""
        ...

    def read_tags_within(
        self, arns: Sequence[Arn], *, seconds: float, freshness: Freshness = ...
    ) -> TagsRead:
        """Read the tags of as many entities as fit into `seconds`.

        One call for each whose tags are not known. An entity that is in neither part of the result is still
        being read.
        """
        ...

    def refresh(self, arn: Arn) -> None:
        """Discard what is cached of one entity, and what endpoints run."""
        ...

    def list_account(self) -> LineageRecord:
        """Return all entities and associations of the account, from lists.

        A hundred items cost one call.

        Raises:
            SourceError: No kind of entity could be listed.
        """
        ...

    def look_up(self, wanted: Sequence[Lookup]) -> FoundFacts:
        """Return what look-ups find, one call each, and why others found nothing.

        Raises:
            SourceError: The credentials are no longer valid.
        """
        ...

    def refresh_record(self) -> None:
        """Read lists and look-ups again when they are wanted next."""
        ...

    def read_overview(self, *, seconds: float) -> AccountOverview:
        """Return the newest of each kind; costs at most twelve calls.

        What is not read within `seconds` is pending; reading goes on, for a later request. A part that could
        not be read says so.
        """
        ...

    def read_page(self, wanted: EntityFilter, *, page: int, seconds: float) -> EntityPage | None:
        """Return a page of a list of entities, newest first.

        None if it takes longer than `seconds`; reading goes on, for a later request.

        Raises:
            SourceError: It could not be listed.
        """
        ...

    def refresh_overview(self) -> None:
        """Discard the lists of the first screen, failures included."""
        ...

    def list_neighbors_within(self, arn: Arn, *, seconds: float) -> Neighbors | None:
        """Return the direct neighbors as `list_neighbors` does.

        None if it takes longer than `seconds`; listing goes on, for a later request.
        """
        ...

    def list_later_associations(self, moment: datetime) -> LaterAssociations:
        """Return the associations that were made after a moment.

        Costs a call for each hundred of them.

        Raises:
            SourceError: They could not be listed.
        """
        ...

    def suggest_within(self, text: str, *, seconds: float, limit: int = ...) -> Suggestions:
        """Return matching entities as `suggest` does, at most `limit`.

        They are pending if it takes longer than `seconds`.
        """
        ...

    def resolve_within(self, text: str, *, seconds: float) -> tuple[Hit, ...] | None:
        """Find entities as `resolve` does.

        None if it takes longer than `seconds`; the search goes on, for a later request.
        """
        ...

    def suggest(self, text: str, *, limit: int = ...) -> Suggestions:
        """Return entities that match a partly typed name, ARN or URI.

        Costs at most ten calls, and none for a while after that.

        Raises:
            SourceError: The account could not be read.
        """
        ...

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the lineage entities that represent a pasted ARN or URI.

        Several entities for one S3 URI are common. Takes a lineage ARN, the ARN of an endpoint, model package
        (group), pipeline, pipeline execution, feature group, model, job or image repository, an S3 URI with
        or without a trailing slash, or an image URI with or without a tag.

        Raises:
            InvalidQuery: The text is none of these; `field` is `start`.
            NothingFound: It is one of these, but the account has no lineage entity for it.
            SourceError: The account could not be read.
        """
        ...

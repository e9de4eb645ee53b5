"""What the explorer needs of an account, as Protocols: AWS, caches and fakes are classes that fit them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lineage.answer import Request
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity, LineageType
from lineage.query import LineageQuery


class LineageSource(Protocol):
    """Answers questions about lineage."""

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read the whole answer, or as much of it as can be had.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading has got.

    Attributes:
        pages: Pages that have arrived.
        begun: True when each of its requests has had an answer.
        ended: True when no further page will arrive.
    """

    pages: int
    begun: bool
    ended: bool


class Underway(Protocol):
    """A reading while pages arrive; may be shared by threads."""

    @property
    def given_up(self) -> bool:
        """True when reading ended because nobody wanted the rest."""
        ...

    def outdated(self) -> bool:
        """Tell whether another worker was asked since to read it anew, or to try again what failed here."""
        ...

    def progress(self) -> Progress:
        """Return how far reading has got."""
        ...

    def entities(self) -> int:
        """Count the vertices that were read so far."""
        ...

    def wait(self, enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until reading has ended or got far `enough`, but no longer than so many seconds."""
        ...

    def graph(self) -> LineageGraph:
        """Return what was read so far; its `reading` tells whether there is more to come.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        ...


class GrowingSource(LineageSource, Protocol):
    """A source whose answers can be looked at while they are being read."""

    def begin(self, query: LineageQuery, *, wanted: Callable[[], bool] = ..., anew: bool = False) -> Underway:
        """Begin to read all that the query asks for.

        Args:
            query: What to read.
            wanted: Tells between two pages whether anybody still wants the rest.
            anew: Read also what is cached.
        """
        ...

    def try_again(self, query: LineageQuery) -> None:
        """Let all workers that share the cache try again what they could not read; they keep the rest."""
        ...


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was read of a question until now.

    Attributes:
        graph: None while there is nothing that is worth a look, or another one.
    """

    graph: LineageGraph | None
    pages: int
    entities: int


class ReadingSource(LineageSource, Protocol):
    """A source that reads on while its readers look, and remembers for a while what it read."""

    def read_within(self, query: LineageQuery, *, seen: int = 0) -> SoFar:
        """Return what was read, as soon as that is worth a first look, or another one.

        Args:
            query: What to read.
            seen: Pages of it that the reader looks at already.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...

    def look(self, query: LineageQuery) -> SoFar:
        """Return what was read until now, wanting no more; where nothing was, its beginning.

        Raises:
            SourceError: Nothing could be read at all.
        """
        ...

    def forget(self, query: LineageQuery) -> None:
        """Try again, when it is asked next, what could not be read; the pages that arrived are kept."""
        ...

    def refresh(self, query: LineageQuery) -> None:
        """Read this question anew, from its first page."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found by list or by pasted text: enough to offer it as a start."""

    arn: Arn
    lineage_type: LineageType
    name: str | None = None
    type: str | None = None
    source_uri: str | None = None
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Entities that a piece of a name may mean; `capped` when not all of the account was looked through."""

    hits: tuple[Hit, ...]
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The other end of an association of one entity, with what `ListAssociations` tells of it."""

    arn: Arn
    name: str | None
    type: str | None
    association: str | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One hop around an entity.

    Attributes:
        incoming: What points at the entity; `outgoing`: what it points at. Newest first.
        more: True when a side was cut at the reader's limit.
    """

    incoming: tuple[Neighbour, ...]
    outgoing: tuple[Neighbour, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What lists told of many entities at once, and the requests for these lists."""

    found: Mapping[Arn, Entity]
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How many entities of one kind there are; `at_least` when counting stopped at its limit."""

    lineage_type: LineageType
    count: int
    at_least: bool = False


class EntityCatalog(Protocol):
    """Tells about single entities, and finds them. What was told is remembered by ARN.

    A description is whole. A list tells less: name, type, source, status and when an entity was created.
    """

    def describe(self, arn: Arn) -> Entity:
        """Return all that the account knows of one entity (a remembered description costs no call).

        Raises:
            SourceError: It is unknown, not shared with the caller, or could not be read.
        """
        ...

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return those of `arns` that were described or listed before; costs no call."""
        ...

    def listed(self, arns: Sequence[Arn], *, seconds: float) -> Listed:
        """Look for `arns` in lists, where they are so many that it costs less than describing each."""
        ...

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, whole: bool = False, sparing: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many of `arns` as fit into `seconds`, a few side by side, in the order given.

        Many are looked for in lists first, unless `whole` descriptions are asked for; a few as well, to be
        `sparing` with calls. Returns all that are known by then. One that cannot be described is left out
        and not asked for again for a while; its failure is no error here.
        """
        ...

    def calls(self, arns: Iterable[Arn]) -> int:
        """Return how many calls it took to learn what is known of `arns`."""
        ...

    def undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return why those of `arns` whose description failed could not be described."""
        ...

    def neighbours(self, arn: Arn) -> Neighbours:
        """Return what `ListAssociations` tells around one entity, with names and types.

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

    def refresh(self, arn: Arn) -> None:
        """Tell anew of one entity, its tags and its neighbours, when they are asked for next."""
        ...

    def sizes(self) -> tuple[Size, ...]:
        """Count the account's entities by kind, up to a limit of pages each.

        Raises:
            SourceError: They could not be listed.
        """
        ...

    def recent(self, lineage_type: LineageType, type_: str, *, limit: int) -> tuple[Hit, ...]:
        """Return the newest artifacts, actions or contexts of one type.

        Raises:
            SourceError: They could not be listed.
        """
        ...

    def suggest(self, text: str) -> Suggestions:
        """Return what a piece of a name, an ARN or a URI may mean, for someone who is still typing.

        Costs at most ten calls, and none for a while after that.

        Raises:
            SourceError: The account could not be asked.
        """
        ...

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the lineage entities that pasted text stands for; several for one S3 URI are usual.

        Takes a lineage ARN, the ARN of an endpoint, model package (group), pipeline, pipeline execution,
        feature group, model, job or image repository, an S3 URI with or without a trailing slash, or an
        image URI with or without a tag.

        Raises:
            InvalidQuery: The text is none of these; `field` is `start`.
            NothingFound: It is one of these, and the account has no lineage entity for it.
            SourceError: The account could not be asked.
        """
        ...

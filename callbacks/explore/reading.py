"""Loading of the graph for an address."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from time import monotonic

from callbacks.explore.made import Made
from callbacks.explore.placements import Placements
from lineage.address import Address
from lineage.answer import Answer
from lineage.answers import RememberedAnswers
from lineage.graph import LineageGraph
from lineage.growth import Extended, extended
from lineage.model import Arn, Entity
from lineage.promises import Promises
from lineage.query import Direction, LineageQuery
from lineage.questions import by_slug
from lineage.readings import Again, NoOlder
from lineage.source import EntityCatalog, ReadingSource, SoFar
from lineage.views.grouping import SMALL
from lineage.views.looks import called, look_of
from lineage.views.names import name_of, plain

NAMING_SECONDS = 0.3
"""Time limit in seconds for pages and names of a small graph.

It applies if every name can be read on screen and the pages were read quickly."""

CROWDED_SECONDS = 0.15
"""Time limit in seconds for pages and names of other graphs.

The remaining names follow while the reader looks at the graph."""

NAMED_SECONDS = 0.4
"""Time limit in seconds for more names of a shown graph."""

ANSWERING_SECONDS = 0.45
"""Time limit in seconds for an answer or an expansion.

If it takes longer, the page asks again."""


class Wish(StrEnum):
    """What a page requests of reading."""

    ON = "on"
    """Read to the end."""
    AGAIN = "again"
    """Retry what could not be read."""
    ANEW = "anew"
    """Read everything again, bypassing the caches."""
    NAMES = "names"
    """Read more names for the graph that is shown."""
    STOP = "stop"
    """Read no more; use what was read so far."""


@dataclass(frozen=True, slots=True)
class Looking:
    """State of the page at the time of a request.

    Attributes:
        wish: What the page requests of reading.
        seen: Number of result pages that it shows already; 0 for a new graph.
        former: Id of the layout that it shows; empty for none.
    """

    wish: Wish = Wish.ON
    seen: int = 0
    former: str = ""


NEWCOMER = Looking()
"""State of a page that shows nothing yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Services that a request can use.

    Attributes:
        source: Reads graphs.
        catalog: Describes and finds single entities.
        answers: Cache of answers to questions.
        placements: Store of layouts.
        pictures: Cache of expanded graphs.
        account: Title of the explored account: "Demo account · us-west-2".
        share: Whether names are redacted.
        made: Memo of computations on graphs.
    """

    source: ReadingSource
    catalog: EntityCatalog
    answers: RememberedAnswers
    placements: Placements
    pictures: Promises[Hashable, Extended]
    account: str
    share: bool = False
    made: Made = field(default_factory=Made)


@dataclass(frozen=True, slots=True)
class Found:
    """Loaded graph of an address.

    Attributes:
        seen: The graph with its expansions.
        answer: Answer to the address's question; None without a question.
        patience: Remaining time to wait for names, in seconds.
        entities: Descriptions of its vertices, as far as they are known.
        unnamed: Number of vertices that are still to be described.
    """

    seen: Extended
    answer: Answer | None
    patience: float = field(default=0.0, compare=False)
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    unnamed: int = 0

    @property
    def graph(self) -> LineageGraph:
        """The graph that is shown."""
        return self.seen.graph

    @property
    def start(self) -> str:
        """The start in words: "endpoint churn-production"."""
        start, entity = self.graph.start, self.entities.get(self.graph.start)
        return called(look_of(self.graph.vertices[start], entity), plain(name_of(start, entity)))


@dataclass(frozen=True, slots=True)
class Awaited:
    """State of a graph that is still loading, with nothing to show.

    Attributes:
        pages: Number of result pages read so far.
        entities: Number of entities read so far.
    """

    pages: int = 0
    entities: int = 0


def read(
    reader: Reader,
    address: Address,
    query: LineageQuery,
    *,
    looking: Looking = NEWCOMER,
    seconds: float | None = None,
) -> Found | Awaited:
    """Load the graph of an address, within a time limit.

    Nothing is described yet.

    Args:
        reader: The services.
        address: The address.
        query: Its query.
        looking: State of the page.
        seconds: Time limit for pages and names together; None for the default of the page's state. A graph
            that still grows does not wait for names.

    Raises:
        SourceError: Nothing could be read at all.
    """
    started_at = monotonic()
    found = _beyond(reader, address, query, looking)
    if isinstance(found, Awaited):
        return found
    if looking.seen or found.graph.reading.more:
        return found
    elapsed = monotonic() - started_at
    if seconds is None:
        seconds = _patience(found, looking, elapsed)
    return replace(found, patience=max(0.0, seconds - elapsed))


def _patience(loaded: Found, page_state: Looking, elapsed: float) -> float:
    """Return the time limit for pages and names, in seconds.

    The pages were read by now.
    """
    if page_state.wish is Wish.NAMES:
        return NAMED_SECONDS
    is_small = len(loaded.graph.vertices) <= SMALL
    return NAMING_SECONDS if is_small and elapsed < CROWDED_SECONDS else CROWDED_SECONDS


def named(reader: Reader, found: Found, arns: Sequence[Arn]) -> Found:
    """Describe some of the vertices, within the remaining time."""
    catalog = reader.catalog
    described = catalog.describe_within(arns, seconds=found.patience)
    unnamed = len(arns) - len(described) - len(catalog.undescribable(arns))
    return replace(found, entities=catalog.known(found.graph.vertices), unnamed=unnamed)


def seen(reader: Reader, address: Address, query: LineageQuery) -> Extended | None:
    """Return the graph that an address shows so far.

    Nothing is described, and nothing more is read.

    Returns:
        The graph; None while there is nothing to show.

    Raises:
        SourceError: Nothing could be read at all.
    """
    loaded = _beyond(reader, address, query, Looking(Wish.STOP))
    return None if isinstance(loaded, Awaited) else loaded.seen


def _beyond(services: Reader, address: Address, query: LineageQuery, page_state: Looking) -> Found | Awaited:
    """Load the graph of an address with its expansions, without descriptions."""
    if page_state.wish is Wish.ANEW:
        services.catalog.refresh(query.start)
    answer = _answer(services, address.slug, query, page_state.wish) if address.slug else None
    if address.slug and answer is None:
        return Awaited()
    base_graph = answer.graph if answer else None
    if base_graph is None:
        partial = _so_far(services.source, query, page_state)
        if partial.graph is None:
            return Awaited(partial.pages, partial.entities)
        base_graph = partial.graph
    extended_graph = _extended(services, address, query, base_graph, page_state.wish)
    if extended_graph is None:
        return Awaited(base_graph.reading.pages, len(base_graph.vertices))
    return Found(extended_graph, answer)


def _so_far(source: ReadingSource, query: LineageQuery, page_state: Looking) -> SoFar:
    if page_state.wish is Wish.STOP:
        return source.look(query)
    if page_state.wish is Wish.ANEW:
        source.refresh(query)
    elif page_state.wish is Wish.AGAIN:
        source.forget(query)
    return source.read_within(query, seen=page_state.seen)


def _extended(
    services: Reader, address: Address, query: LineageQuery, base_graph: LineageGraph, read_mode: Wish
) -> Extended | None:
    """Extend a complete graph by the expansions of the address.

    What could not be read is not retried while names arrive.

    Returns:
        The extended graph; None while it is still being read.
    """
    if base_graph.reading.more:
        return Extended(base_graph, base_graph)
    is_retry = read_mode is Wish.AGAIN
    source = Again(services.source) if is_retry else NoOlder(services.source, base_graph.reading.since)
    expand_query = replace(query, direction=Direction.BOTH) if address.slug else query
    expansion = address.extent

    def extend() -> Extended:
        return extended(source, expand_query, base_graph, expansion, deepens=address.deepens)

    if not expansion:
        return services.made.of(base_graph, (expand_query, address.deepens), extend)
    key = (query, address.slug, expansion, base_graph.reading.finished)
    if is_retry:
        services.pictures.forget(key)
    return services.pictures.ask(key, extend, seconds=ANSWERING_SECONDS)


def _answer(services: Reader, slug: str, query: LineageQuery, read_mode: Wish) -> Answer | None:
    return services.answers.ask(
        by_slug(slug),
        query.start,
        depth=query.depth,
        anew=read_mode in (Wish.AGAIN, Wish.ANEW),
        seconds=ANSWERING_SECONDS,
    )

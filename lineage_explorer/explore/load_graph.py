"""Loading of the graph for an address."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from time import monotonic

from lineage_explorer.explore.answer_cache import AnswerCache
from lineage_explorer.explore.extend_graph import ExtendedGraph, extend_graph
from lineage_explorer.explore.graph_memo import GraphMemo
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.entity_styles import label_with_type, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.registry import get_question
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, RETRY_FAILED, not_older_than
from lineage_explorer.sources.protocols import EntityCatalog, PartialRead, SharedSource
from lineage_explorer.views.grouping import MAX_UNGROUPED_VERTICES

NAMING_SECONDS = 0.3
"""Time limit in seconds for pages and names of a small graph.

It applies if every name can be read on screen and the pages were read quickly."""

LARGE_GRAPH_SECONDS = 0.15
"""Time limit in seconds for pages and names of other graphs.

The remaining names follow while the reader looks at the graph."""

MORE_NAMES_SECONDS = 0.4
"""Time limit in seconds for more names of a shown graph."""

ANSWER_SECONDS = 0.45
"""Time limit in seconds for an answer or an expansion.

If it takes longer, the page asks again."""


class ReadMode(StrEnum):
    """What a page requests of reading."""

    CONTINUE = "on"
    """Read to the end."""
    RETRY = "again"
    """Retry what could not be read."""
    REFRESH = "anew"
    """Read everything again, bypassing the caches."""
    NAMES = "names"
    """Read more names for the graph that is shown."""
    STOP = "stop"
    """Read no more; use what was read so far."""


@dataclass(frozen=True, slots=True)
class PageState:
    """State of the page at the time of a request.

    Attributes:
        read_mode: What the page requests of reading.
        pages_shown: Number of result pages that it shows already; 0 for a new graph.
        layout_id: Id of the layout that it shows; empty for none.
    """

    read_mode: ReadMode = ReadMode.CONTINUE
    pages_shown: int = 0
    layout_id: str = ""


FIRST_REQUEST = PageState()
"""State of a page that shows nothing yet."""


@dataclass(frozen=True, slots=True)
class ExplorerServices:
    """Services that a request can use.

    Attributes:
        source: Reads graphs.
        catalog: Describes and finds single entities.
        answers: Cache of answers to questions.
        layouts: Store of layouts.
        expanded_graphs: Cache of expanded graphs.
        account_title: Title of the explored account: "Demo account · us-west-2".
        is_redacted: Whether names are redacted.
        memo: Memo of computations on graphs.
    """

    source: SharedSource
    catalog: EntityCatalog
    answers: AnswerCache
    layouts: LayoutStore
    expanded_graphs: ValueCache[Hashable, ExtendedGraph]
    account_title: str
    is_redacted: bool = False
    memo: GraphMemo = field(default_factory=GraphMemo)


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """Loaded graph of an address.

    Attributes:
        extended: The graph with its expansions.
        answer: Answer to the address's question; None without a question.
        naming_seconds: Remaining time to wait for names, in seconds.
        entities: Descriptions of its vertices, as far as they are known.
        unnamed_count: Number of vertices that are still to be described.
    """

    extended: ExtendedGraph
    answer: Answer | None
    naming_seconds: float = field(default=0.0, compare=False)
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    unnamed_count: int = 0

    @property
    def graph(self) -> LineageGraph:
        """The graph that is shown."""
        return self.extended.graph

    @property
    def start_label(self) -> str:
        """The start in words: "endpoint churn-production"."""
        start, entity = self.graph.start, self.entities.get(self.graph.start)
        return label_with_type(
            style_of(self.graph.vertices[start], entity), strip_service_suffix(name_of(start, entity))
        )


@dataclass(frozen=True, slots=True)
class StillLoading:
    """State of a graph that is still loading, with nothing to show.

    Attributes:
        pages: Number of result pages read so far.
        entities: Number of entities read so far.
    """

    pages: int = 0
    entities: int = 0


def load_graph(
    services: ExplorerServices,
    address: Address,
    query: LineageQuery,
    *,
    page_state: PageState = FIRST_REQUEST,
    seconds: float | None = None,
) -> LoadedGraph | StillLoading:
    """Load the graph of an address, within a time limit.

    Nothing is described yet.

    Args:
        services: The services.
        address: The address.
        query: Its query.
        page_state: State of the page.
        seconds: Time limit for pages and names together; None for the default of the page's state. A graph
            that still grows does not wait for names.

    Raises:
        SourceError: Nothing could be read at all.
    """
    started_at = monotonic()
    found = _load_extended(services, address, query, page_state)
    if isinstance(found, StillLoading):
        return found
    if page_state.pages_shown or found.graph.read_status.has_more:
        return found
    elapsed = monotonic() - started_at
    if seconds is None:
        seconds = _choose_time_limit(found, page_state, elapsed)
    return replace(found, naming_seconds=max(0.0, seconds - elapsed))


def _choose_time_limit(loaded: LoadedGraph, page_state: PageState, elapsed: float) -> float:
    """Return the time limit for pages and names, in seconds.

    The pages were read by now.
    """
    if page_state.read_mode is ReadMode.NAMES:
        return MORE_NAMES_SECONDS
    is_small = len(loaded.graph.vertices) <= MAX_UNGROUPED_VERTICES
    return NAMING_SECONDS if is_small and elapsed < LARGE_GRAPH_SECONDS else LARGE_GRAPH_SECONDS


def describe_vertices(services: ExplorerServices, loaded: LoadedGraph, arns: Sequence[Arn]) -> LoadedGraph:
    """Describe some of the vertices, within the remaining time."""
    catalog = services.catalog
    described = catalog.describe_within(arns, seconds=loaded.naming_seconds)
    unnamed = len(arns) - len(described) - len(catalog.find_undescribable(arns))
    return replace(loaded, entities=catalog.described_entities(loaded.graph.vertices), unnamed_count=unnamed)


def peek_graph(services: ExplorerServices, address: Address, query: LineageQuery) -> ExtendedGraph | None:
    """Return the graph that an address shows so far.

    Nothing is described, and nothing more is read.

    Returns:
        The graph; None while there is nothing to show.

    Raises:
        SourceError: Nothing could be read at all.
    """
    loaded = _load_extended(services, address, query, PageState(ReadMode.STOP))
    return None if isinstance(loaded, StillLoading) else loaded.extended


def _load_extended(
    services: ExplorerServices, address: Address, query: LineageQuery, page_state: PageState
) -> LoadedGraph | StillLoading:
    """Load the graph of an address with its expansions, without descriptions."""
    if page_state.read_mode is ReadMode.REFRESH:
        services.catalog.refresh(query.start)
    answer = (
        _get_answer(services, address.question_slug, query, page_state.read_mode)
        if address.question_slug
        else None
    )
    if address.question_slug and answer is None:
        return StillLoading()
    base_graph = answer.graph if answer else None
    if base_graph is None:
        partial = _read_pages(services.source, query, page_state)
        if partial.graph is None:
            return StillLoading(partial.pages, partial.entity_count)
        base_graph = partial.graph
    extended_graph = _extend_if_complete(services, address, query, base_graph, page_state.read_mode)
    if extended_graph is None:
        return StillLoading(base_graph.read_status.pages, len(base_graph.vertices))
    return LoadedGraph(extended_graph, answer)


_FRESHNESS = {ReadMode.RETRY: RETRY_FAILED, ReadMode.REFRESH: READ_AGAIN}


def _read_pages(source: SharedSource, query: LineageQuery, page_state: PageState) -> PartialRead:
    if page_state.read_mode is ReadMode.STOP:
        return source.peek(query)
    freshness = _FRESHNESS.get(page_state.read_mode, ANY_AGE)
    return source.read_available(query, pages_shown=page_state.pages_shown, freshness=freshness)


def _extend_if_complete(
    services: ExplorerServices,
    address: Address,
    query: LineageQuery,
    base_graph: LineageGraph,
    read_mode: ReadMode,
) -> ExtendedGraph | None:
    """Extend a complete graph by the expansions of the address.

    What could not be read is not retried while names arrive.

    Returns:
        The extended graph; None while it is still being read.
    """
    if base_graph.read_status.has_more:
        return ExtendedGraph(base_graph, base_graph)
    is_retry = read_mode is ReadMode.RETRY
    freshness = RETRY_FAILED if is_retry else not_older_than(base_graph.read_status.started_at)
    expand_query = replace(query, direction=Direction.BOTH) if address.question_slug else query
    expansion = address.expansion

    def extend() -> ExtendedGraph:
        return extend_graph(
            services.source,
            expand_query,
            base_graph,
            expansion,
            can_deepen=address.can_deepen,
            freshness=freshness,
        )

    if not expansion:
        return services.memo.memoize(base_graph, (expand_query, address.can_deepen), extend)
    key = (query, address.question_slug, expansion, base_graph.read_status.finished_at)
    if is_retry:
        services.expanded_graphs.discard(key)
    return services.expanded_graphs.get_or_compute_within(key, extend, seconds=ANSWER_SECONDS)


def _get_answer(
    services: ExplorerServices, slug: str, query: LineageQuery, read_mode: ReadMode
) -> Answer | None:
    return services.answers.ask(
        get_question(slug),
        query.start,
        depth=query.depth,
        refresh=read_mode in (ReadMode.RETRY, ReadMode.REFRESH),
        seconds=ANSWER_SECONDS,
    )

"""Load the graph of a request, and extend it by its expansions."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.moment_filter import find_period
from lineage_explorer.explore.services import AnswerScope, ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.compare_query import CompareQuery
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.registry import get_question
from lineage_explorer.sources.extend_graph import ExtendedGraph, extend_graph
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, RETRY_FAILED, Freshness, limit_age
from lineage_explorer.sources.protocols import PartialRead
from lineage_explorer.views.grouping import MAX_UNGROUPED_VERTICES, NODE_BUDGET

NAMING_SECONDS = 0.3
"""Time limit in seconds for pages and names of a small graph.

It applies if every name can be read on screen and the pages were read quickly."""

LARGE_GRAPH_SECONDS = 0.15
"""Time limit in seconds for pages and names of other graphs.

The remaining names follow while the reader looks at the graph."""

MORE_NAMES_SECONDS = 0.4
"""Time limit in seconds for more names of a shown graph."""

MAX_NAMES_FACTOR = 5
"""How many times as long the names of a graph of thousands of cards take at most.

It takes the page a second to redraw them, so names come in fewer steps.
"""

ANSWER_SECONDS = 0.45
"""Time limit in seconds for an answer or an expansion.

If it takes longer, the page asks again."""


def load_graph(services: ExplorerServices, request: ViewRequest) -> LoadedGraph | StillLoading:
    """Load the graph of a request's query or question.

    Nothing is extended or described yet.

    Raises:
        LineageError: The request has no query, or nothing could be read at all.
    """
    query, slug = request.query.drop_tags(), request.address.question_slug
    started_at = monotonic()
    if request.address.is_comparison:
        return _load_comparison(services, request)
    if request.read_mode is ReadMode.REFRESH:
        for start in request.address.starts:
            services.catalog.refresh(start)
    answer = _get_answer(services, request, slug) if slug else None
    if slug and answer is None:
        return StillLoading(note=services.describe_wait())
    graph = answer.graph if answer else None
    if graph is None:
        partial = read_pages(services, request, query.start)
        if partial.graph is None:
            return StillLoading(partial.pages, partial.entity_count, services.describe_wait())
        graph = partial.graph
    return LoadedGraph(
        ExtendedGraph(graph, graph),
        answer,
        None,
        _choose_naming_seconds(request, graph, started_at),
        note=services.describe_wait(),
    )


def _load_comparison(services: ExplorerServices, request: ViewRequest) -> LoadedGraph | StillLoading:
    """Load both sides of a comparison as one graph.

    Raises:
        LineageError: They cannot be compared, or one could not be read at all.
    """
    from lineage_explorer.explore.load_comparison import load_comparison  # noqa: PLC0415 - only for this view

    started_at = monotonic()
    start, compared = request.query.start, request.address.compared or CompareQuery()
    freshness = choose_freshness(request.read_mode)
    found = load_comparison(services, start, compared, freshness=freshness, seconds=ANSWER_SECONDS)
    if found is None:
        return StillLoading(note=services.describe_wait())
    seconds = _choose_naming_seconds(request, found.graph, started_at)
    return LoadedGraph(ExtendedGraph(found.graph, found.graph), None, found, seconds)


def extend_loaded(
    services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph
) -> LoadedGraph | StillLoading:
    """Extend a loaded graph by the expansions of the address.

    A graph that is still being read stays as it is. What could not be read is not retried while names arrive.
    """
    base_graph, address, query = loaded.graph, request.address, request.query
    if base_graph.read_status.has_more or loaded.comparison:
        return loaded
    is_retry = request.read_mode is ReadMode.RETRY
    freshness = RETRY_FAILED if is_retry else limit_age(base_graph.read_status.started_at)
    expand_query = query.with_direction(Direction.BOTH) if address.question_slug else query
    started_at = monotonic()

    def extend() -> ExtendedGraph:
        return extend_graph(
            services.source,
            expand_query,
            base_graph,
            address.expansion,
            can_deepen=address.can_deepen,
            freshness=freshness,
        )

    if not address.expansion:
        extended = services.memo.memoize(base_graph, (expand_query, address.can_deepen), extend)
        return replace(loaded, extended=extended)
    finished_at = base_graph.read_status.finished_at
    period = find_period(address)
    key = (query, address.starts, address.question_slug, address.expansion, finished_at, period)
    if is_retry:
        services.expanded_graphs.discard(key)
    expanded = services.expanded_graphs.get_or_compute_within(key, extend, seconds=ANSWER_SECONDS)
    if expanded is None:
        status = base_graph.read_status
        return StillLoading(status.pages, len(base_graph.vertices), services.describe_wait())
    remaining = max(0.0, loaded.naming_seconds - (monotonic() - started_at))
    return replace(loaded, extended=expanded, naming_seconds=remaining)


def _choose_naming_seconds(request: ViewRequest, graph: LineageGraph, started_at: float) -> float:
    """Return how long the page can still wait for names, in seconds.

    A graph that still grows does not wait for names.
    """
    if request.pages_shown or graph.read_status.has_more:
        return 0.0
    elapsed = monotonic() - started_at
    limit = request.naming_seconds
    if limit is None and request.read_mode is ReadMode.NAMES:
        is_drawn_whole = bool(request.address.open_groups) or not request.has_groups
        factor = len(graph.vertices) / NODE_BUDGET if is_drawn_whole else 1
        limit = MORE_NAMES_SECONDS * min(MAX_NAMES_FACTOR, max(1, factor))
    if limit is None:
        is_small = len(graph.vertices) <= MAX_UNGROUPED_VERTICES
        limit = NAMING_SECONDS if is_small and elapsed < LARGE_GRAPH_SECONDS else LARGE_GRAPH_SECONDS
    return max(0.0, limit - elapsed)


_FRESHNESS = {ReadMode.RETRY: RETRY_FAILED, ReadMode.REFRESH: READ_AGAIN}


def choose_freshness(read_mode: ReadMode) -> Freshness:
    """Return how old may be what is read in a mode."""
    return _FRESHNESS.get(read_mode, ANY_AGE)


def read_pages(services: ExplorerServices, request: ViewRequest, start: Arn) -> PartialRead:
    """Read pages of a request's query from one of its starts.

    Raises:
        SourceError: Nothing could be read at all.
    """
    source, query = services.source, request.query.drop_tags().with_start(start)
    if request.read_mode is ReadMode.STOP:
        return source.peek(query)
    freshness = choose_freshness(request.read_mode)
    return source.read_available(query, pages_shown=request.pages_shown, freshness=freshness)


def _get_answer(services: ExplorerServices, request: ViewRequest, slug: str) -> Answer | None:
    return services.answers.ask(
        get_question(slug),
        request.query.start,
        AnswerScope(request.query.depth, find_period(request.address)),
        refresh=request.read_mode in (ReadMode.RETRY, ReadMode.REFRESH),
        seconds=ANSWER_SECONDS,
    )

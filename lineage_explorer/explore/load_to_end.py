"""Load a graph to its end, for doors that ask only once.

The page shows what there is and asks again. A script, a terminal or a file wants the whole: they wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic

from lineage_explorer.errors import TooSlow
from lineage_explorer.explore.describe import describe_vertices, list_whole, read_endpoints
from lineage_explorer.explore.graph_view import load_extended
from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.moment_filter import find_period
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.serving_status import ServingStatus, find_status
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.explore.visible_graph import select_visible
from lineage_explorer.views.hiding import FilteredGraph
from lineage_explorer.views.summary import describe_completeness

LATE_GAP = "Reading is not finished yet. Ask again: it continues where it stopped."


@dataclass(frozen=True, slots=True)
class CompleteGraph:
    """Graph of a request, read and described to its end.

    Attributes:
        loaded: The graph with its descriptions; hidden kinds included.
        filtered: The graph without its hidden kinds.
        status: What its endpoints serve.
        gaps: One sentence for each thing that is missing; empty if all was read.
    """

    loaded: LoadedGraph
    filtered: FilteredGraph
    status: ServingStatus
    gaps: tuple[str, ...]


def load_to_end(services: ExplorerServices, request: ViewRequest, *, seconds: float) -> CompleteGraph:
    """Load, extend and describe a graph, waiting for its end.

    What is not there after `seconds` is named in the gaps.

    Raises:
        LineageError: The request has no query, or nothing could be read in time.
    """
    deadline = monotonic() + seconds
    loaded = _load(services, request, deadline)
    arns = list(loaded.graph.vertices)
    whole = list_whole(loaded.graph, arns, request)
    timed = replace(loaded, naming_seconds=max(0.0, deadline - monotonic()))
    described = describe_vertices(services.catalog, timed, arns, whole=whole)
    timed = replace(described, naming_seconds=max(0.0, deadline - monotonic()))
    complete = timed if find_period(request.address) else read_endpoints(services.catalog, timed)
    visible = select_visible(
        services.memo, complete.graph, complete.entities, replace(request, has_groups=False)
    )
    status = find_status(complete, request.address)
    return CompleteGraph(complete, visible.filtered, status, tuple(_list_gaps(request, complete)))


def build_too_slow(pending: StillLoading) -> TooSlow:
    """Return the error for a graph that is not there in time."""
    waits = f" {pending.note}." if pending.note else ""
    return TooSlow(f"SageMaker has not answered yet: ask again in a moment.{waits}", operation="QueryLineage")


def load_pages(
    services: ExplorerServices, request: ViewRequest, deadline: float
) -> LoadedGraph | StillLoading:
    """Load all pages of a graph until a deadline.

    The deadline is a moment of the monotonic clock.
    """
    loaded = load_extended(services, request)
    while _is_growing(loaded) and monotonic() < deadline:
        pages = loaded.pages if isinstance(loaded, StillLoading) else loaded.graph.read_status.pages
        loaded = load_extended(services, replace(request, read_mode=ReadMode.CONTINUE, pages_shown=pages))
    return loaded


def _load(services: ExplorerServices, request: ViewRequest, deadline: float) -> LoadedGraph:
    """Return the whole graph; in time, or what there is of it."""
    loaded = load_pages(services, request, deadline)
    if _is_growing(loaded):
        loaded = load_extended(services, replace(request, read_mode=ReadMode.STOP))
    if isinstance(loaded, StillLoading):
        raise build_too_slow(loaded)
    return loaded


def _is_growing(loaded: LoadedGraph | StillLoading) -> bool:
    return isinstance(loaded, StillLoading) or loaded.graph.read_status.has_more


def _list_gaps(request: ViewRequest, loaded: LoadedGraph) -> Iterator[str]:
    """Yield a sentence for each thing that the graph lacks."""
    status = loaded.graph.read_status
    yield from status.gaps
    if status.has_more:
        yield LATE_GAP
    # What the reader added or folded is not a gap.
    extended = replace(loaded.extended, expanded=(), hidden_count=0)
    _, *notes = describe_completeness(
        extended,
        request.address,
        unnamed_count=loaded.unnamed_count,
        undescribed=loaded.undescribed,
        unread_endpoints=[each.error for each in loaded.configurations.values() if each.error],
        is_final=True,
    )
    for note in notes:
        reasons = note.target if isinstance(note.target, tuple) else ()
        yield " ".join((f"{note.text[0].upper()}{note.text[1:]}.", *reasons))

"""Load what depends on an entity, and whom to ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, replace
from time import monotonic

from lineage_explorer.errors import SourceError, describe_denials
from lineage_explorer.explore.describe import describe_vertices, read_endpoints
from lineage_explorer.explore.graph_view import load_extended
from lineage_explorer.explore.load_graph import choose_freshness
from lineage_explorer.explore.load_to_end import LATE_GAP, build_too_slow, load_pages
from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.moment_filter import find_period
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.serving_status import find_status
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import label_with_type, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, split_arn
from lineage_explorer.graph.serving import list_endpoints
from lineage_explorer.graph.serving_history import Period, find_at
from lineage_explorer.query.address import Address
from lineage_explorer.query.compare_query import CompareQuery, format_period
from lineage_explorer.query.expansion import MAX_EXPANDED, ExpandedVertex, Expansion, Reach
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.linked_resources import ModelPackage, is_model_package
from lineage_explorer.views.impact_list import (
    ImpactFacts,
    ImpactItem,
    build_impact,
    list_account_notes,
    summarize_impact,
)

MAX_TAGGED = 25
"""Entities whose owners are looked up, the most urgent first.

Each costs two `ListTags` calls and a description."""

_SECONDS = 0.5
"""Time limit in seconds for each kind of fact; the page asks again for the rest."""

_WORKERS = 8


@dataclass(frozen=True, slots=True)
class ImpactContent:
    """Whom a change of an entity reaches.

    Attributes:
        title: The entity in words: "data set train.csv".
        items: What depends on it, the most urgent first.
        sentence: The same in words.
        notes: What the list leaves out on purpose, one sentence each.
        gaps: What could not be read, one sentence each.
        is_pending: Whether facts are still being read.
        period: The moment or day of the past that it is about; None for now.
    """

    title: str
    items: tuple[ImpactItem, ...]
    sentence: str
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    is_pending: bool = False
    period: Period | None = None

    @property
    def heading(self) -> str:
        """What it is, as a heading."""
        return f"Impact of {self.title}{f' as of {format_period(self.period)}' if self.period else ''}"


@dataclass(frozen=True, slots=True)
class _Records:
    """Records that name owners, as far as they were read.

    Attributes:
        entities: Whole descriptions.
        tags: Tags by ARN.
        packages: Model packages by the entity that stands for them.
        unread: Why records of an entity could not be read.
        is_pending: Whether some are still being read.
    """

    entities: Mapping[Arn, Entity]
    tags: Mapping[Arn, Mapping[str, str]]
    packages: Mapping[Arn, ModelPackage]
    unread: Mapping[Arn, str]
    is_pending: bool


def read_impact(services: ExplorerServices, request: ViewRequest) -> ImpactContent | StillLoading:
    """Read what depends on a start, and whom to ask about it.

    Filters and expansions do not apply: whoever is to be told must not be filtered out.

    Args:
        services: The services.
        request: Names the start, the depth downstream, and how long to wait.

    Raises:
        LineageError: The request has no query, or nothing could be read at all.
    """
    own = _build_request(request)
    loaded = load_extended(services, own)
    if isinstance(loaded, StillLoading):
        return loaded
    seconds = _SECONDS if request.naming_seconds is None else request.naming_seconds
    described = describe_vertices(
        services.catalog, replace(loaded, naming_seconds=seconds), list(loaded.graph.vertices)
    )
    if find_period(own.address):
        grown = _grow_past(own, described)
        loaded = load_extended(services, grown)
        if isinstance(loaded, StillLoading):
            return loaded
        own, described = (
            grown,
            describe_vertices(
                services.catalog, replace(loaded, naming_seconds=seconds), list(loaded.graph.vertices)
            ),
        )
    complete = read_endpoints(services.catalog, replace(described, naming_seconds=seconds))
    return _build_content(services, own, complete, seconds)


def _grow_past(request: ViewRequest, loaded: LoadedGraph) -> ViewRequest:
    """Return a request that shows what endpoints and versions came from.

    Of the past, only deployments and approvals in lineage tell what was served and approved.
    """
    endpoints = [arn for arn, _ in list_endpoints(loaded.graph, loaded.entities)]
    versions = [arn for arn in loaded.graph.vertices if _is_version(loaded, arn)]
    wanted = [*endpoints, *sort_nearest(loaded.graph, versions)][:MAX_EXPANDED]
    expansion = Expansion(tuple(ExpandedVertex(arn, Reach.UP) for arn in wanted))
    return replace(request, address=replace(request.address, expansion=expansion))


def _is_version(loaded: LoadedGraph, arn: Arn) -> bool:
    entity = loaded.entities.get(arn)
    return loaded.graph.vertices[arn].type == "Model" and bool(entity and is_model_package(entity.source_uri))


def sort_nearest(graph: LineageGraph, arns: Sequence[Arn]) -> list[Arn]:
    """Return vertices, the nearest to the start first."""
    return sorted(arns, key=lambda arn: (graph.distances.get(arn, 0), arn))


def _build_request(request: ViewRequest) -> ViewRequest:
    """Return the request of everything downstream of a start."""
    depth = request.query.get_depth(Direction.DESCENDANTS)
    query = LineageQuery(request.query.start, Direction.DESCENDANTS, depth)
    period = find_period(request.address)
    address = Address(
        query,
        share=request.address.share,
        file=request.address.file,
        compared=CompareQuery(as_of=period) if period else None,
    )
    return replace(request, address=address, previous_layout="", has_groups=False)


def read_whole_impact(services: ExplorerServices, request: ViewRequest, *, seconds: float) -> ImpactContent:
    """Read what depends on a start, waiting for its end.

    Raises:
        LineageError: The request has no query, or nothing could be read in time.
    """
    deadline = monotonic() + seconds
    load_pages(services, _build_request(request), deadline)
    while (remaining := deadline - monotonic()) > 0:
        content = read_impact(services, replace(request, naming_seconds=remaining))
        if isinstance(content, ImpactContent) and not content.is_pending:
            return content
        request = replace(request, read_mode=ReadMode.CONTINUE)
    content = read_impact(services, replace(request, read_mode=ReadMode.STOP, naming_seconds=0.0))
    if isinstance(content, StillLoading):
        raise build_too_slow(content)
    return replace(content, gaps=(*content.gaps, LATE_GAP))


def _build_content(
    services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph, seconds: float
) -> ImpactContent:
    period = find_period(request.address)
    if period:
        loaded = _drop_configurations(loaded)
    graph, status = loaded.extended.base_graph, find_status(loaded, request.address)
    moments = {
        each.endpoint: find_at(each, period, loaded.entities, fully_read=status.fully_read)
        for each in (status.records if period else ())
        if period
    }
    facts = ImpactFacts(
        graph,
        loaded.entities,
        graph.read_status.finished_at,
        status.records,
        loaded.configurations,
        status.decisions,
        period=period,
        moments=moments,
    )
    urgent = [item.arn for item in build_impact(facts)][:MAX_TAGGED]
    records = _read_records(services, request, loaded, urgent, seconds)
    facts = replace(
        facts,
        entities={**facts.entities, **records.entities},
        asked=urgent,
        wholly_described=records.entities.keys(),
        packages=records.packages,
        tags=records.tags,
        unread={**records.unread, **list_account_notes(graph, graph.vertices)},
    )
    items = build_impact(facts)
    start, entity = graph.start, loaded.entities.get(graph.start)
    title = label_with_type(style_of(graph.vertices[start], entity), name_entity(start, entity).title)
    is_growing = graph.read_status.has_more
    is_complete = graph.read_status.is_complete
    day = format_period(period) if period else ""
    sentence = summarize_impact(title, items, is_complete=is_complete, day=day)
    is_stopped = request.read_mode is ReadMode.STOP
    return ImpactContent(
        title,
        items,
        sentence,
        (*_list_notes(items), *_list_past_notes(day)),
        (*graph.read_status.gaps, *_list_gaps(loaded, records)),
        (records.is_pending or bool(loaded.unnamed_count) or is_growing) and not is_stopped,
        period,
    )


def _drop_configurations(loaded: LoadedGraph) -> LoadedGraph:
    """Return a graph without what its endpoints run now.

    That they are gone is kept: since when is not on record.
    """
    kept = {
        source: replace(each, name="", sources=frozenset()) for source, each in loaded.configurations.items()
    }
    return replace(loaded, configurations=kept)


def _list_past_notes(day: str) -> tuple[str, ...]:
    if not day:
        return ()
    return (
        f"Of {day}, lineage alone tells what was served and approved; what was deleted since is missing.",
        "Owners are those of now: tags and registry do not tell whose it was.",
    )


def _list_notes(items: Sequence[ImpactItem]) -> tuple[str, ...]:
    if len(items) <= MAX_TAGGED:
        return ()
    return (f"Owners of the first {MAX_TAGGED} of {format_count(len(items), 'entity')} are looked up.",)


def _list_gaps(loaded: LoadedGraph, records: _Records) -> tuple[str, ...]:
    """Return a sentence for each thing that could not be read."""
    gaps = []
    if loaded.undescribed:
        reasons = describe_denials(loaded.undescribed.values()) or "they could not be read"
        gaps.append(f"{format_count(len(loaded.undescribed), 'entity')} without details: {reasons}.")
    if records.unread:
        reasons = describe_denials(records.unread.values()) or "their records could not be read"
        gaps.append(
            f"Approvals or owners of {format_count(len(records.unread), 'entity')} may be missing: {reasons}."
        )
    gaps += [each.error for each in loaded.configurations.values() if each.error]
    return tuple(dict.fromkeys(gaps))


def _read_records(
    services: ExplorerServices,
    request: ViewRequest,
    loaded: LoadedGraph,
    urgent: Sequence[Arn],
    seconds: float,
) -> _Records:
    """Read descriptions, model packages and tags, within the remaining time."""
    deadline = monotonic() + seconds
    account = split_arn(loaded.graph.start).account
    own = [arn for arn in urgent if split_arn(arn).account == account]
    sources = {arn: _get_taggable(loaded, arn) for arn in own}
    wanted = list(dict.fromkeys((*own, *filter(None, sources.values()))))
    packages, failures, is_late = _read_packages(services, loaded, seconds)
    tags = services.catalog.read_tags_within(
        wanted, seconds=max(0.0, deadline - monotonic()), freshness=choose_freshness(request.read_mode)
    )
    whole = services.catalog.describe_within(own, seconds=max(0.0, deadline - monotonic()), full=True)
    failures |= {
        **services.catalog.find_undescribable(own),
        **{arn: tags.failures[each] for arn in own for each in (sources[arn], arn) if each in tags.failures},
    }
    is_pending = (
        is_late
        or len(tags.tags) + len(tags.failures) < len(wanted)
        or any(arn not in whole and arn not in failures for arn in own)
    )
    return _Records(whole, tags.tags, packages, failures, is_pending)


def _get_taggable(loaded: LoadedGraph, arn: Arn) -> Arn:
    """Return the ARN of the SageMaker resource behind an entity, if any."""
    entity = loaded.entities.get(arn)
    source = (entity and entity.source_uri) or ""
    account = split_arn(arn).account
    return Arn(source) if ":sagemaker:" in source and f":{account}:" in source else Arn("")


def _read_packages(
    services: ExplorerServices, loaded: LoadedGraph, seconds: float
) -> tuple[dict[Arn, ModelPackage], dict[Arn, str], bool]:
    """Read the versions of a graph, the nearest first.

    Returns:
        The packages, why others could not be read, and whether some are late.
    """
    versions = [arn for arn in loaded.graph.vertices if _is_version(loaded, arn)]
    arns = sort_nearest(loaded.graph, versions)[:MAX_TAGGED]
    if not arns:
        return {}, {}, False
    pool = ContextPool(min(_WORKERS, len(arns)), thread_name_prefix="packages")
    futures = {arn: pool.submit(services.catalog.read_package, arn) for arn in arns}
    wait(futures.values(), timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    packages: dict[Arn, ModelPackage] = {}
    failures: dict[Arn, str] = {}
    is_late = False
    for arn, future in futures.items():
        if not future.done() or future.cancelled():
            is_late = True
            continue
        try:
            package = future.result()
        except SourceError as error:
            failures[arn] = f"{error.title}: {error}"
        else:
            if package:
                packages[arn] = package
    return packages, failures, is_late

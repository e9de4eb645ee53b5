"""Read one side of a comparison, whatever its depth.

It is the same reading as that of the page: the same queries, through the same caches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from lineage_explorer.compare.side import Side, find_evaluations, find_model_data, select_side
from lineage_explorer.errors import InvalidQuery, NothingFound, SourceError
from lineage_explorer.explore.describe import read_endpoints
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.serving_status import find_status
from lineage_explorer.explore.start_resolution import find_start
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import get_year, name_entities, name_entity
from lineage_explorer.graph.entity_styles import label_with_type, mark_uses, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus, merge_graphs
from lineage_explorer.graph.model import Arn, Entity, shorten_middle
from lineage_explorer.graph.serving_history import Period, ServingMoment, find_at, find_current
from lineage_explorer.query.address import Address
from lineage_explorer.query.compare_query import describe_period, reject_before
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.deepen_graph import deepen_graph
from lineage_explorer.sources.extend_graph import ExtendedGraph
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.past_source import drop_later
from lineage_explorer.sources.shared_reads import read_all

MAX_ROUNDS = 60
"""Rounds of reading beyond the depth of the first query; each goes ten associations further."""

SIDE_SECONDS = 60.0
"""Time limit in seconds for the descriptions of a side."""


@dataclass(frozen=True, slots=True)
class SideRequest:
    """What is read for one side.

    Attributes:
        start: The entity.
        period: The moment or day that it is looked at; None for now.
        is_then_and_now: Whether the other side is the same entity at another moment, or in another place.
        freshness: How old may be what is read.
        place: What the file or account is called, if the other side is read from another one.
        seconds: Time limit in seconds for descriptions.
    """

    start: Arn
    period: Period | None = None
    is_then_and_now: bool = False
    freshness: Freshness = ANY_AGE
    place: str = ""
    seconds: float = SIDE_SECONDS


@dataclass(frozen=True, slots=True)
class ReadSide:
    """Side as it was read.

    Attributes:
        side: What belongs to it.
        read_status: When it was read, and what is missing.
        kind: What the entity that was asked about is, in words.
        label: What it is called.
    """

    side: Side
    read_status: ReadStatus
    kind: str
    label: str


def resolve_against(services: ExplorerServices, text: str) -> Arn:
    """Return the entity that the second entity's text stands for.

    Raises:
        InvalidQuery: It stands for none, or several; `field` is `against`.
        SourceError: The account could not be read.
    """
    try:
        found = None
        for _ in range(20):  # each waits for a while
            found = find_start(services.catalog, text)
            if found is not None:
                break
    except (InvalidQuery, NothingFound) as error:
        raise InvalidQuery(f"“against” names nothing to compare with. {error}", field="against") from None
    if isinstance(found, str):
        return found
    shown = shorten_middle(text, 80)
    if not found:
        raise InvalidQuery(f"No entity for “{shown}” was found to compare with.", field="against")
    names = name_entities({hit.arn: hit for hit in found[:5]})
    lines = "; ".join(f"{names[hit.arn].line}: {hit.arn}" for hit in found[:5])
    raise InvalidQuery(
        f"“{shown}” matches {len(found):,} entities. Give the ARN of one as “against”: {lines}.",
        field="against",
    )


def read_side(services: ExplorerServices, request: SideRequest) -> ReadSide:
    """Read all that belongs to one side, and describe it.

    Raises:
        InvalidQuery: The moment is in the future, or before the entity was made.
        SourceError: Nothing could be read at all.
    """
    deadline = monotonic() + request.seconds
    graph = _drop_later(services, _read_whole(services, request.start, request.freshness), request)
    start = services.catalog.describe_within([request.start], seconds=request.seconds, full=True)
    vertex, entity = graph.vertices[request.start], start.get(request.start)
    _check_moment(request, entity)
    label = name_entity(request.start, entity).title
    endpoint = None
    gaps: tuple[str, ...] = ()
    if vertex.type == "Endpoint" and not request.is_then_and_now:
        root, serving_gap = _find_served(services, graph, request, deadline)
        endpoint = request.start if root else None
        gaps = (serving_gap,) if serving_gap else ()
        if root:
            graph = _drop_later(services, _read_whole(services, root, request.freshness), request)
    graph = _add_evaluations(services, graph, request)
    arns = list(graph.vertices)
    seconds = max(0.0, deadline - monotonic())
    described = services.catalog.describe_within(arns, seconds=seconds, full=True)
    entities = mark_uses({**services.catalog.described_entities(arns), **described})
    gaps = (*gaps, *_explain_undescribed(services, arns, described))
    side = select_side(
        graph, entities, described=described.keys() & set(arns), keeps_all=request.is_then_and_now
    )
    if endpoint:
        served = name_entity(side.root, entities.get(side.root)).title
        label = f"{label} ({served})"
    moment = request.period.end if request.period else None
    if request.period:
        label = f"{label} {_format_period(request.period)}"
    if request.place:
        label = f"{label} in {request.place}"
    side = replace(side, endpoint=endpoint, moment=moment, gaps=(*side.gaps, *gaps), place=request.place)
    kind = label_with_type(style_of(vertex, entity), "").strip()
    return ReadSide(side, graph.read_status, kind, label)


def _read_whole(services: ExplorerServices, start: Arn, freshness: Freshness) -> LineageGraph:
    """Read a lineage to its ends, beyond the depth of one query."""
    query = LineageQuery(start)
    base = services.source.read(query, freshness=freshness)
    deepened = deepen_graph(services.source, query, base, MAX_ROUNDS, freshness=freshness)
    if not deepened.depth_limits:
        return deepened.graph
    status = deepened.graph.read_status
    gap = f"Reading ended after {MAX_ROUNDS} rounds; the lineage goes on."
    return replace(deepened.graph, read_status=replace(status, gaps=(*status.gaps, gap)))


def _add_evaluations(services: ExplorerServices, graph: LineageGraph, request: SideRequest) -> LineageGraph:
    """Add the evaluations of the model, and what is around them.

    One query for the model data, and one for each evaluation.
    """
    root = graph.start
    entities = services.catalog.describe_within([root], seconds=request.seconds)
    models = find_model_data(graph, entities, root)
    if models and models != (root,):
        graph = _merge_reads(
            services, graph, [LineageQuery(model, Direction.DESCENDANTS, 1) for model in models], request
        )
    evaluations = find_evaluations(graph, models)
    queries = [LineageQuery(evaluation, Direction.BOTH, 1) for evaluation in evaluations]
    return _merge_reads(services, graph, queries, request)


def _merge_reads(
    services: ExplorerServices, graph: LineageGraph, queries: Sequence[LineageQuery], request: SideRequest
) -> LineageGraph:
    """Read queries side by side, and add what they return."""
    if not queries:
        return graph
    outcomes = read_all(services.source, queries, freshness=request.freshness)
    found = [_drop_later(services, each, request) for each in outcomes if isinstance(each, LineageGraph)]
    failures = dict.fromkeys(str(each) for each in outcomes if isinstance(each, SourceError))
    merged = merge_graphs(graph, found, {arn for each in (graph, *found) for arn in each.vertices})
    status = merged.read_status
    gaps = tuple(f"Evaluations could not be read. {failure}" for failure in failures)
    return replace(merged, read_status=replace(status, gaps=(*status.gaps, *gaps)))


def _drop_later(services: ExplorerServices, graph: LineageGraph, request: SideRequest) -> LineageGraph:
    """Return a graph without what was associated after the moment."""
    return drop_later(services.catalog, graph, request.period) if request.period else graph


def _check_moment(request: SideRequest, entity: Entity | None) -> None:
    """Refuse a moment in the future, or before the entity."""
    period = request.period
    if period is None:
        return
    if period.begin > datetime.now(UTC):
        raise InvalidQuery(
            f"{describe_period(period)} is in the future: leave the moment out to compare the present.",
            field="as_of",
        )
    if entity:
        reject_before(period, entity)


def _find_served(
    services: ExplorerServices, graph: LineageGraph, request: SideRequest, deadline: float
) -> tuple[Arn | None, str]:
    """Return the version that an endpoint serves, or why none."""
    seconds = max(0.0, deadline - monotonic())
    near = [request.start, *_list_near(graph, request.start)]
    entities = services.catalog.describe_within(near, seconds=seconds, full=True)
    loaded = LoadedGraph(
        ExtendedGraph(graph, graph),
        naming_seconds=seconds,
        entities={**services.catalog.described_entities(list(graph.vertices)), **entities},
    )
    if request.period is None:
        loaded = read_endpoints(services.catalog, loaded)
    status = find_status(loaded, Address(LineageQuery(request.start)))
    record = next((each for each in status.records if each.endpoint == request.start), None)
    title = name_entity(request.start, entities.get(request.start)).title
    moment: ServingMoment | None = None
    if record and request.period is None:
        moment = find_current(record)
    elif record and request.period:
        moment = find_at(record, request.period, loaded.entities, fully_read=status.fully_read)
    versions = moment.deployment.versions if moment and moment.deployment else ()
    if len(versions) == 1:
        return versions[0], ""
    known = "serves several versions" if len(versions) > 1 else "serves a version that is not known"
    return None, f"{title} {known}: its whole lineage is compared."


def _list_near(graph: LineageGraph, endpoint: Arn) -> Iterator[Arn]:
    """Yield the deployments of an endpoint, and what they deployed."""
    for action in graph.parents[endpoint]:
        yield action
        yield from graph.parents[action]


def _explain_undescribed(
    services: ExplorerServices, arns: Sequence[Arn], described: Iterable[Arn]
) -> Iterator[str]:
    """Yield a sentence for each reason why entities are not described."""
    missing = [arn for arn in arns if arn not in set(described)]
    if not missing:
        return
    reasons = services.catalog.find_undescribable(missing)
    late = len(missing) - len(reasons)
    if late:
        yield f"{format_count(late, 'entity')} could not be described in time."
    for reason in dict.fromkeys(reasons.values()):
        count = sum(each == reason for each in reasons.values())
        yield f"{format_count(count, 'entity')} could not be described. {reason}"


def _format_period(period: Period) -> str:
    day = format_day(period.begin, this_year=get_year())
    return f"on {day}" if period.is_day else f"at {period.begin:%H:%M} UTC on {day}"

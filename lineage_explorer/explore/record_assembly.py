"""Read what checks need of an account or a focus.

A focus costs its graph and, for each version in it, one query for what tested it; an account its lists. Then
one call for each approval, version and endpoint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from lineage_explorer.checks.facts import Facts, Version
from lineage_explorer.checks.past_record import look_back_record
from lineage_explorer.checks.wanted_lookups import ROUNDS, list_wanted
from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph, merge_graphs, unite_graphs
from lineage_explorer.graph.model import Arn, AssociationType
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.compare_query import reject_before
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.deepen_graph import deepen_graph
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, Freshness
from lineage_explorer.sources.lineage_record import Failure, LineageRecord, find_failures
from lineage_explorer.sources.past_source import PastSource
from lineage_explorer.sources.protocols import EntityCatalog, LineageSource
from lineage_explorer.sources.shared_reads import read_all

MAX_ROUNDS = 5
"""Rounds beyond the depth of a query; each follows at most twenty entities."""

MAX_QUERIES = 60
"""Further queries around a focus; beyond them nothing is judged."""

_DESCRIBE_SECONDS = 300.0
_STEPS = 4
"""Times that further queries may lead to others: version, group, version before, its tests."""

_AROUND = 2
"""Associations from model data to the inputs of what tested it, and to approvals."""


class RecordServices(Protocol):
    """Services that read lineage and describe it."""

    @property
    def source(self) -> LineageSource:
        """Reads graphs."""
        ...

    @property
    def catalog(self) -> EntityCatalog:
        """Describes entities and lists accounts."""
        ...


@dataclass(frozen=True, slots=True)
class _Reading:
    """Graph so far, and the entities whose neighbors were all read."""

    graph: LineageGraph
    parents_read: frozenset[Arn]
    children_read: frozenset[Arn]


@dataclass(frozen=True, slots=True)
class _PastServices:
    """Services that read lineage as it was."""

    source: LineageSource
    catalog: EntityCatalog


def _look_back(services: RecordServices, period: Period | None) -> RecordServices:
    if period is None:
        return services
    return _PastServices(PastSource(services.source, services.catalog, period), services.catalog)


def read_account_record(
    services: RecordServices, *, period: Period | None = None, is_refresh: bool = False
) -> LineageRecord:
    """Return the record of a whole account, now or at a moment.

    Raises:
        SourceError: No kind of entity could be listed.
    """
    if is_refresh:
        services.catalog.refresh_record()
    traced = _trace_twins(_look_back(services, period), services.catalog.list_account())
    return _look_up(services, replace(traced, period=period))


def read_focus_record(
    services: RecordServices,
    starts: Sequence[Arn],
    *,
    period: Period | None = None,
    is_refresh: bool = False,
) -> LineageRecord:
    """Return the record of some starts, now or at a moment.

    It holds what led to them, what came of them, and what tested the versions among them. A start that could
    not be read is a gap, unless there is no other.

    Raises:
        InvalidQuery: At that moment, no start was there yet.
        SourceError: Nothing could be read.
    """
    services = _look_back(services, period)
    if is_refresh:
        for start in starts:
            services.catalog.refresh(start)
        services.catalog.refresh_record()
    freshness = READ_AGAIN if is_refresh else ANY_AGE
    readings: list[_Reading] = []
    gaps: tuple[str, ...] = ()
    errors: list[SourceError] = []
    for start in starts:
        try:
            reading, own_gaps = _read_start(services, start, freshness)
        except SourceError as error:
            errors.append(error)
            continue
        readings.append(reading)
        gaps = (*gaps, *own_gaps)
    if not readings:
        raise errors[0]
    gaps = (*gaps, *(f"One of the starts could not be read. {error}" for error in errors))
    reading = _unite(readings)
    scope = frozenset(reading.graph.vertices)
    record = _build_record(services, reading, scope, gaps)
    if period:
        _require_start(record, period)
    asked: set[LineageQuery] = set()
    for _ in range(_STEPS):
        queries = [each for each in _list_queries(Facts(record)) if each not in asked]
        if not queries:
            break
        asked.update(queries)
        reading, failures = _extend(services.source, reading, queries, freshness)
        record = _build_record(services, reading, scope, (*record.gaps, *failures))
    is_blurred = period is not None and services.catalog.list_later_associations(period.end).has_more
    return _look_up(services, replace(record, period=period, is_blurred=is_blurred))


def _require_start(record: LineageRecord, period: Period) -> None:
    """Refuse a moment at which no start was there yet.

    Raises:
        InvalidQuery: All were made later.
    """
    starts = (record.focus, *record.more_starts) if record.focus else ()
    entities = [record.entities.get(arn) for arn in starts]
    first = min(
        (each for each in entities if each and each.created),
        key=lambda each: each.created or record.read_at,
        default=None,
    )
    if first and all(entities):
        reject_before(period, first)


def _read_start(
    services: RecordServices, focus: Arn, freshness: Freshness
) -> tuple[_Reading, tuple[str, ...]]:
    """Return what belongs to one start, and what could not be read.

    Raises:
        SourceError: Nothing could be read.
    """
    query = LineageQuery(focus)
    base = services.source.read(query, freshness=freshness)
    deepened = deepen_graph(services.source, query, base, MAX_ROUNDS, freshness=freshness)
    graph = deepened.graph
    is_whole = not graph.read_status.gaps and not deepened.depth_limits
    reading = _Reading(
        graph,
        _list_known(graph, compute_distances([focus], graph.parents)) if is_whole else frozenset(),
        _list_known(graph, compute_distances([focus], graph.children)) if is_whole else frozenset(),
    )
    gaps = graph.read_status.gaps
    if deepened.depth_limits:
        count = format_count(len(deepened.depth_limits), "entity")
        gaps = (*gaps, f"Reading stopped at {count}: the lineage is too deep.")
    return reading, gaps


def _unite(readings: Sequence[_Reading]) -> _Reading:
    """Return readings of several starts as one."""
    if len(readings) == 1:
        return readings[0]
    return _Reading(
        unite_graphs([each.graph for each in readings]),
        frozenset().union(*(each.parents_read for each in readings)),
        frozenset().union(*(each.children_read for each in readings)),
    )


def _list_known(graph: LineageGraph, arns: Iterable[Arn]) -> frozenset[Arn]:
    return frozenset(arn for arn in arns if not graph.vertices[arn].stub)


def _build_record(
    services: RecordServices, reading: _Reading, scope: frozenset[Arn], gaps: Sequence[str]
) -> LineageRecord:
    graph, arns = reading.graph, list(reading.graph.vertices)
    entities = services.catalog.describe_within(arns, seconds=_DESCRIBE_SECONDS)
    return LineageRecord(
        read_at=graph.read_status.finished_at,
        vertices=graph.vertices,
        entities=entities,
        associations=graph.associations,
        focus=graph.start,
        more_starts=graph.more_starts,
        scope=scope,
        parents_read=reading.parents_read,
        children_read=reading.children_read,
        gaps=tuple(dict.fromkeys(gaps)),
        calls=graph.read_status.calls + services.catalog.count_calls(arns),
    )


def _list_queries(facts: Facts) -> list[LineageQuery]:
    """Return what is still to be read around the scope.

    It leads from versions and endpoints to their groups, and from these to the versions before.
    """
    versions = [*_list_in_scope(facts), *_list_former(facts)]
    models = dict.fromkeys(
        model for version in versions for model in version.models if not facts.has_all_children(model)
    )
    groups = dict.fromkeys(
        child
        for version in versions
        for child in facts.children_of(version.arn)
        if facts.vertices[child].type == "ModelGroup" and not facts.has_all_parents(child)
    )
    endpoints = [each.arn for each in facts.endpoints if not facts.has_all_parents(each.arn)]
    return [
        *(LineageQuery(arn, Direction.BOTH, _AROUND) for arn in models),
        *(LineageQuery(arn, Direction.ASCENDANTS, _AROUND) for arn in (*groups, *endpoints)),
    ]


def _list_former(facts: Facts) -> Iterator[Version]:
    """Yield the version before each version of the scope."""
    for version in _list_in_scope(facts):
        former = [each for each in facts.groups[version.group] if each.number < version.number]
        yield from former[-1:]


def _list_in_scope(facts: Facts) -> Iterator[Version]:
    scope = facts.record.scope or frozenset()
    return (version for version in facts.versions if version.arn in scope)


def _extend(
    source: LineageSource, reading: _Reading, queries: Sequence[LineageQuery], freshness: Freshness
) -> tuple[_Reading, list[str]]:
    """Return a reading with further queries, and why some failed."""
    wanted = list(dict.fromkeys(queries))[:MAX_QUERIES]
    outcomes = read_all(source, wanted, freshness=freshness)
    failures = [str(each) for each in outcomes if isinstance(each, SourceError)]
    if len(queries) > len(wanted):
        failures.append(
            f"Nothing was read around {format_count(len(queries) - len(wanted), 'more version')}."
        )
    read = [
        (query, graph)
        for query, graph in zip(wanted, outcomes, strict=True)
        if isinstance(graph, LineageGraph)
    ]
    if not read:
        return reading, failures
    failures += [gap for _, graph in read for gap in graph.read_status.gaps]
    parents, children = set(reading.parents_read), set(reading.children_read)
    for query, graph in read:
        if graph.read_status.is_complete:
            known = _list_inside(query, graph)
            parents |= known
            children |= known if query.direction is Direction.BOTH else frozenset()
    graphs = [graph for _, graph in read]
    merged = merge_graphs(reading.graph, graphs, reading.graph.matches)
    return _Reading(merged, frozenset(parents), frozenset(children)), failures


def _list_inside(query: LineageQuery, graph: LineageGraph) -> frozenset[Arn]:
    """Return the entities of which a query read all neighbors."""
    ways = (graph.parents, graph.children) if query.direction is Direction.BOTH else (graph.parents,)
    distances = compute_distances([query.start], *ways)
    return _list_known(graph, (arn for arn, steps in distances.items() if steps < query.depth))


def _trace_twins(services: RecordServices, record: LineageRecord) -> LineageRecord:
    """Return a record with what led to twins in other accounts."""
    facts = Facts(record)
    twins = {
        arn
        for edge in record.associations
        if edge.type == AssociationType.SAME_AS
        for arn in edge.ends
        if not facts.is_own(arn)
    }
    queries = [LineageQuery(arn, Direction.ASCENDANTS) for arn in sorted(twins)][:MAX_QUERIES]
    graphs = [each for each in read_all(services.source, queries) if isinstance(each, LineageGraph)]
    vertices, others = dict(record.vertices), set(record.others_read)
    associations = dict.fromkeys(record.associations)
    for graph in graphs:
        known = {**graph.vertices, **vertices}
        vertices = {
            arn: known[arn] if not known[arn].stub else graph.vertices.get(arn, known[arn]) for arn in known
        }
        associations |= dict.fromkeys(graph.associations)
        if graph.read_status.is_complete:
            others |= _list_known(graph, graph.vertices)
    return replace(
        record,
        vertices=vertices,
        associations=tuple(associations),
        others_read=frozenset(others),
        calls=record.calls + sum(graph.read_status.calls for graph in graphs),
    )


def _look_up(services: RecordServices, record: LineageRecord) -> LineageRecord:
    """Return a record with everything that rules need."""
    for _ in range(ROUNDS):
        wanted = list_wanted(look_back_record(record))
        if not wanted:
            break
        record = record.add_facts(wanted, services.catalog.look_up(wanted))
    reasons = _list_reasons(record)
    return replace(look_back_record(record), gaps=tuple(dict.fromkeys((*record.gaps, *reasons))))


def _list_reasons(record: LineageRecord) -> Collection[str]:
    """Return why look-ups failed that an account denied or did not answer."""
    return find_failures(record.found.unread, (Failure.DENIED, Failure.FAILED))

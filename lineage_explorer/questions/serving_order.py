"""Put what an endpoint serves now first in an answer about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import (
    DEPLOYMENT_TYPES,
    EndpointConfiguration,
    Evidence,
    ServingRecord,
    ServingState,
    find_serving_records,
    find_serving_states,
    find_version,
)
from lineage_explorer.questions.answer import UNREADABLE, ResultItem
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.sources.linked_resources import DELETED


def order_by_serving(
    run: QuestionRun, graph: LineageGraph, items: tuple[ResultItem, ...]
) -> tuple[tuple[ResultItem, ...], str]:
    """Return items with those of the serving version first, and a note.

    Of a moment of the past, only lineage tells what served.

    If the start is not an endpoint, or nothing is known of what it serves, they stay in order and the note is
    empty; so it is where all items lead to what serves.
    """
    actions = [arn for arn in graph.parents[graph.start] if graph.vertices[arn].type in DEPLOYMENT_TYPES]
    if not actions or not items:
        return items, ""
    versions = [parent for arn in actions for parent in graph.parents[arn]]
    entities = run.describe([graph.start, *actions, *versions])
    record = _find_record(run, graph, entities)
    if record is None or record.evidence is Evidence.UNKNOWN:
        if run.explain_unread([graph.start, *actions]):
            return tuple(replace(item, serving=UNREADABLE) for item in items), ""
        if record is None or not record.configuration:
            return items, ""
    states = find_serving_states(graph, [record])
    marked = [replace(item, serving=states.get(item.arn, "")) if item.arn else item for item in items]
    ordered = sorted(marked, key=lambda item: item.serving != ServingState.SERVING)
    return tuple(ordered), _describe_serving(record, entities, ordered, is_past=run.period is not None)


def describe_use(run: QuestionRun, graph: LineageGraph, items: tuple[ResultItem, ...]) -> str:
    """Return a clause on how many endpoints run something else now.

    Empty where nothing is known of their configurations, and for a moment of the past.
    """
    endpoints = [item.arn for item in items if item.arn and ":endpoint/" in item.source]
    actions = [parent for arn in endpoints for parent in graph.parents[arn]]
    if not actions or run.period:
        return ""
    entities = run.describe([*endpoints, *actions])
    sources = [item.source for item in items if item.arn in endpoints]
    states = run.look_up_resources(lambda linked: linked.states(sources))
    configurations = {
        source: EndpointConfiguration(state.configuration, is_deleted=state.status == DELETED)
        for source, state in states.items()
    }
    records = find_serving_records(graph, entities, configurations, fully_read=())
    others = [
        each
        for each in records
        if each.evidence is Evidence.UNKNOWN and each.configuration
        if all(deployment.configuration for deployment in each.deployments)
    ]
    if not others and any(each.evidence is Evidence.UNKNOWN for each in records):
        unread = run.explain_unread([*endpoints, *actions])
        return f"; which of them still run it is not known: {next(iter(unread.values()))}" if unread else ""
    if not others:
        return ""
    if len(items) == 1:
        return "; it runs another configuration now"
    count = "all" if len(others) == len(items) else f"{len(others):,}"
    return f"; {count} of them {'runs' if count == '1' else 'run'} another configuration now"


def _find_record(
    run: QuestionRun, graph: LineageGraph, entities: Mapping[Arn, Entity]
) -> ServingRecord | None:
    endpoint = entities.get(graph.start)
    if endpoint is None or not endpoint.source_uri:
        return None
    source = endpoint.source_uri
    state = None if run.period else run.look_up_resources(lambda linked: linked.states([source])).get(source)
    configuration = (
        EndpointConfiguration(state.configuration, is_deleted=state.status == DELETED)
        if state
        else EndpointConfiguration()
    )
    fully_read = {graph.start} if graph.read_status.is_complete else set()
    records = find_serving_records(graph, entities, {source: configuration}, fully_read=fully_read)
    return next((record for record in records if record.endpoint == graph.start), None)


def _describe_serving(
    record: ServingRecord, entities: Mapping[Arn, Entity], items: list[ResultItem], *, is_past: bool
) -> str:
    serving = [item for item in items if item.serving == ServingState.SERVING]
    if record.evidence is Evidence.DELETED:
        return " The endpoint no longer exists."
    if record.current is None:
        return f" Which version it {'served then' if is_past else 'serves now'} is not on record."
    if len(serving) == len(items):
        return ""
    names = {find_version(entities.get(arn)) for arn in record.current.versions} - {""}
    version = names.pop() if len(names) == 1 else "the model"
    source = "" if record.evidence is Evidence.CONFIRMED else " according to lineage"
    when = "served then" if is_past else "serves now"
    return f" {len(serving):,} of them led to {version}, which {when}{source}."

"""Look back at a record, at what was so at a moment.

Accounts tell when something was made and when it was changed last, not what it said before. So what was made
later is left out, and what can change is not known of whatever was changed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.compare_query import format_period
from lineage_explorer.sources.lineage_record import (
    Failure,
    FoundFacts,
    LineageRecord,
    Lookup,
    Maker,
    Makers,
    ResourceFacts,
    Unread,
)

_RUNNING = "InProgress"


def look_back_record(record: LineageRecord) -> LineageRecord:
    """Return a record as it was at its moment; a pure function.

    One about now stays as it is.
    """
    if record.period is None:
        return record
    end, day = record.period.end, format_period(record.period)
    later = {arn for arn, entity in record.entities.items() if entity.created and entity.created > end}
    vertices = {arn: vertex for arn, vertex in record.vertices.items() if arn not in later}
    associations = tuple(
        edge
        for edge in record.associations
        if edge.source in vertices
        and edge.destination in vertices
        and not ((added := record.added.get(edge.ends)) and added > end)
    )
    linked = {arn for edge in associations for arn in edge.ends}
    vertices = {
        arn: vertex
        for arn, vertex in vertices.items()
        if arn in record.entities or arn in linked or arn == record.focus
    }  # of others, only associations tell that they were there
    kept = {arn: entity for arn, entity in record.entities.items() if arn in vertices}
    changed = {arn: _explain_change(day) for arn, entity in kept.items() if _is_changed(entity, end)}
    return replace(
        record,
        vertices=vertices,
        entities={arn: _look_back_entity(each, end) for arn, each in kept.items()},
        associations=associations,
        described=frozenset(arn for arn in record.described if arn in kept and arn not in changed),
        makers={
            arn: _keep_creator(makers) if arn in changed else makers
            for arn, makers in record.makers.items()
            if arn in kept
        },
        found=_look_back_facts(record, changed, end, day),
        scope=None if record.scope is None else frozenset(arn for arn in record.scope if arn in vertices),
        changed=changed,
    )


def _explain_change(day: str) -> str:
    return f"It was changed after {day}; what it said before is not on record."


def _explain_end(day: str) -> str:
    return f"It is gone; whether it was still there on {day} is not on record."


def _is_changed(entity: Entity, end: datetime) -> bool:
    """Return whether an entity may have said something else before.

    A job that had ended says what it said then, whatever was written beside it.
    """
    if entity.ended:
        return entity.ended > end
    return entity.modified is None or entity.modified > end


def _look_back_entity(entity: Entity, end: datetime) -> Entity:
    """Return an entity with what is known of it at a moment.

    Type, source, hashes and channels never change; a name is what readers know it by.
    """
    if not _is_changed(entity, end):
        return entity
    is_running = bool(entity.ended and entity.ended > end and entity.started and entity.started <= end)
    return replace(
        entity,
        description=None,
        status=_RUNNING if is_running else None,
        status_message=None,
        modified=None,
        modified_by=None,
        ended=None,
        properties={},
        metrics=(),
    )


def _keep_creator(makers: Makers) -> Makers:
    return Makers(makers.created_by, Maker())


def _look_back_facts(
    record: LineageRecord, changed: Mapping[Arn, str], end: datetime, day: str
) -> FoundFacts:
    """Return what look-ups tell of a moment; they have no past."""
    found = record.found
    unread = {
        lookup: Unread(Failure.FAILED, _explain_end(day)) if each.failure is Failure.GONE else each
        for lookup, each in found.unread.items()
    }
    resources: dict[Lookup, ResourceFacts] = {}
    for lookup, facts in found.resources.items():
        if facts.created and facts.created > end:
            unread[lookup] = Unread(
                Failure.FAILED, f"It was made again after {day}; what was there before is not on record."
            )
        else:
            resources[lookup] = _look_back_resource(lookup, facts, end, day)
    unread |= {
        Lookup(f"Describe{entity.lineage_type}", arn): Unread(Failure.FAILED, changed[arn])
        for arn, entity in record.entities.items()
        if arn in changed
    }
    return replace(found, resources=resources, tags={}, unread=unread)


def _look_back_resource(lookup: Lookup, facts: ResourceFacts, end: datetime, day: str) -> ResourceFacts:
    """Return facts without those that were changed after a moment.

    A configuration of endpoints never changes.
    """
    is_settled = lookup.operation == "DescribeEndpointConfig" or (facts.modified and facts.modified <= end)
    if is_settled:
        return facts
    return replace(
        facts,
        status="",
        approval="",
        approval_note="",
        configuration="",
        model_data=(),
        makers=_keep_creator(facts.makers),
        doubt=_explain_change(day),
    )

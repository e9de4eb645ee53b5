"""A record in which one lineage stands several times, under other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lineage_explorer.graph.model import Arn, Association, Entity
from lineage_explorer.sources.lineage_record import FoundFacts, LineageRecord, Lookup

_NAME = re.compile(r"^(s3://|arn:[^/]*/)")


def multiply_record(record: LineageRecord, copies: int) -> LineageRecord:
    """Return a record with a lineage several times, under other names."""
    parts = [record, *(_rename_record(record, number) for number in range(1, copies))]
    found = [part.found for part in parts]
    return replace(
        record,
        vertices=_merge(part.vertices for part in parts),
        entities=_merge(part.entities for part in parts),
        associations=tuple(edge for part in parts for edge in part.associations),
        added=_merge(part.added for part in parts),
        described=frozenset(arn for part in parts for arn in part.described),
        makers=_merge(part.makers for part in parts),
        others_read=frozenset(arn for part in parts for arn in part.others_read),
        found=FoundFacts(
            _merge(each.resources for each in found),
            _merge(each.entities for each in found),
            _merge(each.makers for each in found),
            _merge(each.tags for each in found),
            _merge(each.unread for each in found),
        ),
    )


def _merge(mappings: Iterable[Mapping[Any, Any]]) -> dict[Any, Any]:
    return {key: value for mapping in mappings for key, value in mapping.items()}


def _rename_record(record: LineageRecord, number: int) -> LineageRecord:
    def rename(text: str) -> str:
        return _NAME.sub(rf"\g<1>copy{number}-", text) if _NAME.match(text) else f"copy{number}-{text}"

    def rename_arn(arn: str) -> Arn:
        return Arn(rename(arn))

    def rename_entity(entity: Entity) -> Entity:
        source = entity.source_uri and rename(entity.source_uri)
        return replace(entity, arn=rename_arn(entity.arn), source_uri=source)

    def rename_lookup(lookup: Lookup) -> Lookup:
        return Lookup(lookup.operation, rename(lookup.arn))

    found = record.found
    return replace(
        record,
        vertices={
            rename_arn(arn): replace(vertex, arn=rename_arn(arn)) for arn, vertex in record.vertices.items()
        },
        entities={rename_arn(arn): rename_entity(each) for arn, each in record.entities.items()},
        associations=tuple(
            Association(rename_arn(edge.source), rename_arn(edge.destination), edge.type)
            for edge in record.associations
        ),
        added={(rename_arn(a), rename_arn(b)): moment for (a, b), moment in record.added.items()},
        described=frozenset(map(rename_arn, record.described)),
        makers={rename_arn(arn): each for arn, each in record.makers.items()},
        others_read=frozenset(map(rename_arn, record.others_read)),
        found=FoundFacts(
            {
                rename_lookup(lookup): replace(facts, configuration=rename_name(facts.configuration, number))
                for lookup, facts in found.resources.items()
            },
            {rename_arn(arn): rename_entity(each) for arn, each in found.entities.items()},
            {rename_arn(arn): each for arn, each in found.makers.items()},
            {rename(arn): tags for arn, tags in found.tags.items()},
            {rename_lookup(lookup): each for lookup, each in found.unread.items()},
        ),
    )


def rename_name(name: str, number: int) -> str:
    """Return the name of a resource in a copy; an empty one stays empty."""
    return f"copy{number}-{name}" if name else ""

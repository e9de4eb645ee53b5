"""Measure the checks of accounts of up to 10,000 entities."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from playwright.sync_api import Browser

from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from bench.report import Section, Spread, Table
from lineage_explorer.checks.check_report import check_record
from lineage_explorer.explore.record_assembly import read_account_record
from lineage_explorer.graph.model import Arn, Association, Entity
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.lineage_record import FoundFacts, LineageRecord, Lookup
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

COPIES = (1, 5, 25)
"""How often the demo's lineage stands in the account: 400, 2,000 and 10,000 entities."""

_TEXT = """\
The demo's lineage is read once, and stands in one record several times, each copy with names of its own. All
thirty rules judge it. *Processor* is the processor time of one judgement, in milliseconds: median and range
of {rounds} rounds. Reading is not part of it; the rules make no calls."""

_NAME = re.compile(r"^(s3://|arn:[^/]*/)")


def measure(_browser: Browser, *, rounds: int) -> Section:
    """Check records of each of `COPIES`."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        record = read_demo(Path(folder))
    rows = [_measure_size(multiply_record(record, copies), rounds) for copies in COPIES]
    headings = ("entities", "associations", "findings", "Processor")
    return Section("Checks", _TEXT.format(rounds=rounds), [Table("Thirty rules", headings, rows)])


def _measure_size(record: LineageRecord, rounds: int) -> list[str]:
    times, findings = [], 0
    for _ in range(rounds):
        began = process_time()
        findings = len(check_record(record).findings)
        times.append((process_time() - began) * 1000)
    counts = (len(record.vertices), len(record.associations), findings)
    return [*(f"{count:,}" for count in counts), str(Spread.from_values(times))]


def read_demo(folder: Path) -> LineageRecord:
    """Return the record of the demo account."""
    with closing(Store.open(str(folder / "demo.sqlite"), create=True)) as store:
        client = transport.connect(demo.build(store))
        names = PseudonymStore(folder / "pseudonyms.sqlite")
        scope = build_scope(ExploredAccount("Demo", client), CacheRegistry(), pseudonyms=names)
        return scope.run("?", lambda services, _: read_account_record(services))


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

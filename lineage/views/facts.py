"""What is known of one entity, as sections of titled values for a panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lineage.model import Entity, split_arn


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a panel; `long` values want a line of their own and a copy button."""

    title: str
    value: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


def sections(entity: Entity) -> tuple[Section, ...]:
    """Return the panel's sections in reading order; empty ones are left out."""
    return tuple(
        Section(title, facts)
        for title, found in (
            ("Facts", _facts(entity)),
            ("Parameters", _pairs(entity.parameters)),
            ("Metrics", _pairs(entity.metrics)),
            ("Properties", _pairs(entity.properties)),
            ("Inputs", _pairs(entity.inputs)),
            ("Outputs", _pairs(entity.outputs)),
            ("Metadata", _pairs(entity.metadata)),
            ("Source identifiers", (Fact(kind, value, long=True) for kind, value in entity.source_ids)),
        )
        if (facts := tuple(found))
    )


def _facts(entity: Entity) -> Iterator[Fact]:
    arn = split_arn(entity.arn)
    by_whom = {"Created": entity.created_by, "Modified": entity.modified_by}
    for title, value in (
        ("Status", entity.status),
        ("Message", entity.status_message),
        ("Name", entity.name),
        ("Display name", entity.display_name),
        ("Description", entity.description),
    ):
        if value:
            yield Fact(title, value)
    yield Fact("Kind", _spaced(entity.lineage_type))
    if entity.type:
        yield Fact("Type", entity.type)
    for title, moment in (
        ("Started", entity.started),
        ("Ended", entity.ended),
        ("Created", entity.created),
        ("Modified", entity.modified if entity.modified != entity.created else None),
    ):
        if moment:
            yield Fact(title, _when(moment, by_whom.get(title)))
    yield Fact("Account", f"{arn.account} · {arn.region}")
    if entity.source_uri:
        yield Fact("Source", entity.source_uri, long=True)
    yield Fact("ARN", entity.arn, long=True)


def _pairs(
    pairs: Mapping[str, str] | Mapping[str, str | float] | Mapping[str, float | None],
) -> Iterable[Fact]:
    return (Fact(key, _text(value)) for key, value in sorted(pairs.items()))


def _text(value: str | float | None) -> str:
    if value is None:
        return "not given"
    return value if isinstance(value, str) else f"{value:g}"


def _when(moment: datetime, who: str | None) -> str:
    return f"{moment:%-d %b %Y, %H:%M} UTC" + (f" by {who}" if who else "")


def _spaced(words: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(words))

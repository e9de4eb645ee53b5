"""Details of one entity as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Entity, Hit, Vertex, split_arn


@dataclass(frozen=True, slots=True)
class Fact:
    """Titled value of a panel.

    `long` values need a line of their own and a copy button.
    """

    title: str
    value: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Titled list of facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


def build_sections(entity: Entity) -> tuple[Section, ...]:
    """Return the panel's sections in reading order.

    Empty sections are left out.
    """
    return tuple(
        Section(title, facts)
        for title, entries in (
            ("Facts", _list_facts(entity)),
            ("Parameters", _list_pairs(entity.parameters)),
            ("Metrics", _list_pairs(entity.metrics)),
            ("Properties", _list_pairs(entity.properties)),
            ("Inputs", _list_pairs(entity.inputs)),
            ("Outputs", _list_pairs(entity.outputs)),
            ("Metadata", _list_pairs(entity.metadata)),
            ("Source identifiers", (Fact(kind, value, long=True) for kind, value in entity.source_ids)),
        )
        if (facts := tuple(entries))
    )


def _list_facts(entity: Entity) -> Iterator[Fact]:
    arn = split_arn(entity.arn)
    authors = {"Created": entity.created_by, "Modified": entity.modified_by}
    for title, value in (
        ("Status", entity.status),
        ("Message", entity.status_message),
        ("Name", entity.name),
        ("Display name", entity.display_name),
        ("Description", entity.description),
    ):
        if value:
            yield Fact(title, value)
    yield Fact("Kind", _split_camel_case(entity.lineage_type))
    if entity.type:
        yield Fact("Type", entity.type)
    for title, time in (
        ("Started", entity.started),
        ("Ended", entity.ended),
        ("Created", entity.created),
        ("Modified", entity.modified if entity.modified != entity.created else None),
    ):
        if time:
            yield Fact(title, _format_time(time, authors.get(title)))
    yield Fact("Account", f"{arn.account} · {arn.region}")
    if entity.source_uri:
        yield Fact("Source", entity.source_uri, long=True)
    yield Fact("ARN", entity.arn, long=True)


def _list_pairs(
    pairs: Mapping[str, str] | Mapping[str, str | float] | Mapping[str, float | None],
) -> Iterable[Fact]:
    values = ((key, _format_value(value)) for key, value in sorted(pairs.items()))
    return (Fact(key, value, long=len(value) > _MAX_SHORT_LENGTH) for key, value in values)


_MAX_SHORT_LENGTH = 48
"""Characters of a value that fits beside its title, in two lines."""


def _format_value(value: str | float | None) -> str:
    if value is None:
        return "not given"
    return value if isinstance(value, str) else f"{value:g}"


def _format_time(time: datetime, author: str | None) -> str:
    return f"{time:%-d %b %Y, %H:%M} UTC" + (f" by {author}" if author else "")


def _split_camel_case(words: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(words))


@dataclass(frozen=True, slots=True)
class StartOption:
    """Entity that is offered as a start.

    Attributes:
        name: Its name among the offered entities.
        hint: Its source, else its ARN.
    """

    arn: Arn
    name: EntityName
    style: EntityStyle
    hint: str
    created: datetime | None


def build_start_options(hits: Sequence[Hit]) -> tuple[StartOption, ...]:
    """Return found entities as offered starts."""
    names = name_entities({hit.arn: hit for hit in hits})
    return tuple(
        StartOption(
            arn=hit.arn,
            name=names[hit.arn],
            style=style_of(Vertex(hit.arn, hit.lineage_type, hit.type), hit),
            hint=hit.source_uri or hit.arn,
            created=hit.created,
        )
        for hit in hits
    )

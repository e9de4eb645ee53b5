"""Details of one entity as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

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
    return (Fact(key, _format_value(value)) for key, value in sorted(pairs.items()))


def _format_value(value: str | float | None) -> str:
    if value is None:
        return "not given"
    return value if isinstance(value, str) else f"{value:g}"


def _format_time(time: datetime, author: str | None) -> str:
    return f"{time:%-d %b %Y, %H:%M} UTC" + (f" by {author}" if author else "")


def _split_camel_case(words: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(words))


# The SageMaker SDK prints the URLs of job pages; endpoints and models follow the same scheme.
_CONSOLE_PAGES = {
    "training-job": "jobs",
    "processing-job": "processing-jobs",
    "transform-job": "transform-jobs",
    "endpoint": "endpoints",
    "model": "models",
}
_RESOURCE = re.compile(r"arn:aws:sagemaker:(?P<region>[a-z0-9-]+):\d{12}:(?P<kind>[a-z-]+)/(?P<name>[^/\s]+)")
_S3 = re.compile(r"s3://(?P<bucket>[^/\s]+)/?(?P<key>[^\s]*)")


def build_console_url(entity: Entity) -> str | None:
    """Return the console URL of an entity's source.

    Return None if there is none. Only the commercial partition is linked: China and GovCloud have consoles of
    their own.
    """
    uri = entity.source_uri or ""
    resource = _RESOURCE.fullmatch(uri)
    if resource and resource["kind"] in _CONSOLE_PAGES:
        region, page = resource["region"], _CONSOLE_PAGES[resource["kind"]]
        host = f"https://{region}.console.aws.amazon.com/sagemaker/home?region={region}"
        return f"{host}#/{page}/{quote(resource['name'])}"
    s3 = _S3.fullmatch(uri)
    if s3:
        key = quote(s3["key"])
        page = "buckets" if not key or key.endswith("/") else "object"
        return f"https://s3.console.aws.amazon.com/s3/{page}/{quote(s3['bucket'])}?prefix={key}"
    return None


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

"""Details of one entity as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.date_text import format_time
from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, decision_of, style_of
from lineage_explorer.graph.model import Arn, Entity, Hit, Metric, Vertex, split_arn
from lineage_explorer.sources.linked_resources import ModelPackage
from lineage_explorer.views.missing_facts import NOT_ON_RECORD, NOT_READABLE, PENDING


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


@dataclass(frozen=True, slots=True)
class Table:
    """Titled table; each row has a text for each column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_sections(
    entity: Entity, package: ModelPackage | None = None, *, unread: str = ""
) -> tuple[Section | Table, ...]:
    """Return the panel's sections in reading order.

    Empty sections are left out.

    Args:
        entity: The entity.
        package: The model package that it stands for, if any.
        unread: Why its whole description could not be read, in a few words; empty if it was.
    """
    tables = (_build_table_of_parameters(entity.parameters), _build_table_of_metrics(entity.metrics))
    return (
        *_build_fact_lists(("Details", _list_facts(entity, unread))),
        *(_build_fact_lists(*_list_package_sections(package)) if package else ()),
        *(table for table in tables if table.rows),
        *_build_fact_lists(
            ("Properties", _list_pairs(entity.properties)),
            ("Inputs", _list_pairs(entity.inputs)),
            ("Outputs", _list_pairs(entity.outputs)),
            ("Metadata", _list_pairs(entity.metadata)),
            ("Source identifiers", (Fact(kind, value, long=True) for kind, value in entity.source_ids)),
        ),
    )


def _build_fact_lists(*titled_facts: tuple[str, Iterable[Fact]]) -> Iterator[Section]:
    """Yield a section for each list of facts that is not empty."""
    for title, facts in titled_facts:
        if entries := tuple(facts):
            yield Section(title, entries)


def _build_table_of_parameters(parameters: Mapping[str, str | float]) -> Table:
    rows = ((name, _format_value(value)) for name, value in sorted(parameters.items()))
    return Table("Parameters", ("Parameter", "Value"), tuple(rows))


def _build_table_of_metrics(metrics: Iterable[Metric]) -> Table:
    rows = (
        (metric.name, *map(_format_number, (metric.last, metric.minimum, metric.maximum, metric.count)))
        for metric in sorted(metrics, key=lambda metric: metric.name)
    )
    return Table("Metrics", ("Metric", "Last", "Min", "Max", "Count"), tuple(rows))


def _list_package_sections(package: ModelPackage) -> Iterator[tuple[str, Iterable[Fact]]]:
    """Yield what the model registry holds of a version: title and facts."""
    yield "Model registry", _list_package_facts(package)
    yield (
        "Metrics reports",
        (Fact(_format_report(report), uri, long=True) for report, uri in sorted(package.reports.items())),
    )
    yield "Model package properties", _list_pairs(package.properties)


def _list_package_facts(package: ModelPackage) -> Iterator[Fact]:
    for title, value in (
        ("Approval", package.approval),
        ("Approval note", package.approval_note),
        ("Stage", package.stage),
        ("Stage status", package.stage_status),
        ("Stage note", package.stage_note),
        ("Model card", package.card_status),
        ("Registration", package.status),
        ("Description", package.description),
        ("Domain", package.domain),
        ("Task", package.task),
    ):
        if value:
            yield Fact(title, value)
    for title, time, author in (
        ("Registered", package.created, package.created_by),
        ("Changed", package.modified, package.modified_by),
    ):
        if time:
            yield Fact(title, _format_time(time, author))


def _format_report(name: str) -> str:
    """Return a report's name in words: `Bias.Report` is "Bias report"."""
    kind, _, report = name.partition(".")
    return f"{split_camel_case(kind)} {split_camel_case(report).lower()}"


def _list_facts(entity: Entity, unread: str) -> Iterator[Fact]:
    arn = split_arn(entity.arn)
    if entity.type == "Approval":
        yield from _list_decision(entity, unread)
    authors = {"Created": entity.created_by, "Modified": entity.modified_by}
    for title, value in (
        ("Status", entity.status if entity.type != "Approval" else None),
        ("Message", entity.status_message),
        ("Name", entity.name),
        ("Display name", entity.display_name),
        ("Description", entity.description),
    ):
        if value:
            yield Fact(title, value)
    yield Fact("Category", split_camel_case(entity.lineage_type))
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


def _list_decision(entity: Entity, unread: str) -> Iterator[Fact]:
    """Yield an approval's decision and who made it.

    Its status is not told: SageMaker completes the action whatever was decided.
    """
    decision = decision_of(entity) or ""
    missing = f"{NOT_READABLE}: {unread}" if unread else NOT_ON_RECORD
    yield Fact("Decision", decision or missing)
    yield Fact("Submitted by" if decision == PENDING else "Decided by", entity.created_by or missing)


def _list_pairs(pairs: Mapping[str, str]) -> Iterable[Fact]:
    return (Fact(key, value, long=len(value) > _MAX_SHORT_LENGTH) for key, value in sorted(pairs.items()))


_MAX_SHORT_LENGTH = 48
"""Characters of a value that fits beside its title, in two lines."""


def _format_value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _format_number(value: float | None) -> str:
    """Return a number; a dash where there is none."""
    return "–" if value is None else f"{value:g}"  # noqa: RUF001 - a dash, as tables have it


def _format_time(time: datetime, author: str | None) -> str:
    return format_time(time) + (f" by {author}" if author else "")


def split_camel_case(words: str) -> str:
    """Split a word of the API: `TrialComponent` is "Trial component"."""
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


def build_start_options(hits: Sequence[Hit] | Sequence[Entity]) -> tuple[StartOption, ...]:
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

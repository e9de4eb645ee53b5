"""Metrics of the registered versions of a graph, one after the other.

They are recorded in several places: by the training job, by jobs that evaluated the model, and among the
version's own properties. A version without a metric has none; that is a gap in the line, not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import find_version, is_model_package
from lineage_explorer.graph.traversal import compute_distances

_JOBS = ("TrainingJob", "ProcessingJob", "Evaluation")
_EVALUATIONS = ("ProcessingJob", "Evaluation")
_SETTINGS = "SageMaker."
"""Beginning of parameters that say what a job ran on."""


@dataclass(frozen=True, slots=True)
class VersionMetrics:
    """Values of one metric over the versions of one model.

    Attributes:
        group: The model package group.
        metric: Name of the metric.
        values: One for each version of the table, None where none is on record.
    """

    group: str
    metric: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class MetricTable:
    """Metrics of the versions of one model package group.

    Attributes:
        group: Its name.
        versions: Its versions by number.
        titles: What they are called: `v7`.
        series: Its metrics, by name.
    """

    group: str
    versions: tuple[Arn, ...]
    titles: tuple[str, ...]
    series: tuple[VersionMetrics, ...]


def list_metric_jobs(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> tuple[Arn, ...]:
    """Return the jobs that may hold metrics of versions, nearest first.

    Only whole descriptions hold metrics.
    """
    jobs = (
        job
        for arn in _list_versions(graph, entities)
        for job in (*_find_makers(graph, arn), *_find_tests(graph, arn))
    )
    return tuple(dict.fromkeys(jobs))


def build_metric_tables(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> tuple[MetricTable, ...]:
    """Return a table for each group of versions with metrics."""
    groups: dict[str, list[Arn]] = {}
    for arn in _list_versions(graph, entities):
        groups.setdefault(_get_group(entities[arn]), []).append(arn)
    tables = (_build_table(graph, entities, group, arns) for group, arns in groups.items())
    return tuple(table for table in tables if table.series)


def _list_versions(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> list[Arn]:
    """Return the versions by group and number."""
    found = [
        arn
        for arn, vertex in graph.vertices.items()
        if vertex.type == "Model" and is_model_package(entities.get(arn))
    ]

    def build_key(arn: Arn) -> tuple[str, int, Arn]:
        return _get_group(entities[arn]), int(find_version(entities[arn])[1:] or 0), arn

    return sorted(found, key=build_key)


def _get_group(entity: Entity) -> str:
    """Return the group in the ARN of a version."""
    return (entity.source_uri or "").rpartition("/")[0].rpartition("/")[2]


def _build_table(
    graph: LineageGraph, entities: Mapping[Arn, Entity], group: str, versions: list[Arn]
) -> MetricTable:
    recorded = [dict(_list_metrics(graph, entities, arn)) for arn in versions]
    rows: dict[str, list[float | None]] = {}
    for name in dict.fromkeys(name for metrics in recorded for name in metrics):
        rows[name] = [metrics.get(name) for metrics in recorded]
    series = tuple(
        VersionMetrics(group, name, tuple(values)) for name, values in sorted(_merge_alike(rows).items())
    )
    titles = tuple(find_version(entities[arn]) or name_entity(arn, entities[arn]).title for arn in versions)
    return MetricTable(group, tuple(versions), titles, series)


def _list_metrics(
    graph: LineageGraph, entities: Mapping[Arn, Entity], version: Arn
) -> Iterator[tuple[str, float]]:
    """Yield the metrics of a version, the most trustworthy last."""
    yield from _list_numbers(entities[version].properties.items())
    for arn in _find_tests(graph, version):
        if entity := entities.get(arn):
            numbers = ((name, value) for name, value in entity.parameters.items() if _SETTINGS not in name)
            yield from _list_numbers(numbers)
            yield from _list_last(entity)
    for arn in _find_makers(graph, version):
        if entity := entities.get(arn):
            yield from _list_last(entity)


def _list_last(entity: Entity) -> Iterator[tuple[str, float]]:
    return _list_numbers((metric.name, metric.last) for metric in entity.metrics if metric.last is not None)


def _list_numbers(pairs: Iterable[tuple[str, str | float]]) -> Iterator[tuple[str, float]]:
    for name, value in pairs:
        try:
            number = float(value)
        except ValueError:
            continue
        if isfinite(number):
            yield name, number


def _find_makers(graph: LineageGraph, version: Arn) -> list[Arn]:
    """Return the nearest jobs that a version comes from."""
    distances = compute_distances(
        [version], graph.parents, stop=lambda arn: graph.vertices[arn].type in _JOBS
    )
    return [arn for arn in distances if graph.vertices[arn].type in _JOBS]


def _find_tests(graph: LineageGraph, version: Arn) -> list[Arn]:
    """Return the jobs that evaluated a version or its model."""
    models = [version, *(arn for arn in graph.parents[version] if graph.vertices[arn].type == "Model")]
    found = (
        child for arn in models for child in graph.children[arn] if graph.vertices[child].type in _EVALUATIONS
    )
    return list(dict.fromkeys(found))


def _merge_alike(rows: Mapping[str, list[float | None]]) -> dict[str, list[float | None]]:
    """Return metrics under short names where no two of a name disagree.

    `validation:auc` and `auc` are one metric as long as their values are the same.
    """
    short: dict[str, list[str]] = {}
    for name in rows:
        short.setdefault(name.rpartition(":")[2], []).append(name)
    merged = {}
    for title, names in short.items():
        columns = list(zip(*(rows[name] for name in names), strict=True))
        known = [{value for value in column if value is not None} for column in columns]
        if all(len(values) <= 1 for values in known):
            merged[title] = [next(iter(values), None) for values in known]
        else:
            merged |= {name: rows[name] for name in names}
    return merged

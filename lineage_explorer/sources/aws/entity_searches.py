"""Searches of the service for entities and the resources behind them.

No operation filters lineage entities by part of a name. But the resources behind them can be searched, in
accounts of any size, and so can trial components and training jobs; entities can be listed by type, source
and day. A resource or URI that is found stands for its lineage entity: an address that starts there is led
to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.model import Arn, Hit, LineageType
from lineage_explorer.query.search_text import Period
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_found_component, parse_hit, parse_time
from lineage_explorer.sources.aws.newest_entities import PLURALS

MAX_FOUND = 50
"""Resources per search; a text that finds more is too short to be meant."""

_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
_MAX_NAMES = 8
"""Maximum number of names in one search."""


class Findings(NamedTuple):
    """What one search found.

    Attributes:
        hits: Entities and resources that may match.
        has_more: Whether there are more than these.
        matches: Those that match by something that hits do not hold, such as a tag.
    """

    hits: tuple[Hit, ...]
    has_more: bool = False
    matches: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class EntitySearch:
    """One search.

    Attributes:
        scope: What is searched, as readers call it, for example `endpoints`.
        key: What it searches for.
        run: Sends its requests.
        max_calls: Maximum number of its calls.
        by_name: Whether `key` is part of a name: what was found for its beginning contains what there is.
    """

    scope: str
    key: str
    run: Callable[[SageMakerApi], Findings]
    max_calls: int = 1
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class _ResourceList:
    """List of one kind of resource.

    Attributes:
        operation: The `List…` operation.
        items: Member of its response that holds the list.
        resource: The resource's name within the names of members.
        type: Type of the entity that represents the resource; None if it can be any.
        scope: What readers call the resources.
        lineage_type: Kind of that entity.
        text_member: Member of the request that takes the text.
    """

    operation: str
    items: str
    resource: str
    type: str | None
    scope: str
    lineage_type: LineageType = LineageType.CONTEXT
    text_member: str = "NameContains"


_RESOURCE_LISTS = (
    _ResourceList("ListEndpoints", "Endpoints", "Endpoint", "Endpoint", "endpoints"),
    _ResourceList(
        "ListModelPackageGroups",
        "ModelPackageGroupSummaryList",
        "ModelPackageGroup",
        "ModelGroup",
        "model groups",
    ),
    _ResourceList(
        "ListFeatureGroups",
        "FeatureGroupSummaries",
        "FeatureGroup",
        "FeatureGroupPipeline",
        "feature groups",
    ),
    _ResourceList(
        "ListPipelines", "PipelineSummaries", "Pipeline", None, "pipelines", text_member="PipelineNamePrefix"
    ),
)


def search_resources(name: str) -> tuple[EntitySearch, ...]:
    """Return the searches for resources by part of their names."""
    return tuple(
        EntitySearch(listed.scope, name, partial(_list_resources, listed, name), by_name=True)
        for listed in _RESOURCE_LISTS
    )


def search_deployments(name: str, type_: str) -> EntitySearch:
    """Return the search for deployments by part of their configuration's name."""
    configs = _ResourceList(
        "ListEndpointConfigs",
        "EndpointConfigs",
        "EndpointConfig",
        type_,
        "endpoint configurations",
        LineageType.ACTION,
    )
    return EntitySearch(configs.scope, f"{type_} {name}", partial(_list_resources, configs, name))


def _list_resources(listed: _ResourceList, name: str, api: SageMakerApi) -> Findings:
    request: Mapping[str, Any] = {listed.text_member: name}
    listing = api.list_items(listed.operation, listed.items, limit=MAX_FOUND, max_calls=1, **request)
    hits = (_parse_resource(listed, item) for item in listing.items)
    return Findings(tuple(hit for hit in hits if hit), listing.has_more)


def _parse_resource(listed: _ResourceList, item: Mapping[str, Any]) -> Hit | None:
    """Return a resource as a hit, with its own ARN."""
    arn, name = item.get(f"{listed.resource}Arn"), item.get(f"{listed.resource}Name")
    if not arn or not name:
        return None
    return Hit(
        Arn(arn),
        listed.lineage_type,
        name=name,
        type=listed.type,
        source_uri=arn,
        created=parse_time(item.get("CreationTime")),
    )


def search_components(names: Iterable[str]) -> EntitySearch:
    """Return the search for jobs by parts of their names.

    It also finds their data, images and models.
    """
    names = tuple(names)[:_MAX_NAMES]
    conditions = [{"Operator": "Or", "Filters": list(_build_name_filters(name))} for name in names]
    expression = {"Operator": "And", "SubExpressions": conditions}
    return EntitySearch("jobs", " ".join(names), partial(_search_components, expression), by_name=True)


def search_tags(key: str, value: str) -> EntitySearch:
    """Return the search for jobs that have a tag."""
    condition = {"Name": f"Tags.{key}", "Operator": "Equals", "Value": value}
    return EntitySearch("tags of jobs", f"{key}={value}", partial(_search_by_tag, {"Filters": [condition]}))


def _build_name_filters(name: str) -> Iterator[dict[str, str]]:
    for member in ("TrialComponentName", "DisplayName"):
        yield {"Name": member, "Operator": "Contains", "Value": name}


def _search_components(expression: Mapping[str, Any], api: SageMakerApi) -> Findings:
    results, has_more = _search(api, "ExperimentTrialComponent", expression)
    components = [(parse_found_component(result), result.get("TrialComponent") or {}) for result in results]
    artifacts = (artifact for _, component in components for artifact in _list_artifacts(component))
    return Findings(
        tuple({hit.arn: hit for hit in (*(hit for hit, _ in components if hit), *artifacts)}.values()),
        has_more,
    )


def _search_by_tag(expression: Mapping[str, Any], api: SageMakerApi) -> Findings:
    results, has_more = _search(api, "ExperimentTrialComponent", expression)
    hits = (parse_found_component(result) for result in results)
    return Findings((), has_more, tuple(hit for hit in hits if hit))


def _search(
    api: SageMakerApi, resource: str, expression: Mapping[str, Any]
) -> tuple[tuple[dict[str, Any], ...], bool]:
    listing = api.list_items(
        "Search",
        "Results",
        limit=MAX_FOUND,
        max_calls=1,
        Resource=resource,
        SearchExpression=expression,
        **_NEWEST_FIRST,
    )
    return listing.items, listing.has_more


def _list_artifacts(component: Mapping[str, Any]) -> Iterator[Hit]:
    """Yield what a trial component read and wrote, by its URI."""
    ended = parse_time(component.get("EndTime"))
    for member, created in (("OutputArtifacts", ended), ("InputArtifacts", None)):
        for name, artifact in (component.get(member) or {}).items():
            if uri := artifact.get("Value"):
                type_ = {"SageMaker.ImageUri": "Image", "SageMaker.ModelArtifact": "Model"}.get(
                    name, "DataSet"
                )
                yield Hit(Arn(uri), LineageType.ARTIFACT, type=type_, source_uri=uri, created=created)


def search_files(name: str) -> EntitySearch:
    """Return the search for training jobs' data and models by URI."""
    members = ("ModelArtifacts.S3ModelArtifacts", "InputDataConfig.DataSource.S3DataSource.S3Uri")
    model, data = ({"Name": member, "Operator": "Contains", "Value": name} for member in members)
    expression = {
        "Operator": "Or",
        "Filters": [model],
        "NestedFilters": [{"NestedPropertyName": "InputDataConfig", "Filters": [data]}],
    }
    return EntitySearch("data and models of training jobs", name, partial(_search_files, expression))


def _search_files(expression: Mapping[str, Any], api: SageMakerApi) -> Findings:
    results, has_more = _search(api, "TrainingJob", expression)
    jobs = [result.get("TrainingJob") or {} for result in results]
    hits = (hit for job in jobs for hit in _list_job_files(job))
    return Findings(tuple({hit.arn: hit for hit in hits}.values()), has_more)


def _list_job_files(job: Mapping[str, Any]) -> Iterator[Hit]:
    for channel in job.get("InputDataConfig") or ():
        location = (channel.get("DataSource") or {}).get("S3DataSource") or {}
        if uri := location.get("S3Uri"):
            yield Hit(Arn(uri), LineageType.ARTIFACT, type="DataSet", source_uri=uri)
    if uri := (job.get("ModelArtifacts") or {}).get("S3ModelArtifacts"):
        created = parse_time(job.get("TrainingEndTime"))
        yield Hit(Arn(uri), LineageType.ARTIFACT, type="Model", source_uri=uri, created=created)


def list_period(period: Period, kind: LineageType, *, pages: int = 1) -> EntitySearch:
    """Return the list of what a period created, oldest first."""
    first = format_day(period.start)
    when = f"from {first} to {format_day(period.end)}" if period.is_month else f"of {first}"
    return _list_entities(
        f"{PLURALS[kind]} {when}",
        kind,
        pages=pages,
        CreatedAfter=period.start,
        CreatedBefore=period.end,
        SortOrder="Ascending",
    )


def list_type(kind: LineageType, type_: str, scope: str, *, pages: int = 1) -> EntitySearch:
    """Return the list of the newest entities of one type."""
    return _list_entities(scope, kind, pages=pages, **{f"{kind}Type": type_})


def list_approvals(package: str) -> EntitySearch:
    """Return the list of the decisions about a model package."""
    return _list_entities("decisions about this version", LineageType.ACTION, SourceUri=package)


def list_endpoint_contexts(account: str, name: str) -> EntitySearch:
    """Return the list of the contexts of an endpoint, deleted or not."""
    source = f"{account}:endpoint/{name}"
    return _list_entities("deleted endpoints", LineageType.CONTEXT, SourceUri=source)


def list_older_artifacts(before: datetime, *, pages: int) -> EntitySearch:
    """Return the list of artifacts older than a moment, the newest first."""
    scope = PLURALS[LineageType.ARTIFACT]
    return _list_entities(scope, LineageType.ARTIFACT, pages=pages, CreatedBefore=before)


def _list_entities(scope: str, kind: LineageType, *, pages: int = 1, **request: Any) -> EntitySearch:
    key = f"{kind} {pages} {sorted(request.items())}"
    return EntitySearch(scope, key, partial(_read_list, kind, pages, request), max_calls=pages)


def _read_list(kind: LineageType, pages: int, request: Mapping[str, Any], api: SageMakerApi) -> Findings:
    listing = api.list_items(
        f"List{kind}s",
        f"{kind}Summaries",
        limit=pages * MAX_LIST_PAGE_SIZE,
        max_calls=pages,
        **{**_NEWEST_FIRST, **request},
    )
    hits = (parse_hit(kind, summary) for summary in listing.items)
    return Findings(tuple(hit for hit in hits if hit), listing.has_more)

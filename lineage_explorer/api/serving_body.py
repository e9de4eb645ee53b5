"""Version that an endpoint serves, or served, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.load_to_end import CompleteGraph, load_to_end
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import label_with_type, style_of
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord, find_version, is_model_package
from lineage_explorer.graph.serving_history import Period, ServingMoment, ServingWord, find_at, find_current
from lineage_explorer.query.address import format_link
from lineage_explorer.query.compare_query import CompareQuery, reject_future
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.views.serving_sentence import describe_serving

EvidenceWord: TypeAlias = Literal["confirmed", "lineage", "other configuration", "deleted", "unknown"]


@dataclass(frozen=True, slots=True)
class DeploymentItem:
    """Deployment on record.

    Attributes:
        action: ARN of the action that records it.
        titles: What it deployed, as the explorer calls it.
        versions: The same as versions, `v8`; empty for models that are not registered.
        model_package_arns: ARNs of the model packages; empty if they are not registered.
        since: When it was recorded; null if that is not known.
        until: When the next one was recorded; null if there is none, or that is not known.
    """

    action: Arn
    titles: tuple[str, ...]
    versions: tuple[str, ...]
    model_package_arns: tuple[str, ...]
    since: Moment | None
    until: Moment | None


@dataclass(frozen=True, slots=True)
class ServingBody:
    """Version that an endpoint serves, or served at a moment.

    Attributes:
        endpoint: ARN of the endpoint in the lineage.
        title: What it is called in the explorer.
        as_of: The moment, or the end of the day, that was asked about; null for now.
        status: `serving` now; `served` then; `switching` while a deployment went on; `deleted` since the last
            one; `other` if its configuration is that of no deployment on record; `unknown` if not enough
            could be read; `not_recorded` if lineage has no deployment of that time.
        version: The version, `v8`; null if it is not known, is not registered, or there are several.
        model_package_arn: ARN of its model package; null in the same cases.
        since: When it was deployed; null if that is not known.
        evidence: `confirmed` by the endpoint's configuration, or `lineage` alone.
        sentence: All of it in a sentence.
        deployments: What served at that moment, or in the course of that day, the newest first.
        complete: Whether everything was read that it needs.
        gaps: One sentence for each thing that could not be read.
        link: The endpoint's lineage in the explorer, as a path with its query string.
    """

    endpoint: Arn
    title: str
    as_of: Moment | None
    status: ServingWord
    version: str | None
    model_package_arn: str | None
    since: Moment | None
    evidence: EvidenceWord
    sentence: str
    deployments: tuple[DeploymentItem, ...]
    complete: bool
    gaps: tuple[str, ...]
    link: str


_DEPTH = 2
"""Associations from an endpoint to what was deployed: over the deployment."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found about an endpoint.

    Attributes:
        title: What it is called.
        period: The moment or day that was asked about; None for now.
        record: What is on record; None if no deployment is.
        moment: What it served.
        entities: Descriptions of what was deployed.
        reasons: Why facts could not be read.
    """

    title: str
    period: Period | None
    record: ServingRecord | None
    moment: ServingMoment
    entities: Mapping[Arn, Entity]

    def get_titles(self, deployment: Deployment) -> tuple[str, ...]:
        """Return what a deployment deployed, as readers call it."""
        return tuple(name_entity(arn, self.entities.get(arn)).title for arn in deployment.versions)


def build_serving_body(services: ExplorerServices, request: ApiRequest) -> ServingBody:
    """Find which version an endpoint serves, or served at a moment.

    Raises:
        InvalidQuery: There is no start, it is no endpoint, or the moment is none or in the future.
        SourceError: Nothing could be read.
    """
    endpoint, period = request.start, _check_period(request.address.compared)
    base = replace(services.base_address, share=request.address.share)
    address = replace(base, query=LineageQuery(endpoint, Direction.ASCENDANTS, _DEPTH))
    read_mode = ReadMode.REFRESH if request.is_refresh else ReadMode.CONTINUE
    complete = load_to_end(
        services, ViewRequest(address, read_mode, has_groups=False), seconds=request.seconds
    )
    _require_endpoint(complete)
    finding = _find(services, complete, period, seconds=request.seconds)
    gaps = complete.loaded.graph.read_status.gaps + _list_unread(complete, finding)
    deployment = finding.moment.deployment
    versions = [find_version(finding.entities.get(arn)) for arn in deployment.versions] if deployment else []
    packages = _list_packages(finding, deployment) if deployment else ()
    return ServingBody(
        endpoint=endpoint,
        title=finding.title,
        as_of=period.end.replace(microsecond=0) if period else None,
        status=finding.moment.status,
        version=versions[0] if len(versions) == 1 and versions[0] else None,
        model_package_arn=packages[0] if len(versions) == 1 and packages else None,
        since=deployment.began if deployment else None,
        evidence=finding.moment.evidence.value,
        sentence=describe_serving(
            finding.title, finding.record, finding.moment, finding.get_titles, period=finding.period
        ),
        deployments=tuple(_build_deployment(finding, each) for each in finding.moment.deployments),
        complete=not gaps,
        gaps=gaps,
        link=format_link(replace(address, query=LineageQuery(endpoint))),
    )


def _check_period(compared: CompareQuery | None) -> Period | None:
    """Return the moment or day that is asked about; None for now.

    Raises:
        InvalidQuery: It is in the future.
    """
    period = compared.as_of if compared else None
    if period:
        reject_future(period)
    return period


def _require_endpoint(complete: CompleteGraph) -> None:
    graph = complete.loaded.graph
    vertex, entity = graph.vertices[graph.start], complete.loaded.entities.get(graph.start)
    if vertex.type != "Endpoint":
        what = label_with_type(style_of(vertex, entity), name_entity(graph.start, entity).title)
        raise InvalidQuery(f"Only endpoints serve versions; the start is the {what}.", field="start")


def _find(
    services: ExplorerServices, complete: CompleteGraph, period: Period | None, *, seconds: float
) -> _Finding:
    loaded = complete.loaded
    endpoint, entities = loaded.graph.start, loaded.entities
    fully_read = complete.status.fully_read
    records = [each for each in complete.status.records if each.endpoint == endpoint]
    record = records[0] if records else None
    if record is None:
        is_read = endpoint in fully_read
        moment = ServingMoment(
            "not_recorded" if is_read else "unknown",
            None,
            (),
            Evidence.LINEAGE if is_read else Evidence.UNKNOWN,
        )
    elif period is None:
        moment = find_current(record)
    else:
        moment = find_at(record, period, entities, fully_read=fully_read)
        if moment.deployment and not period.is_day:  # only a whole description tells when it was finished
            action = moment.deployment.action
            whole = services.catalog.describe_within([action], seconds=seconds, full=True)
            moment = find_at(record, period, {**entities, **whole}, fully_read=fully_read)
    return _Finding(name_entity(endpoint, entities.get(endpoint)).title, period, record, moment, entities)


def _list_unread(complete: CompleteGraph, finding: _Finding) -> tuple[str, ...]:
    """Return why facts that matter here could not be read."""
    deployments = finding.record.deployments if finding.record else ()
    wanted = {complete.loaded.graph.start}
    for each in deployments:
        wanted |= {each.action, *each.versions}
    reasons = [reason for arn, reason in complete.loaded.undescribed.items() if arn in wanted]
    errors = [finding.record.error] if finding.record and finding.record.error else []
    return tuple(dict.fromkeys((*reasons, *errors)))


def _list_packages(finding: _Finding, deployment: Deployment) -> tuple[str, ...]:
    found = [finding.entities.get(arn) for arn in deployment.versions]
    return tuple(each.source_uri for each in found if each and each.source_uri and is_model_package(each))


def _build_deployment(finding: _Finding, deployment: Deployment) -> DeploymentItem:
    versions = [find_version(finding.entities.get(arn)) for arn in deployment.versions]
    return DeploymentItem(
        action=deployment.action,
        titles=finding.get_titles(deployment),
        versions=tuple(filter(None, versions)),
        model_package_arns=_list_packages(finding, deployment),
        since=deployment.began,
        until=deployment.ended,
    )

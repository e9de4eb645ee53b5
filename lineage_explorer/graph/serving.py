"""Find which deployment serves each endpoint, from its lineage.

AWS documents an action only for the deployment that created an endpoint; an update may leave none. So the
endpoint's configuration, where it can be read, decides between the deployments on record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.traversal import compute_distances

DEPLOYMENT_TYPES = ("ModelDeployment", "ModelReplaced")
"""Types of the actions that put a model behind an endpoint."""

_FAILED = ("failed", "stopped", "stopping")


class Evidence(StrEnum):
    """What says which deployment serves an endpoint."""

    CONFIRMED = "confirmed"
    """Its configuration is that of the deployment, or deploys the same models."""
    LINEAGE = "lineage"
    """It is the newest one on record; the configuration could not be read."""
    OTHER_CONFIGURATION = "other configuration"
    """Its configuration deploys other models than all deployments in the graph."""
    DELETED = "deleted"
    """The endpoint no longer exists."""
    UNKNOWN = "unknown"
    """Neither its configuration nor all of its deployments are known."""


@dataclass(frozen=True, slots=True)
class EndpointConfiguration:
    """What an endpoint runs now, as far as it could be read.

    Attributes:
        name: Name of its configuration; empty if it could not be read.
        is_deleted: Whether the endpoint no longer exists.
        error: Why something of it could not be read; empty if all was.
        sources: What its models consist of, in lower case: models, packages and model data; empty if it was
            not read, or not found.
    """

    name: str = ""
    is_deleted: bool = False
    error: str = ""
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deployment:
    """Action that put a model behind an endpoint.

    Attributes:
        action: The action.
        began: When it was recorded; None if that could not be read.
        configuration: Name of the endpoint configuration that it deployed; may be empty.
        versions: The model packages that went into it; else its models.
        sources: The sources of these versions, in lower case; empty if one is not known.
        ended: When the next deployment began; None if there is none, or its time is not known.
    """

    action: Arn
    began: datetime | None
    configuration: str
    versions: tuple[Arn, ...]
    sources: frozenset[str] = frozenset()
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServingRecord:
    """What is on record about who serves an endpoint.

    Attributes:
        endpoint: The endpoint's context.
        deployments: Its deployments, newest first.
        current: The one that serves now; None if there is none or it is not known.
        evidence: What says so.
        configuration: The endpoint's own configuration, if it could be read.
        error: Why that could not be read; empty if it could.
    """

    endpoint: Arn
    deployments: tuple[Deployment, ...]
    current: Deployment | None
    evidence: Evidence
    configuration: str = ""
    error: str = ""

    @property
    def former(self) -> tuple[Deployment, ...]:
        """The deployments that serve no longer, newest first."""
        if self.current is None and self.evidence is Evidence.UNKNOWN:
            return ()
        return tuple(deployment for deployment in self.deployments if deployment is not self.current)


def list_endpoints(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> list[tuple[Arn, str]]:
    """Return each endpoint and its resource's ARN, nearest first."""
    endpoints = [
        (arn, source)
        for arn in graph.vertices
        if (entity := entities.get(arn)) and ":endpoint/" in (source := entity.source_uri or "")
        if graph.vertices[arn].type == "Endpoint"
    ]
    return sorted(endpoints, key=lambda item: (graph.distances.get(item[0], len(graph.vertices)), item[0]))


def list_unmatched(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    configurations: Mapping[str, EndpointConfiguration],
    *,
    awaited: Collection[Arn] = (),
) -> list[str]:
    """Return the endpoints whose configuration no deployment on record has.

    An update may leave no deployment: what its configuration deploys tells which version serves.

    Args:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        configurations: What endpoints run, by the ARN of the endpoint's resource.
        awaited: Vertices whose descriptions are still to come: a deployment among them may have it.
    """
    return [
        source
        for arn, source in list_endpoints(graph, entities)
        if (configuration := configurations.get(source)) and configuration.name
        if (deployments := _list_deployments(graph, entities, arn))
        and not any(deployment.action in awaited for deployment in deployments)
        and not _find_by_configuration(deployments, configuration)
    ]


def find_serving_records(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    configurations: Mapping[str, EndpointConfiguration],
    *,
    fully_read: Collection[Arn],
) -> tuple[ServingRecord, ...]:
    """Return a record for each endpoint that has deployments in a graph.

    Args:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        configurations: What endpoints run, by the ARN of the endpoint's resource.
        fully_read: Endpoints whose associations were all read: only of these is the newest deployment known.
    """
    records = (
        _build_record(
            graph, entities, arn, configurations.get(source, EndpointConfiguration()), arn in fully_read
        )
        for arn, source in list_endpoints(graph, entities)
    )
    return tuple(record for record in records if record.deployments or record.evidence is Evidence.DELETED)


def _build_record(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    endpoint: Arn,
    configuration: EndpointConfiguration,
    is_fully_read: bool,
) -> ServingRecord:
    deployments = _list_deployments(graph, entities, endpoint)
    dated = all(deployment.began for deployment in deployments)
    if is_fully_read and dated:
        deployments = _add_ends(deployments)
    evidence, current = Evidence.UNKNOWN, None
    if configuration.is_deleted:
        evidence = Evidence.DELETED
    elif configuration.name:
        current = _find_by_configuration(deployments, configuration)
        if current:
            evidence = Evidence.CONFIRMED
        elif all(_can_compare(deployment.sources, configuration.sources) for deployment in deployments):
            evidence = Evidence.OTHER_CONFIGURATION
    elif is_fully_read and dated and _has_newest(deployments):
        evidence, current = Evidence.LINEAGE, deployments[0]
    return ServingRecord(endpoint, deployments, current, evidence, configuration.name, configuration.error)


def _find_by_configuration(
    deployments: Iterable[Deployment], configuration: EndpointConfiguration
) -> Deployment | None:
    """Return the newest deployment with a configuration, or with its models."""
    deployments, name = tuple(deployments), configuration.name.casefold()
    named = (each for each in deployments if each.configuration.casefold() == name)
    alike = (each for each in deployments if each.sources and each.sources <= configuration.sources)
    return next(named, None) or next(alike, None)


def _can_compare(*sources: frozenset[str]) -> bool:
    """Return whether sources of models are of one kind: packages, or data."""
    has_packages = {any(":model-package/" in source for source in each) for each in sources}
    return all(sources) and len(has_packages) == 1


def _has_newest(deployments: Sequence[Deployment]) -> bool:
    """Return whether the first of dated deployments alone is the newest."""
    begins = [deployment.began for deployment in deployments[:2]]
    return bool(begins) and len(set(begins)) == len(begins)


def _list_deployments(
    graph: LineageGraph, entities: Mapping[Arn, Entity], endpoint: Arn
) -> tuple[Deployment, ...]:
    """Return the deployments that did not fail, newest first; undated ones last."""
    deployments = []
    for arn in graph.parents[endpoint]:
        entity = entities.get(arn)
        if graph.vertices[arn].type not in DEPLOYMENT_TYPES or (
            entity and (entity.status or "").casefold() in _FAILED
        ):
            continue
        source = (entity and entity.source_uri) or ""
        configuration = source.rpartition("/")[2] if ":endpoint-config/" in source else ""
        versions = _list_versions(graph, entities, arn)
        deployments.append(
            Deployment(
                arn,
                entity.created if entity else None,
                configuration,
                versions,
                _collect_sources(entities, versions),
            )
        )
    return tuple(
        sorted(deployments, key=lambda each: (each.began is None, -_as_seconds(each.began), each.action))
    )


def _list_versions(graph: LineageGraph, entities: Mapping[Arn, Entity], action: Arn) -> tuple[Arn, ...]:
    models = [arn for arn in graph.parents[action] if graph.vertices[arn].type == "Model"]
    packages = [arn for arn in models if is_model_package(entities.get(arn))]
    return tuple(packages or models)


def _collect_sources(entities: Mapping[Arn, Entity], versions: Iterable[Arn]) -> frozenset[str]:
    """Return the sources of versions; none unless all are known."""
    sources = {((entity := entities.get(arn)) and entity.source_uri) or "" for arn in versions}
    return frozenset() if "" in sources else frozenset(source.casefold() for source in sources)


def is_model_package(entity: Entity | None) -> bool:
    """Return whether an entity is known to be a registered model version."""
    return ":model-package/" in ((entity and entity.source_uri) or "")


def find_version(entity: Entity | None) -> str:
    """Return the version of a model package, `v8`; empty for other entities."""
    number = ((entity and entity.source_uri) or "").rpartition("/")[2]
    return f"v{number}" if is_model_package(entity) and number.isdigit() else ""


def _add_ends(deployments: Sequence[Deployment]) -> tuple[Deployment, ...]:
    """Return deployments, newest first, each ending when the next began."""
    begins = [None, *(deployment.began for deployment in deployments)]
    return tuple(replace(each, ended=ended) for each, ended in zip(deployments, begins, strict=False))


def _as_seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


class ServingState(StrEnum):
    """Part of a vertex in what endpoints serve."""

    SERVING = "serving"
    """It leads to a deployment that serves now."""
    REPLACED = "replaced"
    """It led only to deployments that serve no longer."""


def find_serving_states(graph: LineageGraph, records: Iterable[ServingRecord]) -> Mapping[Arn, ServingState]:
    """Return the state of each vertex that leads to a deployment.

    A vertex that leads to several serves if one of them does. One that leads to an endpoint of which it is
    not known what serves has no state.
    """
    records = tuple(records)
    unknown = [
        each.action
        for record in records
        for each in record.deployments
        if record.evidence is Evidence.UNKNOWN
    ]
    serving = [record.current.action for record in records if record.current]
    former = [each.action for record in records for each in record.former]
    upstream = graph.parents
    states = dict.fromkeys(_collect_upstream(former, upstream), ServingState.REPLACED)
    for arn in _collect_upstream(unknown, upstream):
        states.pop(arn, None)
    states |= dict.fromkeys(_collect_upstream(serving, upstream), ServingState.SERVING)
    states |= {record.endpoint: ServingState.SERVING for record in records if record.current}
    return states


def _collect_upstream(arns: Sequence[Arn], parents: Mapping[Arn, Sequence[Arn]]) -> set[Arn]:
    return {*arns, *compute_distances(arns, parents)} if arns else set()

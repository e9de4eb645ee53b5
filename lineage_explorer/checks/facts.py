"""Facts that rules judge: versions, endpoints and jobs of a record."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from lineage_explorer.graph.approvals import PENDING, sort_approvals
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, AssociationType, Entity, LineageType, Vertex
from lineage_explorer.graph.serving import (
    DEPLOYMENT_TYPES,
    EndpointConfiguration,
    Evidence,
    ServingRecord,
    find_serving_records,
    find_version,
    is_model_package,
    list_endpoints,
)
from lineage_explorer.graph.traversal import search_breadth_first
from lineage_explorer.sources.lineage_record import (
    Failure,
    LineageRecord,
    Lookup,
    Maker,
    Makers,
    ResourceFacts,
    Unread,
)

YOUNG = timedelta(hours=1)
"""Age below which lineage may still be on its way."""

MODEL_FILE = "/model.tar.gz"
_MODEL_TYPES = ("Model", "ModelData")
_STEP_NAME = re.compile(r"^pipelines-[a-z0-9]{12}-(?P<step>.+)-[A-Za-z0-9]{10}$")
_JOB_SUFFIX = re.compile(r"-aws-(?:training|processing|transform)-job$")
_STAMP = re.compile(r"[-_.]?(?:v?\d[\d-]*|[0-9a-f]{8,})$")
_NOT_BEHIND = re.compile(r"shadow", re.IGNORECASE)
_FINISHED = "Completed"


@dataclass(frozen=True, slots=True)
class Version:
    """Registered version of a model.

    Attributes:
        arn: Its artifact.
        package: ARN of its model package.
        group: Name of its model package group.
        number: Its number.
        approvals: Its approvals, the newest last.
        unread_approvals: Why approvals are not known; empty if they are.
        facts: What the registry tells of it; a reason if that was not read.
        models: Artifacts of its model data.
        jobs: Training jobs that made its model data.
    """

    arn: Arn
    package: str
    group: str
    number: int
    approvals: tuple[Entity, ...]
    unread_approvals: str
    facts: ResourceFacts | Unread
    models: tuple[Arn, ...]
    jobs: tuple[Arn, ...]

    @property
    def newest(self) -> Entity | None:
        """The newest approval."""
        return self.approvals[-1] if self.approvals else None

    @property
    def decision(self) -> str:
        """Its approval status; empty if it is not known."""
        if self.unread_approvals:
            return ""
        if self.newest:
            return decision_of_approval(self.newest)
        return self.facts.approval if isinstance(self.facts, ResourceFacts) else ""

    @property
    def unknown(self) -> str:
        """Reason why what the registry says of it is not known."""
        return self.facts.reason if isinstance(self.facts, Unread) else self.facts.doubt

    @property
    def doubt(self) -> str:
        """Reason why its approval status is not known; empty if it is."""
        if self.decision:
            return ""
        if self.unread_approvals:
            return self.unread_approvals
        return self.unknown or "No approval is on record."

    @property
    def is_approved(self) -> bool:
        """Whether it is known to be approved."""
        return self.decision.casefold() == "approved"

    @property
    def is_decided(self) -> bool:
        """Whether a decision on it is known, and not only a request."""
        return bool(self.decision) and self.decision.casefold() != PENDING


@dataclass(frozen=True, slots=True)
class ServedEndpoint:
    """Endpoint with what is on record about it.

    Attributes:
        arn: Its context.
        source: ARN of the endpoint.
        doubt: Why it is not known whether it exists; empty if it is.
        is_live: Whether it exists.
        record: What it serves; None if no deployment is on record.
    """

    arn: Arn
    source: str
    doubt: str
    is_live: bool
    record: ServingRecord | None


def decision_of_approval(approval: Entity) -> str:
    """Return the decision of a described approval.

    Its status says only that it was recorded, and its name is not evidence.
    """
    return approval.properties.get("ModelApprovalStatus") or ""


class Facts:
    """Facts of a record, computed when they are first needed.

    Args:
        record: The record.
    """

    def __init__(self, record: LineageRecord) -> None:
        self.record = record
        self.entities = record.entities
        self.vertices = record.vertices
        start = record.focus or next(iter(record.vertices), Arn(""))
        self.graph = LineageGraph(
            start, record.vertices, record.associations, frozenset(), {}, ReadStatus(0, 0, record.read_at)
        )
        self._titles: dict[Arn, str] = {}

    @cached_property
    def account(self) -> str:
        """Beginning of the own account's ARNs, up to its id."""
        if self.record.focus:
            return self.record.focus.rpartition(":")[0]
        counts = Counter(arn.rpartition(":")[0] for arn in self.vertices)
        return counts.most_common(1)[0][0] if counts else ""

    def is_own(self, arn: Arn) -> bool:
        """Return whether an entity is of the own account."""
        return arn.startswith(f"{self.account}:")

    def list_own(self, *kinds: LineageType, types: Collection[str] = ()) -> Iterator[Vertex]:
        """Yield entities of the own account, of some kinds and types."""
        for arn, vertex in self.vertices.items():
            is_wanted = vertex.lineage_type in kinds and (not types or vertex.type in types)
            if is_wanted and self.is_own(arn):
                yield vertex

    def source_of(self, arn: Arn) -> str:
        """Return the source of an entity; empty if it is not known."""
        entity = self.entities.get(arn)
        return (entity and entity.source_uri) or ""

    def title_of(self, arn: Arn) -> str:
        """Return what an entity is called."""
        if arn not in self._titles:
            self._titles[arn] = name_entity(arn, self.entities.get(arn)).title
        return self._titles[arn]

    def family_of(self, arn: Arn) -> Family:
        """Return the family of an entity's type."""
        return style_of(self.vertices[arn], self.entities.get(arn)).family

    def makers_of(self, arn: Arn) -> Makers:
        """Return who made an entity and changed it last."""
        return self.record.makers.get(arn) or Makers()

    def parents_of(self, arn: Arn) -> Iterable[Arn]:
        """Return the known parents of an entity."""
        return self.graph.parents.get(arn, ())

    def children_of(self, arn: Arn) -> Iterable[Arn]:
        """Return the known children of an entity."""
        return self.graph.children.get(arn, ())

    def has_all_parents(self, arn: Arn) -> bool:
        """Return whether all parents of an entity are known."""
        read = self.record.parents_read
        is_read = self.is_own(arn) if read is None else arn in read
        return is_read or arn in self.record.others_read

    def has_all_children(self, arn: Arn) -> bool:
        """Return whether all children of an entity are known."""
        read = self.record.children_read
        return self.is_own(arn) if read is None else arn in read

    def is_young(self, arn: Arn | None) -> bool:
        """Return whether lineage of an entity may still be on its way."""
        if arn is None:
            return False
        entity = self.entities.get(arn)
        moment = entity.created if entity else self._find_last_association(arn)
        return moment is not None and self.record.moment - moment < YOUNG

    def _find_last_association(self, arn: Arn) -> datetime | None:
        """Return when an entity was associated last; None if unknown."""
        ends = [
            *((parent, arn) for parent in self.parents_of(arn)),
            *((arn, child) for child in self.children_of(arn)),
        ]
        return max((moment for pair in ends if (moment := self.record.added.get(pair))), default=None)

    def get_resource(self, operation: str, arn: str) -> ResourceFacts | Unread:
        """Return what a look-up found, or why it found nothing."""
        lookup = Lookup(operation, arn)
        found = self.record.found
        return (
            found.resources.get(lookup)
            or found.unread.get(lookup)
            or Unread(Failure.FAILED, f"{operation} was not called for {arn.rpartition('/')[2]}.")
        )

    def list_upstream(self, arn: Arn) -> list[Arn]:
        """Return what an entity was made from, twins of other accounts included."""
        return [found for found, _ in search_breadth_first([arn], self.graph.parents, self._twins)]

    def has_all_upstream(self, upstream: Iterable[Arn]) -> bool:
        """Return whether nothing can be missing among ancestors."""
        return all(map(self.has_all_parents, upstream))

    @cached_property
    def _twins(self) -> Mapping[Arn, list[Arn]]:
        twins: dict[Arn, list[Arn]] = defaultdict(list)
        for edge in self.record.associations:
            if edge.type == AssociationType.SAME_AS:
                twins[edge.source].append(edge.destination)
                twins[edge.destination].append(edge.source)
        return twins

    def has_twin(self, arn: Arn) -> bool:
        """Return whether an entity has a twin in the own account."""
        return any(self.is_own(twin) for twin in self._twins[arn])

    @cached_property
    def training_jobs(self) -> tuple[Arn, ...]:
        """Training jobs of the own account."""
        return tuple(each.arn for each in self.list_own(LineageType.TRIAL_COMPONENT, types=("TrainingJob",)))

    @cached_property
    def models(self) -> tuple[Arn, ...]:
        """Artifacts of model data of the own account, whatever their type."""
        return tuple(each.arn for each in self.list_own(LineageType.ARTIFACT) if self.is_model_data(each.arn))

    def is_model_data(self, arn: Arn) -> bool:
        """Return whether an artifact is model data: no version of a registry."""
        vertex, source = self.vertices[arn], self.source_of(arn)
        if vertex.lineage_type is not LineageType.ARTIFACT or is_model_package(self.entities.get(arn)):
            return False
        return vertex.type in _MODEL_TYPES or source.endswith(MODEL_FILE)

    def list_data(self, job: Arn) -> list[Arn]:
        """Return the data that went into a job or an evaluation."""
        return [
            arn
            for arn in self.parents_of(job)
            if self.vertices[arn].lineage_type is LineageType.ARTIFACT
            and not self.is_model_data(arn)
            and self.family_of(arn) not in (Family.IMAGE, Family.MODEL, Family.CODE)
        ]

    def list_evaluations(self, models: Iterable[Arn]) -> list[Arn]:
        """Return the finished jobs and actions that tested model data."""
        return [arn for arn in self._list_tests(models) if self._is_finished(arn)]

    def list_unsettled_tests(self, models: Iterable[Arn]) -> list[Arn]:
        """Return the tests that may not have finished."""
        return [arn for arn in self._list_tests(models) if self._is_unsettled(arn)]

    def _list_tests(self, models: Iterable[Arn]) -> list[Arn]:
        found = (arn for model in models for arn in self.children_of(model))
        types = ("ProcessingJob", "Evaluation")
        return [arn for arn in dict.fromkeys(found) if self.vertices[arn].type in types]

    def _is_finished(self, arn: Arn) -> bool:
        entity = self.entities.get(arn)
        return not self._is_unsettled(arn) and ((entity and entity.status) or _FINISHED) == _FINISHED

    def _is_unsettled(self, arn: Arn) -> bool:
        return arn in self.record.changed and not self.entities[arn].status

    def step_of(self, arn: Arn) -> str:
        """Return a job's step, or what names of its kind share."""
        entity = self.entities.get(arn)
        name = _JOB_SUFFIX.sub("", (entity and entity.name) or arn.rpartition("/")[2])
        match = _STEP_NAME.match(name)
        if match:
            return match["step"]
        return _STAMP.sub("", name) or name

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Registered versions of the own account."""
        return tuple(
            self._build_version(vertex.arn)
            for vertex in self.list_own(LineageType.ARTIFACT)
            if is_model_package(self.entities.get(vertex.arn))
        )

    @cached_property
    def version_by_arn(self) -> Mapping[Arn, Version]:
        """The versions by their artifacts."""
        return {version.arn: version for version in self.versions}

    @cached_property
    def groups(self) -> Mapping[str, list[Version]]:
        """The versions of each group, by number."""
        groups: dict[str, list[Version]] = defaultdict(list)
        for version in sorted(self.versions, key=lambda each: each.number):
            groups[version.group].append(version)
        return groups

    def _build_version(self, arn: Arn) -> Version:
        package = self.source_of(arn)
        number = find_version(self.entities[arn]).removeprefix("v")
        models = tuple(parent for parent in self.parents_of(arn) if self.is_model_data(parent))
        approvals, reason = self._collect_approvals(arn)
        return Version(
            arn,
            package,
            package.rpartition("/")[0].rpartition("/")[2] or package.rpartition("/")[2],
            int(number) if number.isdigit() else 0,
            approvals,
            reason,
            self.get_resource("DescribeModelPackage", package),
            models,
            tuple(job for model in models for job in self.list_training(model)),
        )

    def _collect_approvals(self, arn: Arn) -> tuple[tuple[Entity, ...], str]:
        """Return the approvals of a version, or why they are not known."""
        arns = [each for each in self.parents_of(arn) if self.vertices[each].type == "Approval"]
        for each in arns:
            if each not in self.record.described:
                lookup = Lookup("DescribeAction", each)
                unread = self.record.found.unread.get(lookup)
                return (), unread.reason if unread else "Its approvals were not described."
        if not self.has_all_parents(arn):
            return (), "Not all of its approvals were read."
        approvals = [self.entities[each] for each in arns if decision_of_approval(self.entities[each])]
        return tuple(sort_approvals(approvals)), ""

    def list_training(self, model: Arn) -> list[Arn]:
        """Return the training jobs that made model data."""
        return [
            arn
            for arn in self.parents_of(model)
            if self.vertices[arn].type == "TrainingJob" and self._is_product(arn, model)
        ]

    def _is_product(self, job: Arn, model: Arn) -> bool:
        association = self.graph.association_by_ends[job, model]
        return association.type == AssociationType.PRODUCED

    @cached_property
    def endpoints(self) -> tuple[ServedEndpoint, ...]:
        """Endpoints of the own account."""
        records = {record.endpoint: record for record in self._find_records()}
        return tuple(
            self._build_endpoint(arn, source, records.get(arn))
            for arn, source in list_endpoints(self.graph, self.entities)
            if self.is_own(arn)
        )

    @cached_property
    def live_endpoints(self) -> tuple[ServedEndpoint, ...]:
        """Endpoints that exist, and those of which that is not known."""
        return tuple(each for each in self.endpoints if each.is_live or each.doubt)

    def _find_records(self) -> tuple[ServingRecord, ...]:
        configurations = {
            source: self.get_configuration(source) for _, source in list_endpoints(self.graph, self.entities)
        }
        read = self.record.parents_read
        return find_serving_records(
            self.graph,
            self.entities,
            configurations,
            fully_read=self.vertices.keys() if read is None else read,
        )

    def get_configuration(self, source: str) -> EndpointConfiguration:
        """Return what an endpoint runs, as far as it was read."""
        facts = self.get_resource("DescribeEndpoint", source)
        if isinstance(facts, Unread):
            is_deleted = facts.failure is Failure.GONE
            return EndpointConfiguration(is_deleted=is_deleted, error="" if is_deleted else facts.reason)
        served = self.get_resource("DescribeEndpointConfig", self.get_configuration_arn(source, facts))
        sources = served.model_data if isinstance(served, ResourceFacts) else ()
        return EndpointConfiguration(facts.configuration, sources=frozenset(sources))

    def get_configuration_arn(self, source: str, facts: ResourceFacts) -> str:
        """Return the ARN of an endpoint's configuration."""
        return f"{source.rpartition(':')[0]}:endpoint-config/{facts.configuration}"

    def _build_endpoint(self, arn: Arn, source: str, record: ServingRecord | None) -> ServedEndpoint:
        facts = self.get_resource("DescribeEndpoint", source)
        is_unknown = isinstance(facts, Unread) and facts.failure is not Failure.GONE
        doubt = facts.reason if is_unknown and isinstance(facts, Unread) else self._explain_deployments(arn)
        return ServedEndpoint(arn, source, doubt, isinstance(facts, ResourceFacts), record)

    def _explain_deployments(self, endpoint: Arn) -> str:
        """Return why a deployment is not known; empty if all are."""
        found = (arn for arn in self.parents_of(endpoint) if self.vertices[arn].type in DEPLOYMENT_TYPES)
        return next((self.record.changed[arn] for arn in found if arn in self.record.changed), "")

    def has_changed_configuration(self, arn: Arn) -> bool:
        """Return whether an entity is an endpoint that was changed later."""
        facts = self.get_resource("DescribeEndpoint", self.source_of(arn))
        return isinstance(facts, ResourceFacts) and bool(facts.doubt)

    def find_served(self, endpoint: ServedEndpoint) -> tuple[list[Version], str]:
        """Return what an endpoint serves, or why that is unknown."""
        if endpoint.doubt:
            return [], endpoint.doubt
        record = endpoint.record
        if record is None:
            known = self.has_all_parents(endpoint.arn)
            return [], "No deployment is on record." if known else "Not all of its deployments were read."
        if record.current is None:
            other = record.evidence is Evidence.OTHER_CONFIGURATION
            reason = "Its configuration belongs to no deployment on record." if other else record.error
            return [], reason or "Which deployment serves is not known."
        versions = [self.version_by_arn[arn] for arn in record.current.versions if arn in self.version_by_arn]
        return versions, ""

    def list_deployments(self, version: Version) -> list[Arn]:
        """Return the actions that deployed a version."""
        return [arn for arn in self.children_of(version.arn) if self.vertices[arn].type in DEPLOYMENT_TYPES]

    def is_shadow(self, endpoint: ServedEndpoint) -> bool:
        """Return whether an endpoint's name says that nobody gets its answers."""
        return bool(_NOT_BEHIND.search(endpoint.source))

    def find_approver(self, version: Version) -> str:
        """Return who decided on a version; empty if not on record."""
        by_action = self.makers_of(version.newest.arn).created_by.person if version.newest else ""
        by_package = (
            version.facts.makers.modified_by.person if isinstance(version.facts, ResourceFacts) else ""
        )
        return by_action or by_package

    def list_authors(self, version: Version) -> list[Maker]:
        """Return who registered a version and started its training."""
        authors = [self.makers_of(job).created_by for job in version.jobs]
        if isinstance(version.facts, ResourceFacts):
            authors.append(version.facts.makers.created_by)
        return authors

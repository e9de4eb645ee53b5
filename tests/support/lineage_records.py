"""Records of lineage for checks: a lineage without fault, and a draft to write faults into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from lineage_explorer.sources.lineage_record import (
    Failure,
    FoundFacts,
    LineageRecord,
    Lookup,
    Maker,
    Makers,
    ResourceFacts,
    Unread,
)

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
OWN, OTHER = "000000000000", "111122223333"
_WORDS = {
    LineageType.ARTIFACT: "artifact",
    LineageType.ACTION: "action",
    LineageType.CONTEXT: "context",
    LineageType.TRIAL_COMPONENT: "experiment-trial-component",
}
JUNE = Makers(Maker("june"), Maker("june"))
PRIYA = Makers(Maker("priya"), Maker("priya"))
DENIED = Unread(Failure.DENIED, "Access to it was denied.")


def resource(kind: str, name: str) -> str:
    return f"arn:aws:sagemaker:us-west-2:{OWN}:{kind}/{name}"


@dataclass
class RecordDraft:
    """Record that tests write into, entity by entity."""

    entities: dict[Arn, Entity] = field(default_factory=dict)
    stubs: dict[Arn, Vertex] = field(default_factory=dict)
    edges: dict[tuple[Arn, Arn], str | None] = field(default_factory=dict)
    added: dict[tuple[Arn, Arn], datetime] = field(default_factory=dict)
    described: set[Arn] = field(default_factory=set)
    makers: dict[str, Makers] = field(default_factory=dict)
    resources: dict[Lookup, ResourceFacts] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    unread: dict[Lookup, Unread] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: LineageType, name: str, type_: str | None, **facts: Any) -> Arn:
        arn = Arn(f"arn:aws:sagemaker:us-west-2:{facts.pop('account', OWN)}:{_WORDS[kind]}/{name}")
        values = {"name": name, "created": NOW - timedelta(days=60), **facts}
        self.entities[arn] = Entity(arn, kind, type=type_, **values)
        self.described.add(arn)
        return arn

    def artifact(self, name: str, type_: str | None = "DataSet", **facts: Any) -> Arn:
        values = {"source_uri": f"s3://bucket/{name}", "source_ids": (("S3Version", name),), **facts}
        return self.add(LineageType.ARTIFACT, name.replace("/", "-"), type_, **values)

    def job(self, name: str, type_: str = "TrainingJob", **facts: Any) -> Arn:
        kind = {"TrainingJob": "training-job", "ProcessingJob": "processing-job"}[type_]
        values = {"status": "Completed", "ended": NOW - timedelta(days=50), **facts}
        return self.add(LineageType.TRIAL_COMPONENT, name, type_, source_uri=resource(kind, name), **values)

    def link(self, *arns: Arn, type_: str | None = "ContributedTo", days: int = 55) -> None:
        """Associate each entity with the next."""
        for source, destination in pairwise(arns):
            self.edges[source, destination] = type_
            self.added[source, destination] = NOW - timedelta(days=days)

    def approve(self, package: Arn, decision: str, days: float, makers: Makers = PRIYA) -> Arn:
        """Add an approval of a version, some days ago."""
        number = sum(edge[1] == package and "action/" in edge[0] for edge in self.edges)
        arn = self.add(
            LineageType.ACTION,
            f"{package.rpartition('/')[2]}-{decision}-{number}",
            "Approval",
            properties={"ModelApprovalStatus": decision},
            description="" if decision.startswith("Pending") else "It is better",
            created=NOW - timedelta(days=days),
        )
        self.makers[arn] = makers
        self.link(arn, package)
        return arn

    def deploy(self, package: Arn, endpoint: Arn, config: str, days: float) -> Arn:
        """Add a deployment of a version, some days ago."""
        arn = self.add(
            LineageType.ACTION,
            f"{config}-aws-endpoint",
            "ModelDeployment",
            source_uri=resource("endpoint-config", config),
            status="Completed",
            created=NOW - timedelta(days=days),
        )
        self.link(package, arn)
        self.link(arn, endpoint, type_="AssociatedWith")
        return arn

    def change(self, arn: Arn, **facts: Any) -> None:
        self.entities[arn] = replace(self.entities[arn], **facts)

    def change_resource(self, operation: str, arn: str, **facts: Any) -> None:
        lookup = Lookup(operation, arn)
        self.resources[lookup] = replace(self.resources[lookup], **facts)

    def deny(self, operation: str, arn: str, reason: Unread = DENIED) -> None:
        """Let a look-up fail."""
        self.resources.pop(Lookup(operation, arn), None)
        self.described.discard(Arn(arn))
        self.unread[Lookup(operation, arn)] = reason

    def cut(self, *edge: Arn) -> None:
        del self.edges[edge[0], edge[1]]

    def forget(self, arn: Arn) -> None:
        """Leave an entity as an end of associations that nothing describes."""
        entity = self.entities.pop(arn)
        self.described.discard(arn)
        self.stubs[arn] = Vertex(arn, entity.lineage_type, entity.type, stub=True)

    def hide_associations(self) -> None:
        """Let no neighbor be known to be complete."""
        self.rest |= {"parents_read": frozenset(), "children_read": frozenset()}

    def build(self) -> LineageRecord:
        vertices = {arn: Vertex(arn, each.lineage_type, each.type) for arn, each in self.entities.items()}
        return LineageRecord(
            read_at=NOW,
            vertices={**vertices, **self.stubs},
            entities=dict(self.entities),
            associations=tuple(Association(*ends, type_) for ends, type_ in self.edges.items()),
            added=dict(self.added),
            described=frozenset(self.described),
            makers=dict(self.makers),
            found=FoundFacts(resources=dict(self.resources), tags=dict(self.tags), unread=dict(self.unread)),
            **self.rest,
        )


@dataclass
class GoodLineage(RecordDraft):
    """Lineage in which every rule passes: two versions, the second one serves."""

    def __post_init__(self) -> None:
        self.group = self.add(
            LineageType.CONTEXT,
            "churn-group",
            "ModelGroup",
            source_uri=resource("model-package-group", "churn"),
        )
        self.endpoint = self.add(
            LineageType.CONTEXT, "churn-live", "Endpoint", source_uri=resource("endpoint", "churn-live")
        )
        self.script = self.artifact("code/features.py")
        self.image = self.artifact(
            "image", "Image", source_uri="1.dkr.ecr.us-west-2.amazonaws.com/xgb@sha256:" + "0" * 64
        )
        self.raw = self.artifact("raw/customers.csv")
        self.first = self._add_version(1, days=40)
        self.second = self._add_version(2, days=20)
        self.first_deployment = self.deploy(self.first, self.endpoint, "churn-live-v1", 35)
        self.deployment = self.deploy(self.second, self.endpoint, "churn-live-v2", 15)
        lookup = Lookup("DescribeEndpoint", resource("endpoint", "churn-live"))
        self.resources[lookup] = ResourceFacts(status="InService", configuration="churn-live-v2")
        self._add_feature_store()
        self._add_twin()
        self.running = self.job("running", status="InProgress", ended=None, started=NOW - timedelta(hours=2))
        self.link(self.train, self.running)
        self.running_arn = resource("training-job", "running")
        self.resources[Lookup("DescribeTrainingJob", self.running_arn)] = ResourceFacts(
            status="InProgress", max_seconds=86_400
        )

    def _add_version(self, number: int, *, days: int) -> Arn:
        prepare = self.job(f"pipelines-abcdefabcdef-Prepare-000000000{number}", "ProcessingJob")
        train = self.artifact(f"v{number}/train.csv")
        test = self.artifact(f"v{number}/test.csv")
        job = self.job(
            f"pipelines-abcdefabcdef-Train-000000000{number}", ended=NOW - timedelta(days=days + 2)
        )
        model = self.artifact(f"v{number}/model.tar.gz", "Model")
        evaluation = self.job(f"pipelines-abcdefabcdef-Evaluate-000000000{number}", "ProcessingJob")
        package = self.artifact(
            f"churn-{number}", "Model", source_uri=resource("model-package", f"churn/{number}")
        )
        for source in (self.raw, self.script, self.image):
            self.link(source, prepare)
        for data in (train, test):
            self.link(prepare, data, type_="Produced", days=days + 4)
        self.link(train, job)
        self.link(self.image, job)
        self.link(job, model, type_="Produced", days=days + 2)
        for source in (model, test):
            self.link(source, evaluation)
        self.link(model, package)
        self.link(package, self.group, type_="AssociatedWith")
        self.makers[job] = JUNE
        self.approve(package, "PendingManualApproval", days)
        self.approval = self.approve(package, "Approved", days - 1)
        facts = ResourceFacts(approval="Approved", commit="1f86cf85", makers=JUNE)
        self.resources[Lookup("DescribeModelPackage", resource("model-package", f"churn/{number}"))] = facts
        self.train, self.test, self.training, self.model, self.evaluation = (
            train,
            test,
            job,
            model,
            evaluation,
        )
        self.prepare = prepare
        return package

    def _add_feature_store(self) -> None:
        self.features = self.add(LineageType.CONTEXT, "features", "FeatureGroupPipeline")
        self.store = self.artifact("offline-store/features/data")
        self.link(self.features, self.store)
        self.link(self.store, self.training)

    def _add_twin(self) -> None:
        """Add an artifact of another account, its twin here, and what both lead to."""
        self.foreign = self.artifact("signals.csv", account=OTHER)
        self.twin = self.artifact("signals-twin", source_uri="s3://bucket/signals.csv")
        self.link(self.foreign, self.twin, type_="SameAs")
        self.link(self.foreign, self.training)
        self.rest["others_read"] = frozenset({self.foreign})

"""Lineages of a made-up pipeline, run by run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5

from lineage_explorer.compare.side import Side, select_side
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from tests.support.graph_builders import arn

MADE = datetime(2026, 7, 1, tzinfo=UTC)
ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"


@dataclass
class Lineage:
    """A lineage under construction."""

    vertices: dict[Arn, Vertex] = field(default_factory=dict)
    entities: dict[Arn, Entity] = field(default_factory=dict)
    associations: list[Association] = field(default_factory=list)

    def add(self, kind: LineageType, tail: str, type_: str, /, **members: object) -> Arn:
        """Add an entity, unless it is there."""
        found = arn(kind, tail)
        self.vertices.setdefault(found, Vertex(found, kind, type_))
        self.entities.setdefault(
            found,
            Entity(found, kind, type=type_, created=MADE, **members),  # type: ignore[arg-type]
        )
        return found

    def artifact(self, uri: str, type_: str = "DataSet", **members: object) -> Arn:
        """Add an artifact whose ARN follows from its URI."""
        digest = md5(uri.encode(), usedforsecurity=False).hexdigest()
        return self.add(LineageType.ARTIFACT, digest, type_, source_uri=uri, **members)

    def link(self, source: Arn, destination: Arn, type_: str = "ContributedTo") -> None:
        """Add an association."""
        self.associations.append(Association(source, destination, type_))

    def graph(self, start: Arn, *, gaps: tuple[str, ...] = ()) -> LineageGraph:
        """Return the lineage as a graph."""
        return LineageGraph(
            start,
            {start: self.vertices[start], **self.vertices},
            tuple(dict.fromkeys(self.associations)),
            frozenset(self.vertices),
            {start: 0},
            ReadStatus(1, 1, MADE, gaps),
        )


@dataclass(frozen=True)
class Run:
    """A run of the pipeline: what went in, and what came out of it.

    Attributes:
        run: Id of the execution, twelve letters and digits.
        day: Folder of the raw tables.
        tables: Names of the raw tables.
        parameters: Parameters of the training.
        version: Number of the registered version.
        decision: Decision on it; empty for none.
        by: Who decided.
        tags: Source ids of the training data.
    """

    run: str = "aaaaaaaaaaa1"
    day: str = "2026-06"
    tables: tuple[str, ...] = ("customers", "usage")
    parameters: Mapping[str, str | float] = field(default_factory=lambda: {"eta": 0.1, "max_depth": 6})
    version: int = 1
    decision: str = "Approved"
    by: str = "june"
    rows: int = 100
    tags: tuple[tuple[str, str], ...] = ()
    commit: str = "c0ffee"
    has_evaluation: bool = True


def write_run(lineage: Lineage, run: Run) -> Arn:
    """Write a run's lineage; return its registered version."""

    def job(step: str, type_: str, **members: object) -> Arn:
        suffix = {"TrainingJob": "training", "ProcessingJob": "processing"}[type_]
        name = f"pipelines-{run.run}-{step}-AbCdEfGh{run.version:02d}-aws-{suffix}-job"
        return lineage.add(LineageType.TRIAL_COMPONENT, name.lower(), type_, name=name, **members)

    bucket = f"s3://bucket/runs/{run.run}"
    image = lineage.artifact("012345678901.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.7", "Image")
    raw = [
        lineage.artifact(f"s3://bucket/raw/{table}/{run.day}/{table}.parquet", properties={"rows": "10"})
        for table in run.tables
    ]
    train_uri, model_uri = f"{bucket}/train.csv", f"{bucket}/model.tar.gz"
    prepare = job(
        "Prepare",
        "ProcessingJob",
        inputs={table: f"s3://bucket/raw/{table}/{run.day}/{table}.parquet" for table in run.tables},
        outputs={"train": train_uri},
    )
    train = lineage.artifact(train_uri, properties={"rows": f"{run.rows}"}, source_ids=run.tags)
    training = job(
        "Train",
        "TrainingJob",
        inputs={"train": train_uri},
        outputs={"model": model_uri},
        parameters={"SageMaker.InstanceType": "ml.m5.large", **run.parameters},
        metadata={"CommitId": run.commit},
    )
    model = lineage.artifact(model_uri, "Model")
    package = lineage.artifact(
        f"{ACCOUNT}:model-package/churn/{run.version}", "Model", metadata={"CommitId": run.commit}
    )
    for table in raw:
        lineage.link(table, prepare)
    lineage.link(prepare, train, "Produced")
    lineage.link(train, training)
    lineage.link(image, training)
    lineage.link(training, model, "Produced")
    lineage.link(model, package)
    if run.decision:
        name = f"churn-{run.version}-{run.decision}-1780000000-aws-model-group"
        action = lineage.add(
            LineageType.ACTION,
            name.lower(),
            "Approval",
            name=name,
            created_by=run.by,
            properties={"ModelApprovalStatus": run.decision},
        )
        lineage.link(action, package)
    if run.has_evaluation:
        report_uri = f"{bucket}/evaluation.json"
        evaluation = job(
            "Evaluate",
            "ProcessingJob",
            inputs={"model": model_uri},
            outputs={"evaluation": report_uri},
            parameters={"test:auc": 0.8, "bias": 0.9},
        )
        report = lineage.artifact(report_uri)
        lineage.link(model, evaluation)
        lineage.link(evaluation, report, "Produced")
    return package


def build_side(run: Run, *, undescribed: Iterable[str] = (), gaps: tuple[str, ...] = ()) -> Side:
    """Return the side of a run's version.

    Args:
        run: The run.
        undescribed: Types of entities that could not be described.
        gaps: What could not be read.
    """
    lineage = Lineage()
    package = write_run(lineage, run)
    unread = frozenset(undescribed)
    entities = {found: entity for found, entity in lineage.entities.items() if entity.type not in unread}
    return select_side(lineage.graph(package, gaps=gaps), entities, described=entities)

"""Write projects of a given size.

A project is the lineage of one product, from raw data to endpoints. Many sources are merged into one training
set, from which all models are trained:

    raw data ─► ingestion ─► curated data ─┐                       ┌─► training ─► model ─► package ─► …
    raw data ─► ingestion ─► curated data ─┴─► merge ─► training set ─► training ─► model ─► …
                                                 │          ▲
                                                 ▼          │
                                 hold-out sets ─► checks    labeling ◄─ answers

The training set and the merge job have equally many ancestors and descendants. A twentieth of them differs:
the checks are reached from the job alone, the labeling from the training set alone. So a step from one to the
other is a typical re-focus: most of the view stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, islice
from typing import Any, Literal

from bench.bulk_load import NewAssociation, NewEntity, load_lineage
from sagemaker_account.arns import Owner
from sagemaker_account.entity_kinds import ACTION, ARTIFACT, CONTEXT, TRIAL_COMPONENT, EntityKind
from sagemaker_account.operations.entity_table import Stamp
from sagemaker_account.service import Account

MIN_SIZE = 20
"""Smallest number of entities of a project with one of everything."""

_SOURCE_SIZE = 4
"""Entities of a source: two raw data sets, a job and its output."""
_SIDE_SIZE = 2
"""Entities of a check or a labeling: a data set and a job."""
_DEPLOYMENT_INTERVAL = 2


_START_TIME = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Project:
    """Written project.

    Attributes:
        training_set: ARN of the training set.
        merge_job: ARN of its neighbor, the trial component of the merge job.
    """

    training_set: str
    merge_job: str


def write_projects(account: Account, sizes: Mapping[str, int]) -> dict[str, Project]:
    """Write projects in one load; equal names and sizes give equal lineage.

    Args:
        account: Account to write to; it has no projects yet. Its images are shared by all of them.
        sizes: The prefix of a project's names of jobs and data (letters, digits and hyphens), and the number
            of entities that a query from either start returns.

    Raises:
        ValueError: A size is too small to have one of everything.
    """
    writer = LineageWriter(account.owner)
    projects = {name: _write_project(writer, name, size) for name, size in sizes.items()}
    load_lineage(account, writer.entities.values(), writer.associations)
    return projects


def _write_project(writer: LineageWriter, name: str, size: int) -> Project:
    if size < MIN_SIZE:
        raise ValueError(f"A project has at least {MIN_SIZE} entities, not {size}.")
    writer.bucket = f"{name}-lineage"
    images = _write_images(writer)
    sources, sides = size // 20, size // 40 or 1
    merge_job = writer.write_job("processing", f"{name}-merge")
    training_set = writer.write_dataset("merged/train")
    writer.associate(merge_job, to=training_set, kind="Produced")
    _write_ingestion(writer, name, sources, merge_job, images)
    _write_labeling(writer, name, sides, training_set)
    hold_out = _write_checks(writer, name, sides, merge_job)
    upstream = len((merge_job, training_set, images.processing)) + _SOURCE_SIZE * sources + _SIDE_SIZE * sides
    runs = _write_runs(writer, name, training_set, hold_out, images)
    deque(islice(runs, size - upstream), maxlen=0)  # takes that many steps and discards the results
    return Project(training_set, merge_job)


@dataclass(frozen=True, slots=True)
class _Images:
    """ARNs of the container images that all projects share."""

    processing: str
    training: str


def _write_images(writer: LineageWriter) -> _Images:
    registry = "246618743249.dkr.ecr.us-west-2.amazonaws.com"
    return _Images(
        writer.write_artifact(f"{registry}/sagemaker-scikit-learn:1.2-1-cpu-py3", "Image"),
        writer.write_artifact(f"{registry}/sagemaker-xgboost:1.7-1", "Image"),
    )


def _write_ingestion(writer: LineageWriter, name: str, sources: int, merge_job: str, images: _Images) -> None:
    """Write the sources of the merge job: raw data, ingestion, curated data."""
    for number in range(1, sources + 1):
        raw = [writer.write_dataset(f"raw/source-{number}/{part}") for part in ("events", "profiles")]
        job = writer.write_job("processing", f"{name}-ingest-{number}")
        curated = writer.write_dataset(f"curated/source-{number}")
        writer.associate(*raw, images.processing, to=job)
        writer.associate(job, to=curated, kind="Produced")
        writer.associate(curated, to=merge_job)


def _write_labeling(writer: LineageWriter, name: str, batches: int, training_set: str) -> None:
    """Write the labeling, which bypasses the merge job."""
    for number in range(1, batches + 1):
        answers = writer.write_dataset(f"answers/batch-{number}")
        job = writer.write_job("processing", f"{name}-label-{number}")
        writer.associate(answers, to=job)
        writer.associate(job, to=training_set, kind="Produced")


def _write_checks(writer: LineageWriter, name: str, checks: int, merge_job: str) -> str:
    """Write the checks of the merge job; return the first hold-out set."""
    hold_out_sets = []
    for number in range(1, checks + 1):
        hold_out_sets.append(writer.write_dataset(f"merged/hold-out-{number}"))
        job = writer.write_job("processing", f"{name}-check-{number}")
        writer.associate(merge_job, to=hold_out_sets[-1], kind="Produced")
        writer.associate(hold_out_sets[-1], to=job)
    return hold_out_sets[0]


def _write_runs(
    writer: LineageWriter, name: str, training_set: str, hold_out: str, images: _Images
) -> Iterator[str]:
    """Write runs of the pipeline without end, yielding each entity."""
    group = writer.write_context(f"{name}-models", "ModelGroup", f"model-package-group/{name}")
    yield group
    for run in count(1):
        model = yield from _write_training(writer, f"{name}-train-{run}", training_set, images)
        report = yield from _write_evaluation(writer, f"{name}-evaluate-{run}", model, hold_out, images)
        package = writer.write_package(name, run)
        writer.associate(model, report, to=package)
        writer.associate(package, to=group, kind="AssociatedWith")
        yield package
        if run % _DEPLOYMENT_INTERVAL:
            yield from _write_deployment(writer, name, run, (model, package))
        yield from _write_scoring(writer, f"{name}-score-{run}", (model, training_set), images)


def _write_training(
    writer: LineageWriter, job: str, training_set: str, images: _Images
) -> Generator[str, None, str]:
    training = writer.write_job("training", job)
    writer.associate(training_set, images.training, to=training)
    yield training
    model = writer.write_model(job)
    writer.associate(training, to=model, kind="Produced")
    yield model
    return model


def _write_evaluation(
    writer: LineageWriter, job: str, model: str, hold_out: str, images: _Images
) -> Generator[str, None, str]:
    evaluation = writer.write_job("processing", job)
    writer.associate(model, hold_out, images.processing, to=evaluation)
    yield evaluation
    report = writer.write_dataset(f"reports/{job}.json")
    writer.associate(evaluation, to=report, kind="Produced")
    yield report
    return report


def _write_deployment(writer: LineageWriter, name: str, run: int, models: tuple[str, str]) -> Iterator[str]:
    approval = writer.write_action(f"{name}-{run}-approved", "Approval", f"model-package/{name}/{run}")
    writer.associate(approval, to=models[1])  # leads to the package, so no query from either start returns it
    deployment = writer.write_action(f"{name}-{run}-deployment", "ModelDeployment", f"endpoint/{name}-{run}")
    writer.associate(*models, to=deployment)
    yield deployment
    endpoint = writer.write_context(f"{name}-{run}-endpoint", "Endpoint", f"endpoint/{name}-{run}")
    writer.associate(deployment, to=endpoint, kind="AssociatedWith")
    yield endpoint


def _write_scoring(
    writer: LineageWriter, job: str, inputs: tuple[str, str], images: _Images
) -> Iterator[str]:
    transform = writer.write_job("transform", job)
    writer.associate(*inputs, images.training, to=transform)
    yield transform
    scores = writer.write_dataset(f"scores/{job}.csv")
    writer.associate(transform, to=scores, kind="Produced")
    yield scores


JobKind = Literal["processing", "training", "transform"]


class LineageWriter:
    """Collects entities and associations as SageMaker makes them; each method returns the ARN.

    Args:
        owner: Owner of the account.
    """

    def __init__(self, owner: Owner) -> None:
        self.entities: dict[str, NewEntity] = {}
        self.associations: list[NewAssociation] = []
        self.bucket = ""
        self._owner = owner

    def write_dataset(self, path: str) -> str:
        """Write a data set in S3, without a name as SageMaker does."""
        return self.write_artifact(f"s3://{self.bucket}/{path}", "DataSet")

    def write_model(self, job: str) -> str:
        """Write the model of a training job."""
        return self.write_artifact(f"s3://{self.bucket}/models/{job}/output/model.tar.gz", "Model")

    def write_package(self, group: str, version: int) -> str:
        """Write a version in a model package group."""
        return self.write_artifact(self._owner.format_arn(f"model-package/{group}/{version}"), "Model")

    def write_artifact(self, uri: str, kind: str) -> str:
        """Write an artifact without a name; one URI is one artifact."""
        request = {"Source": {"SourceUri": uri}, "ArtifactType": kind}
        return self._add(ARTIFACT, request, sha256(uri.encode()).hexdigest()[:32])

    def write_job(self, kind: JobKind, name: str) -> str:
        """Write the trial component of a completed job."""
        return self.write_trial_component(
            f"{name}-aws-{kind}-job",
            DisplayName=name,
            Status={"PrimaryStatus": "Completed"},
            Parameters={"SageMaker.InstanceType": {"StringValue": "ml.m5.xlarge"}},
        )

    def write_trial_component(self, name: str, **properties: Any) -> str:
        """Write a trial component."""
        return self._add(TRIAL_COMPONENT, {"TrialComponentName": name, **properties})

    def write_action(self, name: str, kind: str, resource: str) -> str:
        """Write an action for a resource, such as `endpoint/churn`."""
        source = {"SourceUri": self._owner.format_arn(resource), "SourceType": "ARN"}
        request = {"ActionName": name, "ActionType": kind, "Source": source, "Status": "Completed"}
        return self._add(ACTION, request)

    def write_context(self, name: str, kind: str, resource: str) -> str:
        """Write a context for a resource, such as `endpoint/churn`."""
        source = {"SourceUri": self._owner.format_arn(resource), "SourceType": "ARN"}
        return self._add(CONTEXT, {"ContextName": name, "ContextType": kind, "Source": source})

    def associate(self, *sources: str, to: str, kind: str = "ContributedTo") -> None:
        """Associate each source with one destination."""
        stamp = self._stamp()
        self.associations += [NewAssociation(source, to, kind, stamp) for source in sources]

    def _add(self, kind: EntityKind, request: dict[str, Any], artifact_id: str | None = None) -> str:
        resource_id = artifact_id or request[kind.name_member]
        arn = self._owner.format_arn(f"{kind.resource_type}/{resource_id}")
        if arn not in self.entities:
            self.entities[arn] = NewEntity(kind, request, self._stamp(), artifact_id)
        return arn

    def _stamp(self) -> Stamp:
        """Return a time, one second after the former entity."""
        return Stamp(_START_TIME + timedelta(seconds=len(self.entities)), {})

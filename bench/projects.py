"""Projects of a stated size: the lineage of one product, from raw data to the endpoints that serve it.

Each has a waist. Many sources are merged into a training set, and from that come all its models:

    raw data ─► ingestion ─► curated data ─┐                       ┌─► training ─► model ─► package ─► …
    raw data ─► ingestion ─► curated data ─┴─► merge ─► training set ─► training ─► model ─► …
                                                 │          ▲
                                                 ▼          │
                                 hold-out sets ─► checks    labelling ◄─ answers

Up and down from the training set and up and down from the merge job are equally many entities. A twentieth
of them differs: the checks are read from the job alone, the labelling from the training set alone. A step
from one to the other is therefore what a reader's step usually is: most of the picture stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, islice

from bench.pen import Pen
from sagemaker_account.service import Account
from sagemaker_account.store import Store

SMALLEST = 20
"""Entities that a project needs to have one of everything."""

_A_SOURCE = 4
"""Entities of a source: two raw data sets, a job, and what it made of them."""
_A_SIDE = 2
"""Entities of a check, and of a labelling: a data set and a job."""
_DEPLOYED_EVERY = 2


_BEGINNING = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Project:
    """A project that was written.

    Attributes:
        training_set, merge_job: Two neighbours: ARNs to start from.
    """

    training_set: str
    merge_job: str


def account_in(store: Store) -> Account:
    """Return the account of a store, with a clock and artifact ids that are the same in every run."""
    seconds, ids = count(), count()
    return Account(
        store,
        clock=lambda: _BEGINNING + timedelta(seconds=next(seconds)),
        new_id=lambda: sha256(str(next(ids)).encode()).hexdigest()[:32],
    )


def write(account: Account, name: str, size: int) -> Project:
    """Write a project; equal names and sizes give equal lineage.

    Args:
        account: Who is written to; its images may be shared by many projects.
        name: Names the project's jobs and data; letters, digits and hyphens.
        size: Entities to be read from either start.

    Raises:
        ValueError: The size is too small to have one of everything.
    """
    if size < SMALLEST:
        raise ValueError(f"A project has at least {SMALLEST} entities, not {size}.")
    pen = Pen(account, f"{name}-lineage")
    images = _images(pen)
    sources, sides = size // 20, size // 40 or 1
    merge_job = pen.job("processing", f"{name}-merge")
    training_set = pen.data("merged/train")
    pen.link(merge_job, to=training_set, kind="Produced")
    _ingested(pen, name, sources, merge_job, images)
    _labelled(pen, name, sides, training_set)
    hold_out = _checked(pen, name, sides, merge_job)
    upstream = len((merge_job, training_set, images.processing)) + _A_SOURCE * sources + _A_SIDE * sides
    runs = _runs(pen, name, training_set, hold_out, images)
    deque(islice(runs, size - upstream), maxlen=0)  # takes that many steps, and keeps nothing
    return Project(training_set, merge_job)


@dataclass(frozen=True, slots=True)
class _Images:
    """ARNs of the container images that all projects run on."""

    processing: str
    training: str


def _images(pen: Pen) -> _Images:
    registry = "246618743249.dkr.ecr.us-west-2.amazonaws.com"
    return _Images(
        pen.artifact(f"{registry}/sagemaker-scikit-learn:1.2-1-cpu-py3", "Image"),
        pen.artifact(f"{registry}/sagemaker-xgboost:1.7-1", "Image"),
    )


def _ingested(pen: Pen, name: str, sources: int, merge_job: str, images: _Images) -> None:
    """Write what the merge job reads: for each source two raw data sets, a job, and what it made of them."""
    for number in range(1, sources + 1):
        raw = [pen.data(f"raw/source-{number}/{part}") for part in ("events", "profiles")]
        job = pen.job("processing", f"{name}-ingest-{number}")
        curated = pen.data(f"curated/source-{number}")
        pen.link(*raw, images.processing, to=job)
        pen.link(job, to=curated, kind="Produced")
        pen.link(curated, to=merge_job)


def _labelled(pen: Pen, name: str, batches: int, training_set: str) -> None:
    """Write what leads to the training set past the merge job: batches of answers, and their labelling."""
    for number in range(1, batches + 1):
        answers = pen.data(f"answers/batch-{number}")
        job = pen.job("processing", f"{name}-label-{number}")
        pen.link(answers, to=job)
        pen.link(job, to=training_set, kind="Produced")


def _checked(pen: Pen, name: str, checks: int, merge_job: str) -> str:
    """Write what comes of the merge job beside the training set; return the first hold-out set."""
    held_out = []
    for number in range(1, checks + 1):
        held_out.append(pen.data(f"merged/hold-out-{number}"))
        job = pen.job("processing", f"{name}-check-{number}")
        pen.link(merge_job, to=held_out[-1], kind="Produced")
        pen.link(held_out[-1], to=job)
    return held_out[0]


def _runs(pen: Pen, name: str, training_set: str, hold_out: str, images: _Images) -> Iterator[str]:
    """Write run after run of the pipeline without end, one entity a step, with what leads to it."""
    group = pen.context(f"{name}-models", "ModelGroup", f"model-package-group/{name}")
    yield group
    for run in count(1):
        model = yield from _trained(pen, f"{name}-train-{run}", training_set, images)
        report = yield from _evaluated(pen, f"{name}-evaluate-{run}", model, hold_out, images)
        package = pen.package(name, run)
        pen.link(model, report, to=package)
        pen.link(package, to=group, kind="AssociatedWith")
        yield package
        if run % _DEPLOYED_EVERY:
            yield from _deployed(pen, name, run, (model, package))
        yield from _scored(pen, f"{name}-score-{run}", (model, training_set), images)


def _trained(pen: Pen, job: str, training_set: str, images: _Images) -> Generator[str, None, str]:
    training = pen.job("training", job)
    pen.link(training_set, images.training, to=training)
    yield training
    model = pen.model(job)
    pen.link(training, to=model, kind="Produced")
    yield model
    return model


def _evaluated(pen: Pen, job: str, model: str, hold_out: str, images: _Images) -> Generator[str, None, str]:
    evaluation = pen.job("processing", job)
    pen.link(model, hold_out, images.processing, to=evaluation)
    yield evaluation
    report = pen.data(f"reports/{job}.json")
    pen.link(evaluation, to=report, kind="Produced")
    yield report
    return report


def _deployed(pen: Pen, name: str, run: int, models: tuple[str, str]) -> Iterator[str]:
    approval = pen.action(f"{name}-{run}-approved", "Approval", f"model-package/{name}/{run}")
    pen.link(approval, to=models[1])  # leads into the package, so it is read from neither start
    deployment = pen.action(f"{name}-{run}-deployment", "ModelDeployment", f"endpoint/{name}-{run}")
    pen.link(*models, to=deployment)
    yield deployment
    endpoint = pen.context(f"{name}-{run}-endpoint", "Endpoint", f"endpoint/{name}-{run}")
    pen.link(deployment, to=endpoint, kind="AssociatedWith")
    yield endpoint


def _scored(pen: Pen, job: str, inputs: tuple[str, str], images: _Images) -> Iterator[str]:
    transform = pen.job("transform", job)
    pen.link(*inputs, images.training, to=transform)
    yield transform
    scores = pen.data(f"scores/{job}.csv")
    pen.link(transform, to=scores, kind="Produced")
    yield scores

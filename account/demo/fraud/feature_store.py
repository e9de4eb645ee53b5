"""Feature groups and the feature processors between them, as the feature store and its SDK record them.

A feature group stands as two contexts, a processor as one context and one more for each of its versions.
What a processor reads contributes to it, and it contributes to what it writes: one that updates the group it
reads makes a cycle.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from account.demo.author import Artifact, Author
from account.demo.naming import ACCOUNT, REGION, arn, epoch
from account.demo.people import SERVICE, TOMAS

BUCKET = "s3://orchard-telecom-ml/fraud"


@dataclass(frozen=True, slots=True)
class FeatureGroup:
    """The ARNs of a feature group's two contexts."""

    pipeline: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """A feature processor.

    Attributes:
        name: Name of its pipeline.
        reads: The feature groups that it reads.
        writes: The feature group that it writes.
        versions: When each of its versions was made, UTC; each has code of its own.
        schedule: The expression by which it runs, if by the clock.
        trigger: The event by which it runs, if by events.
    """

    name: str
    reads: tuple[str, ...]
    writes: str
    versions: tuple[str, ...]
    schedule: str = ""
    trigger: str = ""


GROUPS = {
    "card-transactions": "2026-01-08T09:00",
    "customer-profile": "2026-01-08T09:20",
    "merchant-risk": "2026-01-15T10:00",
    "fraud-signals": "2026-01-19T11:00",
}
"""When each feature group was made, UTC."""

_KEYS = {
    "card-transactions": "transaction_id",
    "customer-profile": "customer_id",
    "merchant-risk": "merchant_id",
    "fraud-signals": "transaction_id",
}
"""What each feature group tells its records by."""

PROCESSORS = (
    Processor(
        name="card-transactions-ingest",
        reads=(),
        writes="card-transactions",
        versions=("2026-01-09T08:00",),
        trigger="s3-object-created",
    ),
    Processor(
        name="merchant-risk-refresh",
        reads=("merchant-risk",),
        writes="merchant-risk",
        versions=("2026-01-16T08:00",),
        schedule="cron(0 4 * * ? *)",
    ),
    Processor(
        name="fraud-signals-hourly",
        reads=("card-transactions", "customer-profile", "merchant-risk"),
        writes="fraud-signals",
        versions=("2026-01-20T08:00", "2026-06-08T08:00"),
        schedule="rate(1 hour)",
        trigger="feature-group-backfilled",
    ),
)


def feature_groups(author: Author) -> dict[str, FeatureGroup]:
    """Write the contexts of every feature group."""
    return {name: _feature_group(author.by(SERVICE).at(made), name) for name, made in GROUPS.items()}


def feature_processor(
    author: Author, processor: Processor, groups: Mapping[str, FeatureGroup], raw: Iterable[Artifact]
) -> None:
    """Write a feature processor, with raw data sets that it reads beside its groups."""
    first = author.by(TOMAS).at(processor.versions[0])
    pipeline = first.context(
        f"{_stem(first, processor)}-fep", "FeatureEngineeringPipeline", arn("pipeline", processor.name)
    )
    reads = [groups[name] for name in processor.reads]
    tables = [artifact.arn for artifact in raw]
    _connect(
        first, pipeline, (*(group.pipeline for group in reads), *tables), groups[processor.writes].pipeline
    )
    for number, made in enumerate(processor.versions, start=1):
        then = first.at(made)
        version = _version(then, processor, number)
        then.link(pipeline, version, "AssociatedWith")
        _connect(
            then, version, (*(group.version for group in reads), *tables), groups[processor.writes].version
        )


def _feature_group(author: Author, name: str) -> FeatureGroup:
    author.keep(
        "DescribeFeatureGroup",
        FeatureGroupArn=arn("feature-group", name),
        FeatureGroupName=name,
        RecordIdentifierFeatureName=_KEYS[name],
        EventTimeFeatureName="event_time",
        FeatureDefinitions=[
            {"FeatureName": _KEYS[name], "FeatureType": "String"},
            {"FeatureName": "event_time", "FeatureType": "String"},
        ],
        CreationTime=author.when,
        FeatureGroupStatus="Created",
        NextToken="",
    )
    stem = f"{name}-{epoch(author.when)}-feature-group-pipeline"
    source = arn("feature-group", name)
    return FeatureGroup(
        pipeline=author.context(stem, "FeatureGroupPipeline", source),
        version=author.context(f"{stem}-version", "FeatureGroupPipelineVersion", source),
    )


def _version(author: Author, processor: Processor, number: int) -> str:
    version = author.context(
        f"{_stem(author, processor)}-fep-ver",
        f"FeatureEngineeringPipelineVersion-{processor.name}",
        arn("pipeline", processor.name),
        Properties={"Version": str(number)},
    )
    code = author.artifact(
        f"{BUCKET}/feature-processors/{processor.name}/v{number}/transform.py",
        "TransformationCode",
        Properties={"state": "Active" if number == len(processor.versions) else "Inactive"},
    )
    for artifact in (code, *_starters(author, processor)):
        author.link(artifact.arn, version)
    return version


def _starters(author: Author, processor: Processor) -> Iterator[Artifact]:
    if processor.schedule:
        schedule = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{processor.name}"
        yield author.artifact(schedule, "PipelineSchedule", Properties={"expression": processor.schedule})
    if processor.trigger:
        rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{processor.trigger}"
        yield author.artifact(rule, "PipelineTrigger", Properties={"state": "ENABLED"})


def _connect(author: Author, context: str, before: Iterable[str], after: str) -> None:
    for source in before:
        author.link(source, context)
    author.link(context, after)


def _stem(author: Author, processor: Processor) -> str:
    return f"sm-fs-fe-{processor.name}-{epoch(author.when)}"

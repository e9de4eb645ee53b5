"""Feature groups and feature processors, as the feature store records them.

The records are those of the feature store and its SDK. A feature group has two contexts, a processor one
context and one more for each of its versions. A processor's inputs contribute to it, and it contributes to
its output: a processor that updates the group it reads forms a cycle.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from account.demo.author import Artifact, Author
from account.demo.naming import ACCOUNT, REGION, arn, epoch
from account.demo.people import SERVICE, TOMAS

BUCKET = "s3://orchard-telecom-ml/fraud"


@dataclass(frozen=True, slots=True)
class FeatureGroup:
    """ARNs of a feature group's two contexts."""

    pipeline: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Feature processor.

    Attributes:
        name: Name of its pipeline.
        reads: Names of the feature groups that it reads.
        writes: Name of the feature group that it writes.
        versions: Creation times of its versions, UTC; each version has its own code.
        schedule: Schedule expression, or empty.
        trigger: Name of the event rule that starts it, or empty.
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
"""Creation time of each feature group, UTC."""

_KEYS = {
    "card-transactions": "transaction_id",
    "customer-profile": "customer_id",
    "merchant-risk": "merchant_id",
    "fraud-signals": "transaction_id",
}
"""Record identifier of each feature group."""

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
    return {name: _feature_group(author.by(SERVICE).at(created), name) for name, created in GROUPS.items()}


def feature_processor(
    author: Author, processor: Processor, groups: Mapping[str, FeatureGroup], raw: Iterable[Artifact]
) -> None:
    """Write a feature processor.

    Args:
        author: The builder.
        processor: The processor.
        groups: All feature groups by name.
        raw: Raw data sets that the processor reads beside its feature groups.
    """
    first = author.by(TOMAS).at(processor.versions[0])
    pipeline = first.context(
        f"{_stem(first, processor)}-fep", "FeatureEngineeringPipeline", arn("pipeline", processor.name)
    )
    inputs = [groups[name] for name in processor.reads]
    tables = [artifact.arn for artifact in raw]
    _connect(
        first, pipeline, (*(group.pipeline for group in inputs), *tables), groups[processor.writes].pipeline
    )
    for number, created in enumerate(processor.versions, start=1):
        in_version = first.at(created)
        version = _version(in_version, processor, number)
        in_version.link(pipeline, version, "AssociatedWith")
        _connect(
            in_version,
            version,
            (*(group.version for group in inputs), *tables),
            groups[processor.writes].version,
        )


def _feature_group(builder: Author, name: str) -> FeatureGroup:
    builder.keep(
        "DescribeFeatureGroup",
        FeatureGroupArn=arn("feature-group", name),
        FeatureGroupName=name,
        RecordIdentifierFeatureName=_KEYS[name],
        EventTimeFeatureName="event_time",
        FeatureDefinitions=[
            {"FeatureName": _KEYS[name], "FeatureType": "String"},
            {"FeatureName": "event_time", "FeatureType": "String"},
        ],
        CreationTime=builder.when,
        FeatureGroupStatus="Created",
        NextToken="",
    )
    stem = f"{name}-{epoch(builder.when)}-feature-group-pipeline"
    source = arn("feature-group", name)
    return FeatureGroup(
        pipeline=builder.context(stem, "FeatureGroupPipeline", source),
        version=builder.context(f"{stem}-version", "FeatureGroupPipelineVersion", source),
    )


def _version(builder: Author, processor: Processor, number: int) -> str:
    version = builder.context(
        f"{_stem(builder, processor)}-fep-ver",
        f"FeatureEngineeringPipelineVersion-{processor.name}",
        arn("pipeline", processor.name),
        Properties={"Version": str(number)},
    )
    code = builder.artifact(
        f"{BUCKET}/feature-processors/{processor.name}/v{number}/transform.py",
        "TransformationCode",
        Properties={"state": "Active" if number == len(processor.versions) else "Inactive"},
    )
    for artifact in (code, *_starters(builder, processor)):
        builder.link(artifact.arn, version)
    return version


def _starters(builder: Author, processor: Processor) -> Iterator[Artifact]:
    if processor.schedule:
        schedule = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{processor.name}"
        yield builder.artifact(schedule, "PipelineSchedule", Properties={"expression": processor.schedule})
    if processor.trigger:
        rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{processor.trigger}"
        yield builder.artifact(rule, "PipelineTrigger", Properties={"state": "ENABLED"})


def _connect(builder: Author, context: str, inputs: Iterable[str], output: str) -> None:
    for source in inputs:
        builder.link(source, context)
    builder.link(context, output)


def _stem(builder: Author, processor: Processor) -> str:
    return f"sm-fs-fe-{processor.name}-{epoch(builder.when)}"

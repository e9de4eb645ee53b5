"""Feature groups and feature processors, as the feature store records them.

The records are those of the feature store and its SDK. A feature group has two contexts, a processor one
context and one more for each of its versions. A processor's inputs contribute to it, and it contributes to
its output: a processor that updates the group it reads forms a cycle.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sagemaker_account.demo.arn_names import ACCOUNT, REGION, build_arn, to_epoch_seconds
from sagemaker_account.demo.executions import add_pipeline
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.users import SERVICE, TOMAS

BUCKET = "s3://orchard-telecom-ml/fraud"


@dataclass(frozen=True, slots=True)
class FeatureGroup:
    """ARNs of a feature group's two contexts."""

    pipeline: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureProcessor:
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


FEATURE_GROUPS = {
    "card-transactions": "2026-01-08T09:00",
    "customer-profile": "2026-01-08T09:20",
    "merchant-risk": "2026-01-15T10:00",
    "fraud-signals": "2026-01-19T11:00",
}
"""Creation time of each feature group, UTC."""

_RECORD_IDENTIFIERS = {
    "card-transactions": "transaction_id",
    "customer-profile": "customer_id",
    "merchant-risk": "merchant_id",
    "fraud-signals": "transaction_id",
}
"""Record identifier of each feature group."""

PROCESSORS = (
    FeatureProcessor(
        name="card-transactions-ingest",
        reads=(),
        writes="card-transactions",
        versions=("2026-01-09T08:00",),
        trigger="s3-object-created",
    ),
    FeatureProcessor(
        name="merchant-risk-refresh",
        reads=("merchant-risk",),
        writes="merchant-risk",
        versions=("2026-01-16T08:00",),
        schedule="cron(0 4 * * ? *)",
    ),
    FeatureProcessor(
        name="fraud-signals-hourly",
        reads=("card-transactions", "customer-profile", "merchant-risk"),
        writes="fraud-signals",
        versions=("2026-01-20T08:00", "2026-06-08T08:00"),
        schedule="rate(1 hour)",
        trigger="feature-group-backfilled",
    ),
)


def write_feature_groups(builder: DemoBuilder) -> dict[str, FeatureGroup]:
    """Write the contexts of every feature group."""
    return {
        name: _write_feature_group(builder.with_caller(SERVICE).at_time(created), name)
        for name, created in FEATURE_GROUPS.items()
    }


def write_feature_processor(
    builder: DemoBuilder,
    processor: FeatureProcessor,
    groups: Mapping[str, FeatureGroup],
    raw: Iterable[Artifact],
) -> None:
    """Write a feature processor.

    Args:
        builder: The builder.
        processor: The processor.
        groups: All feature groups by name.
        raw: Raw data sets that the processor reads beside its feature groups.
    """
    first = builder.with_caller(TOMAS).at_time(processor.versions[0])
    add_pipeline(first, processor.name, f"Writes the feature group {processor.writes}")
    pipeline = first.create_context(
        f"{_build_name_prefix(first, processor)}-fep",
        "FeatureEngineeringPipeline",
        build_arn("pipeline", processor.name),
    )
    inputs = [groups[name] for name in processor.reads]
    tables = [artifact.arn for artifact in raw]
    _connect(
        first, pipeline, (*(group.pipeline for group in inputs), *tables), groups[processor.writes].pipeline
    )
    for number, created in enumerate(processor.versions, start=1):
        in_version = first.at_time(created)
        version = _write_version(in_version, processor, number)
        in_version.associate(pipeline, version, "AssociatedWith")
        _connect(
            in_version,
            version,
            (*(group.version for group in inputs), *tables),
            groups[processor.writes].version,
        )


def _write_feature_group(builder: DemoBuilder, name: str) -> FeatureGroup:
    builder.add_resource(
        "DescribeFeatureGroup",
        FeatureGroupArn=build_arn("feature-group", name),
        FeatureGroupName=name,
        RecordIdentifierFeatureName=_RECORD_IDENTIFIERS[name],
        EventTimeFeatureName="event_time",
        FeatureDefinitions=[
            {"FeatureName": _RECORD_IDENTIFIERS[name], "FeatureType": "String"},
            {"FeatureName": "event_time", "FeatureType": "String"},
        ],
        CreationTime=builder.time,
        FeatureGroupStatus="Created",
        NextToken="",
    )
    stem = f"{name}-{to_epoch_seconds(builder.time)}-feature-group-pipeline"
    source = build_arn("feature-group", name)
    return FeatureGroup(
        pipeline=builder.create_context(stem, "FeatureGroupPipeline", source),
        version=builder.create_context(f"{stem}-version", "FeatureGroupPipelineVersion", source),
    )


def _write_version(builder: DemoBuilder, processor: FeatureProcessor, number: int) -> str:
    version = builder.create_context(
        f"{_build_name_prefix(builder, processor)}-fep-ver",
        f"FeatureEngineeringPipelineVersion-{processor.name}",
        build_arn("pipeline", processor.name),
        Properties={"Version": str(number)},
    )
    code = builder.create_artifact(
        f"{BUCKET}/feature-processors/{processor.name}/v{number}/transform.py",
        "TransformationCode",
        Properties={"state": "Active" if number == len(processor.versions) else "Inactive"},
    )
    for artifact in (code, *_create_starters(builder, processor)):
        builder.associate(artifact.arn, version)
    return version


def _create_starters(builder: DemoBuilder, processor: FeatureProcessor) -> Iterator[Artifact]:
    if processor.schedule:
        schedule = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{processor.name}"
        yield builder.create_artifact(
            schedule, "PipelineSchedule", Properties={"expression": processor.schedule}
        )
    if processor.trigger:
        rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{processor.trigger}"
        yield builder.create_artifact(rule, "PipelineTrigger", Properties={"state": "ENABLED"})


def _connect(builder: DemoBuilder, context: str, inputs: Iterable[str], output: str) -> None:
    for source in inputs:
        builder.associate(source, context)
    builder.associate(context, output)


def _build_name_prefix(builder: DemoBuilder, processor: FeatureProcessor) -> str:
    return f"sm-fs-fe-{processor.name}-{to_epoch_seconds(builder.time)}"

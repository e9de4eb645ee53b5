"""Parse what `Describe…` and `List…` answer; every member may be absent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lineage.errors import InvalidArn
from lineage.model import Arn, Entity, LineageType, split_arn
from lineage.query import as_utc
from lineage.source import Hit, Neighbour

Wire = Mapping[str, Any]
"""A structure of the API as boto3 gives it."""

_JOB_TYPES = {f"SageMaker{job}": job for job in ("TrainingJob", "ProcessingJob", "TransformJob")}


def kind(arn: Arn) -> LineageType | None:
    """Tell an entity's kind by its ARN; None for an experiment, or an ARN of a form that is not known."""
    try:
        return split_arn(arn).lineage_type
    except InvalidArn:
        return None


def job_type(type_: str | None) -> str | None:
    """Spell a job's type as `QueryLineage` does: the other operations say `SageMakerTrainingJob`."""
    return _JOB_TYPES.get(type_, type_) if type_ else None


def entity(arn: Arn, lineage_type: LineageType, answer: Wire) -> Entity:
    """Return the entity that a `Describe…` answer tells of.

    Args:
        arn: The ARN that was asked for; the answer's own is the same.
        lineage_type: Its kind, which says how the answer's members are called.
        answer: The answer.
    """
    word = lineage_type.value
    source = _source(answer)
    source_type = source.get("SourceType") or None
    status, status_message = _status(answer)
    return Entity(
        arn=arn,
        lineage_type=lineage_type,
        name=answer.get(f"{word}Name") or None,
        display_name=answer.get("DisplayName") or None,
        type=answer.get(f"{word}Type") or _type_by_source(lineage_type, source_type),
        description=answer.get("Description") or None,
        source_uri=source.get("SourceUri") or source.get("SourceArn") or None,
        source_type=source_type,
        source_ids=_source_ids(source),
        status=status,
        status_message=status_message,
        created=_moment(answer.get("CreationTime")),
        created_by=person(answer.get("CreatedBy")),
        modified=_moment(answer.get("LastModifiedTime")),
        modified_by=person(answer.get("LastModifiedBy")),
        started=_moment(answer.get("StartTime")),
        ended=_moment(answer.get("EndTime")),
        properties=MappingProxyType(dict(answer.get("Properties") or {})),
        parameters=MappingProxyType(_parameters(answer)),
        metrics=MappingProxyType(_metrics(answer)),
        inputs=MappingProxyType(_artifacts(answer.get("InputArtifacts"))),
        outputs=MappingProxyType(_artifacts(answer.get("OutputArtifacts"))),
        metadata=MappingProxyType(dict(answer.get("MetadataProperties") or {})),
        lineage_group=answer.get("LineageGroupArn") or None,
    )


def hit(lineage_type: LineageType, summary: Wire) -> Hit | None:
    """Return the entity of a `List…` summary as something to offer; None without an ARN."""
    word = lineage_type.value
    arn = summary.get(f"{word}Arn")
    if not arn:
        return None
    source = summary.get("Source") or summary.get("TrialComponentSource") or {}
    return Hit(
        arn=Arn(arn),
        lineage_type=lineage_type,
        name=summary.get(f"{word}Name") or None,
        type=summary.get(f"{word}Type") or _type_by_source(lineage_type, source.get("SourceType")),
        source_uri=source.get("SourceUri") or source.get("SourceArn") or None,
        created=_moment(summary.get("CreationTime")),
    )


def neighbour(summary: Wire, *, end: str) -> Neighbour | None:
    """Return one end, `Source` or `Destination`, of a `ListAssociations` summary; None without an ARN."""
    arn = summary.get(f"{end}Arn")
    if not arn:
        return None
    return Neighbour(
        arn=Arn(arn),
        name=summary.get(f"{end}Name") or None,
        type=job_type(summary.get(f"{end}Type")),
        association=summary.get("AssociationType") or None,
    )


def person(user: Wire | None) -> str | None:
    """Name who a `UserContext` speaks of: the profile, else the tail of the IAM identity."""
    if not user:
        return None
    identity = (user.get("IamIdentity") or {}).get("Arn") or ""
    return user.get("UserProfileName") or identity.rpartition("/")[2] or None


def _source(answer: Wire) -> Wire:
    """Return the source; a trial component may have several, of which the first made it."""
    several = answer.get("Sources") or ()
    source: Wire = answer.get("Source") or (several[0] if several else {})
    return source


def _type_by_source(lineage_type: LineageType, source_type: str | None) -> str | None:
    """A trial component has no type of its own: it is what its source is."""
    return job_type(source_type) if lineage_type is LineageType.TRIAL_COMPONENT else None


def _source_ids(source: Wire) -> tuple[tuple[str, str], ...]:
    pairs = ((id_.get("SourceIdType"), id_.get("Value")) for id_ in source.get("SourceTypes") or ())
    return tuple((name, value) for name, value in pairs if name and value)


def _status(answer: Wire) -> tuple[str | None, str | None]:
    """Read an action's status, which is a word, or a trial component's, which has a message too."""
    status = answer.get("Status")
    if isinstance(status, Mapping):
        return status.get("PrimaryStatus") or None, status.get("Message") or None
    return status or None, None


def _parameters(answer: Wire) -> dict[str, str | float]:
    return {name: _parameter(value) for name, value in (answer.get("Parameters") or {}).items()}


def _parameter(value: Wire) -> str | float:
    number: float | None = value.get("NumberValue")
    return str(value.get("StringValue") or "") if number is None else number


def _metrics(answer: Wire) -> dict[str, float | None]:
    metrics = answer.get("Metrics") or ()
    return {metric["MetricName"]: metric.get("Last") for metric in metrics if metric.get("MetricName")}


def _artifacts(artifacts: Wire | None) -> dict[str, str]:
    return {name: artifact.get("Value") or "" for name, artifact in (artifacts or {}).items()}


def _moment(value: datetime | None) -> datetime | None:
    return as_utc(value) if value else None

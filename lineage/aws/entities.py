"""Parse responses of `Describe…` and `List…`; every member may be absent."""

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
    """Return an entity's lineage type by its ARN.

    None for an experiment, or for an ARN of an unknown form.
    """
    try:
        return split_arn(arn).lineage_type
    except InvalidArn:
        return None


def job_type(type_: str | None) -> str | None:
    """Return a job's type as `QueryLineage` spells it.

    Other operations spell it with a prefix, for example `SageMakerTrainingJob`.
    """
    return _JOB_TYPES.get(type_, type_) if type_ else None


def entity(arn: Arn, lineage_type: LineageType, answer: Wire) -> Entity:
    """Parse the entity in a `Describe…` response.

    Args:
        arn: The ARN that was requested; the one in the response is the same.
        lineage_type: The entity's kind; it determines the names of the response's members.
        answer: The response.
    """
    type_name = lineage_type.value
    source = _source(answer)
    source_type = source.get("SourceType") or None
    status, status_message = _status(answer)
    return Entity(
        arn=arn,
        lineage_type=lineage_type,
        name=answer.get(f"{type_name}Name") or None,
        display_name=answer.get("DisplayName") or None,
        type=answer.get(f"{type_name}Type") or _type_by_source(lineage_type, source_type),
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
    """Parse the entity in a `List…` summary; None without an ARN."""
    type_name = lineage_type.value
    arn = summary.get(f"{type_name}Arn")
    if not arn:
        return None
    source = summary.get("Source") or summary.get("TrialComponentSource") or {}
    return Hit(
        arn=Arn(arn),
        lineage_type=lineage_type,
        name=summary.get(f"{type_name}Name") or None,
        type=summary.get(f"{type_name}Type") or _type_by_source(lineage_type, source.get("SourceType")),
        source_uri=source.get("SourceUri") or source.get("SourceArn") or None,
        created=_moment(summary.get("CreationTime")),
    )


def neighbour(summary: Wire, *, end: str) -> Neighbour | None:
    """Parse one end of a `ListAssociations` summary; None without an ARN.

    Args:
        summary: The summary.
        end: The end to parse, `Source` or `Destination`.
    """
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
    """Return the user name in a `UserContext`.

    It is the profile name, or else the last segment of the IAM identity's ARN.
    """
    if not user:
        return None
    identity = (user.get("IamIdentity") or {}).get("Arn") or ""
    return user.get("UserProfileName") or identity.rpartition("/")[2] or None


def _source(response: Wire) -> Wire:
    """Return an entity's source.

    A trial component may have several sources; the first one created it.
    """
    sources = response.get("Sources") or ()
    source: Wire = response.get("Source") or (sources[0] if sources else {})
    return source


def _type_by_source(lineage_type: LineageType, source_type: str | None) -> str | None:
    """Return a trial component's type: that of its source.

    A trial component has no type of its own. For other entities this is None.
    """
    return job_type(source_type) if lineage_type is LineageType.TRIAL_COMPONENT else None


def _source_ids(source: Wire) -> tuple[tuple[str, str], ...]:
    pairs = ((id_.get("SourceIdType"), id_.get("Value")) for id_ in source.get("SourceTypes") or ())
    return tuple((name, value) for name, value in pairs if name and value)


def _status(response: Wire) -> tuple[str | None, str | None]:
    """Return an entity's status and status message.

    An action's status is a plain string; a trial component's is a structure with a message.
    """
    status = response.get("Status")
    if isinstance(status, Mapping):
        return status.get("PrimaryStatus") or None, status.get("Message") or None
    return status or None, None


def _parameters(response: Wire) -> dict[str, str | float]:
    return {name: _parameter(value) for name, value in (response.get("Parameters") or {}).items()}


def _parameter(value: Wire) -> str | float:
    number: float | None = value.get("NumberValue")
    return str(value.get("StringValue") or "") if number is None else number


def _metrics(response: Wire) -> dict[str, float | None]:
    metrics = response.get("Metrics") or ()
    return {metric["MetricName"]: metric.get("Last") for metric in metrics if metric.get("MetricName")}


def _artifacts(artifacts: Wire | None) -> dict[str, str]:
    return {name: artifact.get("Value") or "" for name, artifact in (artifacts or {}).items()}


def _moment(time: datetime | None) -> datetime | None:
    return as_utc(time) if time else None

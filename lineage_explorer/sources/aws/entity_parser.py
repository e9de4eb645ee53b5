"""Parse responses of `Describe…` and `List…`; every member may be absent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lineage_explorer.errors import InvalidArn
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType, Metric, is_lineage_arn, split_arn
from lineage_explorer.query.moments import as_utc
from lineage_explorer.sources.protocols import Neighbor

ApiStructure = Mapping[str, Any]
"""A structure of the API as boto3 gives it."""

_MOMENTS = ("CreationTime", "LastModifiedTime", "StartTime", "EndTime")

_JOB_TYPES = {f"SageMaker{job}": job for job in ("TrainingJob", "ProcessingJob", "TransformJob")}


def get_lineage_type(arn: Arn) -> LineageType | None:
    """Return an entity's lineage type by its ARN.

    None for an experiment, or for an ARN of an unknown form.
    """
    try:
        return split_arn(arn).lineage_type
    except InvalidArn:
        return None


def normalize_job_type(type_: str | None) -> str | None:
    """Return a job's type as `QueryLineage` spells it.

    Other operations spell it with a prefix, for example `SageMakerTrainingJob`.
    """
    return _JOB_TYPES.get(type_, type_) if type_ else None


def parse_entity(arn: Arn, lineage_type: LineageType, response: ApiStructure) -> Entity:
    """Parse the entity in a `Describe…` response.

    Args:
        arn: The ARN that was requested; the one in the response is the same.
        lineage_type: The entity's kind; it determines the names of the response's members.
        response: The response.
    """
    type_name = lineage_type.value
    source = _get_source(response)
    source_type = source.get("SourceType") or None
    status, status_message = _parse_status(response)
    return Entity(
        arn=arn,
        lineage_type=lineage_type,
        name=response.get(f"{type_name}Name") or None,
        display_name=response.get("DisplayName") or None,
        type=response.get(f"{type_name}Type") or _infer_type(lineage_type, source_type),
        description=response.get("Description") or None,
        source_uri=source.get("SourceUri") or source.get("SourceArn") or None,
        source_type=source_type,
        source_ids=_parse_source_ids(source),
        status=status,
        status_message=status_message,
        created=parse_time(response.get("CreationTime")),
        created_by=get_user_name(response.get("CreatedBy")),
        modified=parse_time(response.get("LastModifiedTime")),
        modified_by=get_user_name(response.get("LastModifiedBy")),
        is_created_by_role=is_role_session(response.get("CreatedBy")),
        is_modified_by_role=is_role_session(response.get("LastModifiedBy")),
        started=parse_time(response.get("StartTime")),
        ended=parse_time(response.get("EndTime")),
        properties=MappingProxyType(dict(response.get("Properties") or {})),
        parameters=MappingProxyType(_parse_parameters(response)),
        metrics=_parse_metrics(response),
        inputs=MappingProxyType(_parse_artifacts(response.get("InputArtifacts"))),
        outputs=MappingProxyType(_parse_artifacts(response.get("OutputArtifacts"))),
        metadata=MappingProxyType(dict(response.get("MetadataProperties") or {})),
        lineage_group=response.get("LineageGroupArn") or None,
        unreadable=tuple(
            f"{name} ({response[name]})" for name in _MOMENTS if _is_unreadable(response.get(name))
        ),
    )


def parse_summary(arn: Arn, lineage_type: LineageType, summary: ApiStructure) -> Entity:
    """Parse the entity in a `List…` summary, which holds less.

    A trial component's summary names its source differently from its description.
    """
    source = summary.get("Source") or summary.get(f"{lineage_type}Source") or {}
    return parse_entity(arn, lineage_type, {**summary, "Source": source})


def parse_hit(lineage_type: LineageType, summary: ApiStructure) -> Hit | None:
    """Parse the entity in a `List…` summary; None without a lineage ARN."""
    type_name = lineage_type.value
    arn = summary.get(f"{type_name}Arn")
    if not is_lineage_arn(arn):
        return None
    source = summary.get("Source") or summary.get("TrialComponentSource") or {}
    return Hit(
        arn=arn,
        lineage_type=lineage_type,
        name=summary.get(f"{type_name}Name") or None,
        type=summary.get(f"{type_name}Type") or _infer_type(lineage_type, source.get("SourceType")),
        source_uri=source.get("SourceUri") or source.get("SourceArn") or None,
        created=parse_time(summary.get("CreationTime")),
        created_by=get_user_name(summary.get("CreatedBy")),
        source_ids=_parse_source_ids(source),
        display_name=summary.get("DisplayName") or None,
    )


def parse_found_component(result: ApiStructure) -> Hit | None:
    """Parse the trial component in a result of `Search`."""
    component = result.get("TrialComponent") or {}
    return parse_hit(
        LineageType.TRIAL_COMPONENT, {**component, "TrialComponentSource": component.get("Source") or {}}
    )


def parse_neighbor(summary: ApiStructure, *, end: str) -> Neighbor | None:
    """Parse one end of a `ListAssociations` summary.

    None without a lineage ARN.

    Args:
        summary: The summary.
        end: The end to parse, `Source` or `Destination`.
    """
    arn = summary.get(f"{end}Arn")
    if not is_lineage_arn(arn):
        return None
    return Neighbor(
        arn=arn,
        name=summary.get(f"{end}Name") or None,
        type=normalize_job_type(summary.get(f"{end}Type")),
        association=summary.get("AssociationType") or None,
    )


def get_user_name(user: ApiStructure | None) -> str | None:
    """Return the user name in a `UserContext`.

    It is the profile name, or else the person behind a role's session, or else the last segment of the IAM
    identity's ARN.
    """
    if not user:
        return None
    identity = user.get("IamIdentity") or {}
    tail = (identity.get("Arn") or "").rpartition("/")[2]
    return user.get("UserProfileName") or identity.get("SourceIdentity") or tail or None


def is_role_session(user: ApiStructure | None) -> bool:
    """Return whether a `UserContext` names a role's session, and no person."""
    identity = (user or {}).get("IamIdentity") or {}
    is_named = (user or {}).get("UserProfileName") or identity.get("SourceIdentity")
    return not is_named and ":assumed-role/" in (identity.get("Arn") or "")


def _get_source(response: ApiStructure) -> ApiStructure:
    """Return an entity's source.

    A trial component may have several sources; the first one created it.
    """
    sources = response.get("Sources") or ()
    source: ApiStructure = response.get("Source") or (sources[0] if sources else {})
    return source


def _infer_type(lineage_type: LineageType, source_type: str | None) -> str | None:
    """Return a trial component's type: that of its source.

    A trial component has no type of its own. For other entities this is None.
    """
    return normalize_job_type(source_type) if lineage_type is LineageType.TRIAL_COMPONENT else None


def _parse_source_ids(source: ApiStructure) -> tuple[tuple[str, str], ...]:
    pairs = ((id_.get("SourceIdType"), id_.get("Value")) for id_ in source.get("SourceTypes") or ())
    return tuple((name, value) for name, value in pairs if name and value)


def _parse_status(response: ApiStructure) -> tuple[str | None, str | None]:
    """Return an entity's status and status message.

    An action's status is a plain string; a trial component's is a structure with a message.
    """
    status = response.get("Status")
    if isinstance(status, Mapping):
        return status.get("PrimaryStatus") or None, status.get("Message") or None
    return status or None, None


def _parse_parameters(response: ApiStructure) -> dict[str, str | float]:
    return {name: _parse_parameter(value) for name, value in (response.get("Parameters") or {}).items()}


def _parse_parameter(value: ApiStructure) -> str | float:
    number: float | None = value.get("NumberValue")
    return str(value.get("StringValue") or "") if number is None else number


def _parse_metrics(response: ApiStructure) -> tuple[Metric, ...]:
    return tuple(
        Metric(
            summary["MetricName"],
            last=summary.get("Last"),
            minimum=summary.get("Min"),
            maximum=summary.get("Max"),
            count=summary.get("Count"),
        )
        for summary in response.get("Metrics") or ()
        if summary.get("MetricName")
    )


def _parse_artifacts(artifacts: ApiStructure | None) -> dict[str, str]:
    return {name: artifact.get("Value") or "" for name, artifact in (artifacts or {}).items()}


def parse_time(time: datetime | str | None) -> datetime | None:
    """Parse a moment of a checked response.

    None if it is absent, or cannot be read.
    """
    return as_utc(time) if isinstance(time, datetime) else None


def _is_unreadable(time: datetime | str | None) -> bool:
    return isinstance(time, str)

"""Read versions of the model registry with `DescribeModelPackage`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from lineage_explorer.errors import EntityNotFound, UnexpectedResponse
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import (
    ApiStructure,
    get_user_name,
    is_role_session,
    parse_time,
)
from lineage_explorer.sources.aws.resource_lookups import is_missing
from lineage_explorer.sources.linked_resources import DELETED, ModelPackage

DESCRIBE_PACKAGE = "DescribeModelPackage"


def read_response(api: SageMakerApi, arn: str, *, since: datetime) -> ApiStructure:
    """Return the response that describes a model package, cached or requested.

    Args:
        api: The SageMaker API.
        arn: ARN of the package; its account is the package's own.
        since: A response that was read earlier is read again.

    Raises:
        SourceError: The package could not be read.
    """
    return api.send_cached(DESCRIBE_PACKAGE, about=arn, since=since, ModelPackageName=arn).response


def read_package(api: SageMakerApi, arn: str, *, since: datetime) -> ModelPackage:
    """Return a model package; its status is `deleted` if there is none.

    Args:
        api: As for `read_response`.
        arn: As for `read_response`.
        since: As for `read_response`.

    Raises:
        SourceError: The package could not be read.
    """
    try:
        return parse_package(arn, read_response(api, arn, since=since))
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return ModelPackage(arn, status=DELETED)
        raise


def parse_package(arn: str, response: ApiStructure) -> ModelPackage:
    """Parse a response of `DescribeModelPackage`; every member may be absent."""
    life_cycle = response.get("ModelLifeCycle") or {}
    return ModelPackage(
        arn,
        status=response.get("ModelPackageStatus") or "",
        description=response.get("ModelPackageDescription") or "",
        approval=response.get("ModelApprovalStatus") or "",
        approval_note=response.get("ApprovalDescription") or "",
        stage=life_cycle.get("Stage") or "",
        stage_status=life_cycle.get("StageStatus") or "",
        stage_note=life_cycle.get("StageDescription") or "",
        card_status=(response.get("ModelCard") or {}).get("ModelCardStatus") or "",
        domain=response.get("Domain") or "",
        task=response.get("Task") or "",
        created=parse_time(response.get("CreationTime")),
        created_by=get_user_name(response.get("CreatedBy")),
        modified=parse_time(response.get("LastModifiedTime")),
        modified_by=get_user_name(response.get("LastModifiedBy")),
        is_modified_by_role=is_role_session(response.get("LastModifiedBy")),
        reports=MappingProxyType(dict(_parse_reports(response.get("ModelMetrics") or {}))),
        properties=MappingProxyType(dict(response.get("CustomerMetadataProperties") or {})),
    )


def _parse_reports(metrics: ApiStructure) -> Iterator[tuple[str, str]]:
    for kind, reports in metrics.items():
        for report, source in (reports or {}).items():
            if uri := (source or {}).get("S3Uri"):
                yield f"{kind}.{report}", uri

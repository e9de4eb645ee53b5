"""Operation ListTrainingJobsForHyperParameterTuningJob.

A training job that a tuning job started tells so in its description.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce

from sagemaker_account.errors import build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.operations.resource_table import find_resource
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import TRAINING_JOB, TUNING_JOB
from sagemaker_account.tables import RESOURCES
from sagemaker_account.validation import parse_shape

_SHAPE = "HyperParameterTrainingJobSummary"
_KEPT = (
    "TrainingJobName",
    "TrainingJobArn",
    "CreationTime",
    "TrainingStartTime",
    "TrainingEndTime",
    "TrainingJobStatus",
    "FailureReason",
)
_SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    "Name": func.lower(RESOURCES.c.name),
    "CreationTime": type_coerce(RESOURCES.c.created, BigInteger),
    "Status": func.coalesce(RESOURCES.c.status, ""),
}


def build_operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"ListTrainingJobsForHyperParameterTuningJob": Operation(list_training_jobs)}


def list_training_jobs(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List the training jobs of a tuning job by page."""
    sort_by = request.get("SortBy", "Name")
    if sort_by not in _SORT_KEYS:
        raise build_validation_error(f"Training jobs cannot be sorted by {sort_by} here.")
    tuning_job = find_resource(
        call.connection, call.owner, TUNING_JOB, request["HyperParameterTuningJobName"]
    )
    conditions = [
        RESOURCES.c.owner == call.owner.prefix,
        RESOURCES.c.kind == TRAINING_JOB.api_name,
        RESOURCES.c.parent == tuning_job.id,
    ]
    if "StatusEquals" in request:
        conditions.append(RESOURCES.c.status == request["StatusEquals"])
    rows, next_token = read_page(
        call.connection,
        select(RESOURCES).where(*conditions),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(_SORT_KEYS[sort_by], RESOURCES.c.id),
        descending=request.get("SortOrder") == "Descending",
    )
    summaries = [
        {
            **{member: row.description[member] for member in _KEPT if member in row.description},
            "TuningJobName": tuning_job.name,
            "TunedHyperParameters": row.description.get("HyperParameters", {}),
        }
        for row in rows
    ]
    return {"TrainingJobSummaries": [parse_shape(_SHAPE, summary) for summary in summaries], **next_token}

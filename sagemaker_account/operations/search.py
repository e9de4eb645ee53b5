"""Operation Search, for trial components, training jobs and model package groups.

Trial components are the only lineage entities that the service can search for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import false, select

from sagemaker_account.arns import normalize_arn
from sagemaker_account.entity_kinds import TRIAL_COMPONENT
from sagemaker_account.errors import build_validation_error
from sagemaker_account.operations.call import Call, Operation, OperationHandler
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.operations.model_group_search import search_model_groups
from sagemaker_account.operations.output_shapes import build_description, build_select
from sagemaker_account.operations.training_job_search import search_training_jobs
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import JOBS, MODEL_PACKAGE_GROUP, TRAINING_JOB
from sagemaker_account.search_conditions import build_search_condition, build_sort_key
from sagemaker_account.tables import ENTITIES, LINEAGE_GROUPS, RESOURCES, TAGS, TRIAL_MEMBERS, AnyRow
from sagemaker_account.validation import parse_shape

_RESOURCE = "ExperimentTrialComponent"
_SHAPE = "TrialComponent"
_TRIAL, _EXPERIMENT = RESOURCES.alias("trial"), RESOURCES.alias("experiment")
_JOB_KINDS = frozenset(kind.api_name for kind in JOBS)


def build_operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"Search": Operation(run_search)}


def run_search(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Search for resources of the requested kind."""
    resource = request["Resource"]
    if resource not in _SEARCHES:
        raise build_validation_error(
            f"{resource} cannot be searched for here; {' and '.join(_SEARCHES)} can."
        )
    return _SEARCHES[resource](call, request)


def search_trial_components(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the trial components matching an expression, a page at a time."""
    if "VisibilityConditions" in request:
        raise build_validation_error(f"VisibilityConditions cannot be used with {_RESOURCE}.")
    rows, next_token = read_page(
        call.connection,
        build_select(TRIAL_COMPONENT, _SHAPE).where(*_build_conditions(call, request)),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(build_sort_key(request.get("SortBy", "LastModifiedTime")), ENTITIES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    parents, tags, jobs = _find_parents(call, rows), _find_tags(call, rows), _find_jobs(call, rows)
    results = [
        {
            **build_description(TRIAL_COMPONENT, row, _SHAPE),
            **_build_source_detail(row, jobs),
            "Tags": tags.get(row.arn, []),
            "Parents": parents.get(row.id, []),
        }
        for row in rows
    ]
    return {"Results": [{"TrialComponent": result} for result in results], **next_token}


def _build_conditions(call: Call, request: Mapping[str, Any]) -> list[Any]:
    conditions = [LINEAGE_GROUPS.c.arn == call.owner.lineage_group]
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        # Trial components cannot be made discoverable to other accounts.
        conditions.append(false())
    if "SearchExpression" in request:
        conditions.append(build_search_condition(request["SearchExpression"]))
    return conditions


def _find_parents(call: Call, rows: Sequence[AnyRow]) -> dict[int, list[dict[str, str]]]:
    statement = (
        select(TRIAL_MEMBERS.c.component, _TRIAL.c.name, _EXPERIMENT.c.name.label("experiment"))
        .join_from(TRIAL_MEMBERS, _TRIAL, _TRIAL.c.id == TRIAL_MEMBERS.c.trial)
        .join(_EXPERIMENT, _EXPERIMENT.c.id == _TRIAL.c.parent)
        .where(TRIAL_MEMBERS.c.component.in_([row.id for row in rows]))
        .order_by(TRIAL_MEMBERS.c.trial)
    )
    parents: dict[int, list[dict[str, str]]] = {}
    for row in call.connection.execute(statement).all():
        parent = {"TrialName": row.name, "ExperimentName": row.experiment}
        parents.setdefault(row.component, []).append(parent)
    return parents


def _find_tags(call: Call, rows: Sequence[AnyRow]) -> dict[str, list[dict[str, str]]]:
    condition = TAGS.c.arn.in_([row.arn for row in rows])
    tags: dict[str, list[dict[str, str]]] = {}
    for tag in call.connection.execute(select(TAGS).where(condition).order_by(TAGS.c.Key)).all():
        tags.setdefault(tag.arn, []).append({"Key": tag.Key, "Value": tag.Value})
    return tags


def _find_jobs(call: Call, rows: Sequence[AnyRow]) -> dict[str, AnyRow]:
    keys = [normalize_arn(row.source) for row in rows if row.source is not None]
    conditions = (RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.key.in_(keys))
    resources = call.connection.execute(select(RESOURCES).where(*conditions)).all()
    return {row.key: row for row in resources if row.kind in _JOB_KINDS}


def _build_source_detail(row: AnyRow, jobs: Mapping[str, AnyRow]) -> dict[str, Any]:
    """Return the job that a trial component represents.

    Without the job itself, only its ARN is returned.
    """
    if row.source is None:
        return {}
    job = jobs.get(normalize_arn(row.source))
    detail = {} if job is None else {job.kind: parse_shape(job.kind, job.description)}
    return {"SourceDetail": {"SourceArn": row.SourceArn, **detail}}


_SEARCHES: Mapping[str, OperationHandler] = {
    _RESOURCE: search_trial_components,
    TRAINING_JOB.api_name: search_training_jobs,
    MODEL_PACKAGE_GROUP.api_name: search_model_groups,
}

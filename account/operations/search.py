"""Operation Search, for trial components.

Trial components are the only lineage entities that the service can search for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import false, select

from account.arns import folded
from account.errors import invalid
from account.kinds import TRIAL_COMPONENT
from account.operations.call import Call, Operation
from account.operations.descriptions import described, shown
from account.operations.entities import LIST_SIZE
from account.paging import Paging, read_page
from account.resources import JOBS
from account.searching import meets, sort_key
from account.tables import ENTITIES, LINEAGE_GROUPS, RESOURCES, TAGS, TRIAL_MEMBERS, AnyRow
from account.validation import conform

_RESOURCE = "ExperimentTrialComponent"
_SHAPE = "TrialComponent"
_TRIAL, _EXPERIMENT = RESOURCES.alias("trial"), RESOURCES.alias("experiment")
_JOB_KINDS = frozenset(kind.word for kind in JOBS)


def operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"Search": Operation(search)}


def search(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the trial components matching an expression, a page at a time."""
    if request["Resource"] != _RESOURCE:
        raise invalid(f"{request['Resource']} cannot be searched for here; {_RESOURCE} can.")
    if "VisibilityConditions" in request:
        raise invalid(f"VisibilityConditions cannot be used with {_RESOURCE}.")
    rows, next_token = read_page(
        call.connection,
        described(TRIAL_COMPONENT, _SHAPE).where(*_conditions(call, request)),
        Paging.of(call.operation, request, size=LIST_SIZE),
        keys=(sort_key(request.get("SortBy", "LastModifiedTime")), ENTITIES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    parents, tags, jobs = _parents(call, rows), _tags(call, rows), _jobs(call, rows)
    results = [
        {
            **shown(TRIAL_COMPONENT, row, _SHAPE),
            **_source_detail(row, jobs),
            "Tags": tags.get(row.arn, []),
            "Parents": parents.get(row.id, []),
        }
        for row in rows
    ]
    return {"Results": [{"TrialComponent": result} for result in results], **next_token}


def _conditions(call: Call, request: Mapping[str, Any]) -> list[Any]:
    conditions = [LINEAGE_GROUPS.c.arn == call.owner.lineage_group]
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        # Trial components cannot be made discoverable to other accounts.
        conditions.append(false())
    if "SearchExpression" in request:
        conditions.append(meets(request["SearchExpression"]))
    return conditions


def _parents(call: Call, rows: Sequence[AnyRow]) -> dict[int, list[dict[str, str]]]:
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


def _tags(call: Call, rows: Sequence[AnyRow]) -> dict[str, list[dict[str, str]]]:
    condition = TAGS.c.arn.in_([row.arn for row in rows])
    tags: dict[str, list[dict[str, str]]] = {}
    for tag in call.connection.execute(select(TAGS).where(condition).order_by(TAGS.c.Key)).all():
        tags.setdefault(tag.arn, []).append({"Key": tag.Key, "Value": tag.Value})
    return tags


def _jobs(call: Call, rows: Sequence[AnyRow]) -> dict[str, AnyRow]:
    keys = [folded(row.source) for row in rows if row.source is not None]
    conditions = (RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.key.in_(keys))
    resources = call.connection.execute(select(RESOURCES).where(*conditions)).all()
    return {row.key: row for row in resources if row.kind in _JOB_KINDS}


def _source_detail(row: AnyRow, jobs: Mapping[str, AnyRow]) -> dict[str, Any]:
    """Return the job that a trial component represents.

    Without the job itself, only its ARN is returned.
    """
    if row.source is None:
        return {}
    job = jobs.get(folded(row.source))
    detail = {} if job is None else {job.kind: conform(job.kind, job.description)}
    return {"SourceDetail": {"SourceArn": row.SourceArn, **detail}}

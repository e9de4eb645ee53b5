"""Operations on experiments and trials, which group trial components.

Lineage itself does not contain experiments and trials. Decisions where the API's documentation leaves the
behavior open: names are unique regardless of case, as documented; adding a component to a trial twice is no
error; an experiment with trials, or a trial with components, cannot be deleted.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from sagemaker_account.arns import normalize_arn
from sagemaker_account.entity_kinds import TRIAL_COMPONENT
from sagemaker_account.errors import build_not_found_error, build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entity_table import find_own_entity
from sagemaker_account.operations.resource_table import delete_resource, find_resource, insert_resource
from sagemaker_account.operations.tags import put_tags, remove_tags
from sagemaker_account.resource_kinds import EXPERIMENT, TRIAL, ResourceKind
from sagemaker_account.tables import ENTITIES, RESOURCES, TRIAL_MEMBERS


def build_operations() -> dict[str, Operation]:
    """Return the operations on experiments and trials, by name.

    The module `describe_resources` has the operations that describe and list them.
    """
    return {
        "CreateExperiment": Operation(partial(create_experiment_or_trial, EXPERIMENT), writes=True),
        "CreateTrial": Operation(partial(create_experiment_or_trial, TRIAL), writes=True),
        "DeleteExperiment": Operation(partial(delete_experiment_or_trial, EXPERIMENT, "trials"), writes=True),
        "DeleteTrial": Operation(partial(delete_experiment_or_trial, TRIAL, "trial components"), writes=True),
        "AssociateTrialComponent": Operation(associate_trial_component, writes=True),
        "DisassociateTrialComponent": Operation(disassociate_trial_component, writes=True),
    }


def create_experiment_or_trial(kind: ResourceKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Create an experiment, or a trial of an experiment."""
    name = request[kind.reference]
    arn = call.owner.format_arn(f"{kind.resource_type}/{normalize_arn(name)}")
    audit_members = {
        "CreationTime": call.now,
        "CreatedBy": call.caller,
        "LastModifiedTime": call.now,
        "LastModifiedBy": call.caller,
    }
    description = {"DisplayName": name, **request, f"{kind.api_name}Arn": arn, **audit_members}
    if kind.parent is not None:
        parent_kind, member = kind.parent
        # Use the letter case with which the experiment was created.
        description[member] = find_resource(call.connection, call.owner, parent_kind, request[member]).name
    insert_resource(call.connection, call.owner, kind, description)
    put_tags(call, arn, request.get("Tags", ()))
    return {f"{kind.api_name}Arn": arn}


def delete_experiment_or_trial(
    kind: ResourceKind, contents: str, call: Call, request: Mapping[str, Any]
) -> dict[str, Any]:
    """Delete an experiment without trials, or a trial without components."""
    row = find_resource(call.connection, call.owner, kind, request[kind.reference])
    delete_resource(call.connection, row, contents)
    arn = row.description[f"{kind.api_name}Arn"]
    remove_tags(call, arn)
    return {f"{kind.api_name}Arn": arn}


def associate_trial_component(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Add a trial component to a trial."""
    member, arns = _find_membership(call, request)
    existing = select(TRIAL_MEMBERS).filter_by(**member)
    if call.connection.execute(existing).one_or_none() is None:
        call.connection.execute(insert(TRIAL_MEMBERS), member)
    return arns


def disassociate_trial_component(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a trial component from a trial."""
    member, arns = _find_membership(call, request)
    deletion = delete(TRIAL_MEMBERS).filter_by(**member)
    if call.connection.execute(deletion).rowcount == 0:
        raise build_not_found_error(f"{arns['TrialComponentArn']} is not in {arns['TrialArn']}.")
    return arns


def build_experiment_conditions(call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions of a ListTrialComponents request on experiment or trial.

    Raises:
        ServiceError: `ValidationException` for filters that exclude each other; `ResourceNotFound`.
    """
    exclusive = [m for m in ("ExperimentName", "TrialName", "SourceArn") if m in request]
    if len(exclusive) > 1:
        raise build_validation_error(f"{' and '.join(exclusive)} cannot be given together.")
    if "TrialName" in request:
        trial = find_resource(call.connection, call.owner, TRIAL, request["TrialName"]).id
        return [_build_trial_condition(TRIAL_MEMBERS.c.trial == trial)]
    if "ExperimentName" in request:
        experiment = find_resource(call.connection, call.owner, EXPERIMENT, request["ExperimentName"]).id
        trials = select(RESOURCES.c.id).where(RESOURCES.c.parent == experiment)
        return [_build_trial_condition(TRIAL_MEMBERS.c.trial.in_(trials))]
    return []


def _build_trial_condition(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return ENTITIES.c.id.in_(select(TRIAL_MEMBERS.c.component).where(condition))


def _find_membership(call: Call, request: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, str]]:
    """Return the membership row of a component, with the ARNs.

    The ARNs are those of the component and the trial, in the form of the operation's output.
    """
    component = find_own_entity(TRIAL_COMPONENT, call, request["TrialComponentName"])
    trial = find_resource(call.connection, call.owner, TRIAL, request["TrialName"])
    arns = {"TrialComponentArn": component.arn, "TrialArn": trial.description["TrialArn"]}
    return {"component": component.id, "trial": trial.id}, arns

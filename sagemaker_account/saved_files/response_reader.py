"""Recognize responses of SageMaker's API in JSON documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sagemaker_account.api_model import get_service_model, list_members
from sagemaker_account.entity_kinds import KINDS
from sagemaker_account.recording import READABLE_OPERATIONS
from sagemaker_account.resource_kinds import RESOURCE_KINDS

_LISTS = {
    "Vertices": "QueryLineage",
    "Edges": "QueryLineage",
    "AssociationSummaries": "ListAssociations",
    "LineageGroupSummaries": "ListLineageGroups",
    **{f"{kind.lineage_type}Summaries": f"List{kind.lineage_type}s" for kind in KINDS},
}
"""Members that only one operation's response has."""

_UNPLACED = {
    "Tags": "ListTags",
    "PipelineExecutionSteps": "ListPipelineExecutionSteps",
}
"""Responses that do not say what they are about."""


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """Response of an operation in a file.

    Attributes:
        operation: Name of the operation.
        output: Its output.
        request: What it does not repeat of its input.
    """

    operation: str
    output: Mapping[str, Any]
    request: Mapping[str, Any] = field(default_factory=dict)


def read_response(document: Mapping[str, Any]) -> SavedResponse | None:
    """Return the response in a document; None for other documents."""
    operation = find_operation(document)
    return SavedResponse(operation, document) if operation in READABLE_OPERATIONS else None


def find_operation(document: Mapping[str, Any]) -> str:
    """Return the operation that a document is the output of.

    Empty if it is of none that the account has.
    """
    for member, operation in (*_LISTS.items(), *_UNPLACED.items()):
        if isinstance(document.get(member), list):
            return operation
    for kind in KINDS:
        if isinstance(document.get(kind.arn_member), str):
            return f"Describe{kind.lineage_type}"
    matches = [
        kind
        for kind in RESOURCE_KINDS
        if document.keys() >= {f"{kind.api_name}Arn", "CreationTime", *_list_required(kind.shape)}
    ]
    best = max(matches, key=lambda kind: len(list_members(kind.shape) & document.keys()), default=None)
    return best.describe_operation if best else ""


@cache
def _list_required(shape: str) -> frozenset[str]:
    return frozenset(get_service_model().shape_for(shape).required_members)


def find_sagemaker_operation(document: Mapping[str, Any]) -> str:
    """Return any List operation of SageMaker whose output a document may be.

    Empty if it is of none.
    """
    return _map_list_members().get(next(iter(document), ""), "")


@cache
def _map_list_members() -> Mapping[str, str]:
    """Return List operations by the member of their output that lists."""
    model = get_service_model()
    return {
        member: operation
        for operation in model.operation_names
        if operation.startswith("List") and (shape := model.operation_model(operation).output_shape)
        for member, member_shape in shape.members.items()
        if member_shape.type_name == "list"
    }

"""Search for model package groups, with their makers and tags.

`ListModelPackageGroups` tells neither. Conditions on groups are not needed here, and refused.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, select, type_coerce

from sagemaker_account.api_model import list_members
from sagemaker_account.errors import build_validation_error
from sagemaker_account.operations.call import Call
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import MODEL_PACKAGE_GROUP
from sagemaker_account.search_conditions import build_sort_error
from sagemaker_account.tables import RESOURCES, TAGS
from sagemaker_account.validation import parse_shape

_SHAPE = "ModelPackageGroup"
_SORT_KEYS = {"CreationTime": RESOURCES.c.created, "LastModifiedTime": RESOURCES.c.modified}


def search_model_groups(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the model package groups with their tags, by page."""
    if "SearchExpression" in request:
        raise build_validation_error("Model package groups cannot be searched with an expression here.")
    sort_by = request.get("SortBy", "LastModifiedTime")
    if sort_by not in _SORT_KEYS:
        raise build_sort_error(sort_by)
    rows, next_token = read_page(
        call.connection,
        select(RESOURCES).where(
            RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.kind == MODEL_PACKAGE_GROUP.api_name
        ),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(type_coerce(_SORT_KEYS[sort_by], BigInteger), RESOURCES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    tags = _find_tags(call, [row.key for row in rows])
    groups = [{**row.description, "Tags": tags.get(row.key, [])} for row in rows]
    return {"Results": [{_SHAPE: _build_result(group)} for group in groups], **next_token}


def _find_tags(call: Call, arns: list[str]) -> dict[str, list[dict[str, str]]]:
    tags: dict[str, list[dict[str, str]]] = {}
    for tag in call.connection.execute(select(TAGS).where(TAGS.c.arn.in_(arns)).order_by(TAGS.c.Key)).all():
        tags.setdefault(tag.arn, []).append({"Key": tag.Key, "Value": tag.Value})
    return tags


def _build_result(group: Mapping[str, Any]) -> dict[str, Any]:
    members = list_members(_SHAPE)
    result: dict[str, Any] = parse_shape(_SHAPE, {name: group[name] for name in group if name in members})
    return result

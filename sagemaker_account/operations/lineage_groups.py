"""Operations on lineage groups.

An account has one lineage group and sees the groups that other accounts share with it. A group is shared as
a whole through AWS RAM; an accepted invitation results in the group's resource policy. Here an account sees
a group if a statement of the group's policy allows something to a principal of the account.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, func, or_, select, type_coerce, update

from sagemaker_account.api_model import get_size_limit
from sagemaker_account.arns import Owner, is_arn, normalize_arn
from sagemaker_account.errors import ServiceError, build_not_found_error, build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.tables import LINEAGE_GROUPS, AnyRow

# An account id, or the ARN of the account or of one of its users and roles.
_ACCOUNT_PRINCIPAL = re.compile(r"([0-9]{12})|arn:[^:]+:(?:iam|sts)::([0-9]{12}):.+")


def build_operations() -> dict[str, Operation]:
    """Return the operations on lineage groups, by name."""
    return {
        "ListLineageGroups": Operation(list_lineage_groups),
        "DescribeLineageGroup": Operation(describe_lineage_group),
        "GetLineageGroupPolicy": Operation(get_lineage_group_policy),
    }


def list_lineage_groups(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List the groups visible to this account, by default oldest first."""
    conditions = [
        _DATE_CONDITIONS[member](request[member])
        for member in ("CreatedAfter", "CreatedBefore")
        if member in request
    ]
    rows, next_token = read_page(
        call.connection,
        select(LINEAGE_GROUPS).where(_is_visible_to(call), *conditions),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(_SORT_KEYS[request.get("SortBy", "CreationTime")], LINEAGE_GROUPS.c.id),
        descending=request.get("SortOrder") == "Descending",
    )
    return {"LineageGroupSummaries": [_build_summary(row) for row in rows], **next_token}


def describe_lineage_group(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a visible group.

    A name identifies this account's group; a group of another account is identified by ARN.
    """
    row = _find_group(call, request["LineageGroupName"])
    creator = row.created_by or {}
    return {**_build_summary(row), "CreatedBy": creator, "LastModifiedBy": creator}


def get_lineage_group_policy(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a group's policy.

    A group that is not shared has no policy.
    """
    row = _find_group(call, request["LineageGroupName"])
    policy = {} if row.policy is None else {"ResourcePolicy": row.policy}
    return {"LineageGroupArn": row.arn, **policy}


def put_lineage_group_policy(connection: Connection, owner: Owner, policy: str) -> None:
    """Set the policy of an owner's group.

    Raises:
        ServiceError: `ResourceNotFound` or `ValidationException`.
    """
    limit = get_size_limit("ResourcePolicyString")
    if len(policy) > limit:
        raise build_validation_error(f"A policy may have {limit} characters.")
    try:
        json.loads(policy)
    except ValueError as exc:
        raise build_validation_error("The policy is not JSON.") from exc
    is_own_group = LINEAGE_GROUPS.c.arn == owner.lineage_group
    if connection.execute(update(LINEAGE_GROUPS).where(is_own_group).values(policy=policy)).rowcount == 0:
        raise _build_not_found_error(owner.lineage_group)


def _find_group(call: Call, name_or_arn: str) -> AnyRow:
    arn = name_or_arn if is_arn(name_or_arn) else call.owner.format_arn(f"lineage-group/{name_or_arn}")
    statement = select(LINEAGE_GROUPS).where(LINEAGE_GROUPS.c.arn == normalize_arn(arn), _is_visible_to(call))
    row = call.connection.execute(statement).one_or_none()
    if row is None:
        raise _build_not_found_error(arn)
    return row


def _is_visible_to(call: Call) -> ColumnElement[bool]:
    """Return the condition that the calling account sees a group.

    Policies are read first, because SQL cannot tell a principal from any other text.
    """
    groups = select(LINEAGE_GROUPS.c.id, LINEAGE_GROUPS.c.policy).where(
        LINEAGE_GROUPS.c.policy.contains(call.owner.account_id)
    )
    shared = [
        group
        for group, policy in call.connection.execute(groups).all()
        if call.owner.account_id in _find_allowed_accounts(policy)
    ]
    return or_(LINEAGE_GROUPS.c.arn == call.owner.lineage_group, LINEAGE_GROUPS.c.id.in_(shared))


def _find_allowed_accounts(policy: str) -> set[str]:
    """Return the ids of the accounts to which a policy allows something.

    Elements that are not of a policy's form allow nothing.
    """
    content = json.loads(policy)
    statements = _list_values(content.get("Statement") if isinstance(content, Mapping) else None)
    principals = (
        statement.get("Principal")
        for statement in statements
        if isinstance(statement, Mapping) and statement.get("Effect") == "Allow"
    )
    names = (
        name
        for principal in principals
        if isinstance(principal, Mapping)
        for name in _list_values(principal.get("AWS"))
        if isinstance(name, str)
    )
    return {match[1] or match[2] for name in names if (match := _ACCOUNT_PRINCIPAL.fullmatch(name))}


def _list_values(element: object) -> Sequence[Any]:
    """Return the values of a policy element, one or a list."""
    return element if isinstance(element, list) else [element]


def _build_summary(row: AnyRow) -> dict[str, Any]:
    name = row.arn.rpartition("/")[2]
    return {
        "LineageGroupArn": row.arn,
        "LineageGroupName": name,
        "DisplayName": name,
        "CreationTime": row.created,
        "LastModifiedTime": row.created,
    }


def _build_not_found_error(arn: str) -> ServiceError:
    return build_not_found_error(f"{arn} does not exist.")


_DATE_CONDITIONS: Mapping[str, Any] = {
    "CreatedAfter": lambda date: LINEAGE_GROUPS.c.created >= date,
    "CreatedBefore": lambda date: LINEAGE_GROUPS.c.created <= date,
}

_SORT_KEYS: Mapping[str, Any] = {
    "Name": func.lower(LINEAGE_GROUPS.c.arn),
    "CreationTime": type_coerce(LINEAGE_GROUPS.c.created, BigInteger),
}

"""Operations AddTags, DeleteTags and ListTags.

They accept the ARN of a lineage entity or of any other resource. Jobs, endpoints and pipelines are not
entities of this account, yet their tags are part of their lineage: only a job's tag contains the pipeline
execution that started the job.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from sagemaker_account.api_model import get_size_limit
from sagemaker_account.arns import is_lineage_entity_arn, normalize_arn
from sagemaker_account.errors import build_not_found_error, build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.tables import ENTITIES, TAGS, AnyRow, AnySelect

_INSERT_TAGS = insert(TAGS)
_OF_RESOURCE = TAGS.c.arn == bindparam("of")
_COUNT_TAGS = select(func.count()).select_from(TAGS).where(_OF_RESOURCE)
_DELETE_TAGS = delete(TAGS).where(_OF_RESOURCE)
_DELETE_TAGS_BY_KEY = _DELETE_TAGS.where(TAGS.c.Key.in_(bindparam("keys", expanding=True)))


def build_operations() -> dict[str, Operation]:
    """Return the operations on tags, by name."""
    return {
        "AddTags": Operation(add_tags, writes=True),
        "DeleteTags": Operation(delete_tags, writes=True),
        "ListTags": Operation(list_tags),
    }


def add_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Add or change tags of a resource and return all its tags."""
    arn = _get_resource_arn(call, request)
    put_tags(call, arn, request["Tags"])
    rows = call.connection.execute(_build_tag_select(arn).order_by(TAGS.c.Key)).all()
    return {"Tags": [_format_tag(row) for row in rows]}


def delete_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Remove tags from a resource.

    Keys that the resource does not have are ignored.
    """
    remove_tags(call, _get_resource_arn(call, request), request["TagKeys"])
    return {}


def list_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List a resource's tags in the order of their keys."""
    arn = _get_resource_arn(call, request)
    paging = PageRequest.from_request(call.operation, request, size=get_size_limit("TagList"))
    rows, next_token = read_page(
        call.connection, _build_tag_select(arn), paging, keys=(TAGS.c.Key,), descending=False
    )
    return {"Tags": [_format_tag(row) for row in rows], **next_token}


def put_tags(call: Call, arn: str, tags: Iterable[Mapping[str, str]]) -> None:
    """Set tags of a resource.

    The last of several tags with the same key is used.

    Raises:
        ServiceError: `ValidationException`, if the resource would have more tags than the API allows.
    """
    by_key = {tag["Key"]: tag for tag in tags}
    if not by_key:
        return
    remove_tags(call, arn, by_key)
    insert_tags(call, arn, by_key.values())
    count, limit = (
        call.connection.execute(_COUNT_TAGS, {"of": normalize_arn(arn)}).scalar_one(),
        get_size_limit("TagList"),
    )
    if count > limit:
        raise build_validation_error(f"{arn} would have {count} tags; {limit} is the most.")


def insert_tags(call: Call, arn: str, tags: Iterable[Mapping[str, str]]) -> None:
    """Insert tags of a resource that has none of them.

    The number of tags is not checked: a request cannot contain more tags than a resource may have.
    """
    if rows := build_tag_rows(arn, tags):
        call.connection.execute(_INSERT_TAGS, rows)


def remove_tags(call: Call, arn: str, keys: Iterable[str] | None = None) -> None:
    """Remove tags of the given keys, or all tags, from a resource."""
    if keys is None:
        call.connection.execute(_DELETE_TAGS, {"of": normalize_arn(arn)})
    else:
        call.connection.execute(_DELETE_TAGS_BY_KEY, {"of": normalize_arn(arn), "keys": list(keys)})


def _build_tag_select(arn: str) -> AnySelect:
    return select(TAGS.c.Key, TAGS.c.Value).where(TAGS.c.arn == normalize_arn(arn))


def _format_tag(row: AnyRow) -> dict[str, str]:
    return {"Key": row.Key, "Value": row.Value}


def _get_resource_arn(call: Call, request: Mapping[str, Any]) -> str:
    arn: str = request["ResourceArn"]
    if is_lineage_entity_arn(arn):
        statement = select(ENTITIES.c.id).where(ENTITIES.c.arn == normalize_arn(arn))
        if call.connection.execute(statement).one_or_none() is None:
            raise build_not_found_error(f"{arn} does not exist.")
    return arn


def build_tag_rows(arn: str, tags: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the rows of a resource's tags.

    The last of several tags with the same key is used.
    """
    return list({tag["Key"]: {**tag, "arn": normalize_arn(arn)} for tag in tags}.values())

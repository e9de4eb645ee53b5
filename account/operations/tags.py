"""Operations AddTags, DeleteTags and ListTags.

They accept the ARN of a lineage entity or of any other resource. Jobs, endpoints and pipelines are not
entities of this account, yet their tags are part of their lineage: only a job's tag contains the pipeline
execution that started the job.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from account.arns import folded, names_lineage_entity
from account.errors import invalid, not_found
from account.model import most
from account.operations.call import Call, Operation
from account.operations.rows import tag_rows
from account.paging import Paging, read_page
from account.tables import ENTITIES, TAGS, AnyRow, AnySelect

_ADDED = insert(TAGS)
_OF = TAGS.c.arn == bindparam("of")
_COUNT = select(func.count()).select_from(TAGS).where(_OF)
_REMOVED = delete(TAGS).where(_OF)
_REMOVED_KEYS = _REMOVED.where(TAGS.c.Key.in_(bindparam("keys", expanding=True)))


def operations() -> dict[str, Operation]:
    """Return the operations on tags, by name."""
    return {
        "AddTags": Operation(add_tags, writes=True),
        "DeleteTags": Operation(delete_tags, writes=True),
        "ListTags": Operation(list_tags),
    }


def add_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Add or change tags of a resource and return all its tags."""
    arn = _resource(call, request)
    put_tags(call, arn, request["Tags"])
    rows = call.connection.execute(_tags_of(arn).order_by(TAGS.c.Key)).all()
    return {"Tags": [_tag(row) for row in rows]}


def delete_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Remove tags from a resource.

    Keys that the resource does not have are ignored.
    """
    remove_tags(call, _resource(call, request), request["TagKeys"])
    return {}


def list_tags(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List a resource's tags in the order of their keys."""
    arn = _resource(call, request)
    paging = Paging.of(call.operation, request, size=most("TagList"))
    rows, next_token = read_page(call.connection, _tags_of(arn), paging, keys=(TAGS.c.Key,), descending=False)
    return {"Tags": [_tag(row) for row in rows], **next_token}


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
    tag_new(call, arn, by_key.values())
    count, limit = call.connection.execute(_COUNT, {"of": folded(arn)}).scalar_one(), most("TagList")
    if count > limit:
        raise invalid(f"{arn} would have {count} tags; {limit} is the most.")


def tag_new(call: Call, arn: str, tags: Iterable[Mapping[str, str]]) -> None:
    """Insert tags of a resource that has none of them.

    The number of tags is not checked: a request cannot contain more tags than a resource may have.
    """
    if rows := tag_rows(arn, tags):
        call.connection.execute(_ADDED, rows)


def remove_tags(call: Call, arn: str, keys: Iterable[str] | None = None) -> None:
    """Remove tags of the given keys, or all tags, from a resource."""
    if keys is None:
        call.connection.execute(_REMOVED, {"of": folded(arn)})
    else:
        call.connection.execute(_REMOVED_KEYS, {"of": folded(arn), "keys": list(keys)})


def _tags_of(arn: str) -> AnySelect:
    return select(TAGS.c.Key, TAGS.c.Value).where(TAGS.c.arn == folded(arn))


def _tag(row: AnyRow) -> dict[str, str]:
    return {"Key": row.Key, "Value": row.Value}


def _resource(call: Call, request: Mapping[str, Any]) -> str:
    arn: str = request["ResourceArn"]
    if names_lineage_entity(arn):
        statement = select(ENTITIES.c.id).where(ENTITIES.c.arn == folded(arn))
        if call.connection.execute(statement).one_or_none() is None:
            raise not_found(f"{arn} does not exist.")
    return arn

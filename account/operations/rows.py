"""Build table rows from Create requests.

The functions do not query the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from account.arns import folded
from account.kinds import Kind, Origin

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Time and caller of a write.

    Attributes:
        when: Time of the write.
        who: UserContext of the caller; empty if unspecified.
    """

    when: datetime
    who: Mapping[str, Any]


def entity_row(  # noqa: PLR0913 - the parts of a row of `tables.ENTITIES`
    kind: Kind, request: Mapping[str, Any], origin: Origin, *, arn: str, group: int, stamp: Stamp
) -> Row:
    """Return an entity's row in `tables.ENTITIES`, without its id.

    Args:
        kind: Kind of the entity.
        request: The input of its Create operation.
        origin: Its type and source.
        arn: Its ARN.
        group: The id of its owner's lineage group.
        stamp: Time and caller of its creation.
    """
    return {
        "arn": arn,
        "lineage_group": group,
        "lineage_type": kind.lineage_type,
        "type": origin.type,
        "name": request.get(kind.name_member),
        "source": kind.source_key(origin.source[kind.source_uri]) if origin.source else None,
        "created": stamp.when,
        "modified": stamp.when,
        "created_by": stamp.who or None,
        "modified_by": stamp.who or None,
    }


def members_row(kind: Kind, request: Mapping[str, Any], origin: Origin) -> Row:
    """Return an entity's row in its kind's own table, without its id."""
    values = {**(origin.source or {}), **request}
    return {member: values[member] for member in kind.own_members if member in values}


def property_rows(entity: int, pairs: Mapping[str, str]) -> list[Row]:
    """Return the rows of an entity's properties."""
    return [{"entity": entity, "key": key, "value": value} for key, value in pairs.items()]


def tag_rows(arn: str, tags: Iterable[Mapping[str, str]]) -> list[Row]:
    """Return the rows of a resource's tags.

    The last of several tags with the same key is used.
    """
    return list({tag["Key"]: {**tag, "arn": folded(arn)} for tag in tags}.values())

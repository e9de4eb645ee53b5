"""Build table rows from Create requests.

The functions do not query the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sagemaker_account.arns import normalize_arn
from sagemaker_account.entity_kinds import EntityKind, Origin

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Time and caller of a write.

    Attributes:
        time: Time of the write.
        caller: UserContext of the caller; empty if unspecified.
    """

    time: datetime
    caller: Mapping[str, Any]


def build_entity_row(  # noqa: PLR0913 - the parts of a row of `tables.ENTITIES`
    kind: EntityKind, request: Mapping[str, Any], origin: Origin, *, arn: str, group: int, stamp: Stamp
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
        "source": kind.normalize_source(origin.source[kind.source_uri_member]) if origin.source else None,
        "created": stamp.time,
        "modified": stamp.time,
        "created_by": stamp.caller or None,
        "modified_by": stamp.caller or None,
    }


def build_members_row(kind: EntityKind, request: Mapping[str, Any], origin: Origin) -> Row:
    """Return an entity's row in its kind's own table, without its id."""
    values = {**(origin.source or {}), **request}
    return {member: values[member] for member in kind.own_members if member in values}


def build_property_rows(entity: int, pairs: Mapping[str, str]) -> list[Row]:
    """Return the rows of an entity's properties."""
    return [{"entity": entity, "key": key, "value": value} for key, value in pairs.items()]


def build_tag_rows(arn: str, tags: Iterable[Mapping[str, str]]) -> list[Row]:
    """Return the rows of a resource's tags.

    The last of several tags with the same key is used.
    """
    return list({tag["Key"]: {**tag, "arn": normalize_arn(arn)} for tag in tags}.values())

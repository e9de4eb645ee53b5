"""What a Create request becomes in the tables: rows, made without asking the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from account.arns import folded
from account.kinds import Kind, Origin

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is noted of every write.

    Attributes:
        when: The time of the write.
        who: The UserContext of the writer; empty for nobody in particular.
    """

    when: datetime
    who: Mapping[str, Any]


def entity_row(  # noqa: PLR0913 - what a row of `tables.ENTITIES` is made of
    kind: Kind, request: Mapping[str, Any], origin: Origin, *, arn: str, group: int, stamp: Stamp
) -> Row:
    """Return an entity's row in `tables.ENTITIES`, but for its id.

    Args:
        kind: What it is.
        request: The input of its Create operation.
        origin: Where it comes from.
        arn: Its ARN.
        group: The id of its owner's lineage group.
        stamp: Who made it, and when.
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
    """Return an entity's row in its kind's own table, but for its id."""
    given = {**(origin.source or {}), **request}
    return {m: given[m] for m in kind.own_members if m in given}


def property_rows(entity: int, pairs: Mapping[str, str]) -> list[Row]:
    """Return the rows of an entity's properties."""
    return [{"entity": entity, "key": key, "value": value} for key, value in pairs.items()]


def tag_rows(arn: str, tags: Iterable[Mapping[str, str]]) -> list[Row]:
    """Return the rows of a resource's tags; of two with one key the later counts."""
    return list({tag["Key"]: {**tag, "arn": folded(arn)} for tag in tags}.values())

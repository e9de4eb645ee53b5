"""Rows and columns of an answer's table.

The columns are the same wherever the table is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage.answer import Item
from lineage.model import Arn, Vertex, split_arn
from lineage.views.looks import Look, look_of

_THING = Look("context", "", look_of(Vertex(Arn(""), None)).family)


def heads(items: Sequence[Item]) -> tuple[str, ...]:
    """Return the column titles of the table.

    The column "By" is present only if some item has a person.
    """
    has_person = any(item.who for item in items)
    return ("Name", "Type", "When", *(("By",) if has_person else ()), "Status", "Source")


def look(item: Item) -> Look:
    """Return the style of an item.

    An item that is not a lineage entity has a style without a title.
    """
    return look_of(Vertex(item.arn, split_arn(item.arn).lineage_type, item.type)) if item.arn else _THING


def cells(item: Item) -> dict[str, str]:
    """Return the texts of an item's row, by column title."""
    return {
        "Name": item.name,
        "Type": look(item).title or item.type,
        "When": f"{item.created:%Y-%m-%d %H:%M}" if item.created else "",
        "By": item.who,
        "Status": item.status,
        "Source": item.source,
    }

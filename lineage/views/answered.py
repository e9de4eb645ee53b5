"""An answer's list as a table, which has the same columns wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from lineage.answer import Item
from lineage.model import Arn, Vertex, split_arn
from lineage.views.looks import Look, look_of

_THING = Look("context", "", look_of(Vertex(Arn(""), None)).family)


def heads(items: Sequence[Item]) -> tuple[str, ...]:
    """Return the columns' heads; who made what stands in the table where anybody is known."""
    known = any(item.who for item in items)
    return ("Name", "Type", "When", *(("By",) if known else ()), "Status", "Source")


def look(item: Item) -> Look:
    """Return how an item is drawn; what is no lineage entity has no title."""
    return look_of(Vertex(item.arn, split_arn(item.arn).lineage_type, item.type)) if item.arn else _THING


def cells(item: Item) -> dict[str, str]:
    """Return what stands in an item's row, by its column's head."""
    return {
        "Name": item.name,
        "Type": look(item).title or item.type,
        "When": f"{item.created:%Y-%m-%d %H:%M}" if item.created else "",
        "By": item.who,
        "Status": item.status,
        "Source": item.source,
    }

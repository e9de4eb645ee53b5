"""Rows and columns of an answer's table.

The columns are the same wherever the table is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Vertex, split_arn
from lineage_explorer.questions.answer import ResultItem

_NON_ENTITY_STYLE = EntityStyle("context", "", style_of(Vertex(Arn(""), None)).family)


def list_column_titles(items: Sequence[ResultItem]) -> tuple[str, ...]:
    """Return the column titles of the table.

    The column "By" is present only if some item has a person.
    """
    has_person = any(item.created_by for item in items)
    return ("Name", "Type", "When", *(("By",) if has_person else ()), "Status", "Source")


def style_of_item(item: ResultItem) -> EntityStyle:
    """Return the style of an item.

    An item that is not a lineage entity has a style without a title.
    """
    return (
        style_of(Vertex(item.arn, split_arn(item.arn).lineage_type, item.type))
        if item.arn
        else _NON_ENTITY_STYLE
    )


def build_cells(item: ResultItem) -> dict[str, str]:
    """Return the texts of an item's row, by column title."""
    return {
        "Name": item.name,
        "Type": style_of_item(item).title or item.type,
        "When": f"{item.created:%Y-%m-%d %H:%M}" if item.created else "",
        "By": item.created_by,
        "Status": item.status,
        "Source": item.source,
    }

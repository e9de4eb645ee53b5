"""Rows of the table of entities, and of an answer's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, get_status, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, Role
from lineage_explorer.graph.model import Arn, Entity, Vertex
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.questions.answer import ResultItem
from lineage_explorer.questions.result_items import style_of_item


@dataclass(frozen=True, slots=True)
class TableRow:
    """Table row of one entity.

    Attributes:
        distance: Number of associations from the start; None if it was read without its associations.
    """

    arn: Arn
    name: str
    subtitle: str
    style: EntityStyle
    lineage_type: str
    type: str
    role: Role
    distance: int | None
    created: datetime | None
    status: str
    created_by: str


def build_rows(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> tuple[TableRow, ...]:
    """Return the table rows of a graph.

    The start is first, then the rows are sorted by distance, type and name.
    """
    names = name_entities({arn: entities.get(arn) for arn in graph.vertices})
    unsorted = (_build_row(graph, arn, names[arn], entities.get(arn)) for arn in graph.vertices)
    return tuple(sorted(unsorted, key=_sort_key))


def _build_row(graph: LineageGraph, arn: Arn, name: EntityName, entity: Entity | None) -> TableRow:
    vertex = graph.vertices[arn]
    return TableRow(
        arn=arn,
        name=name.title,
        subtitle=name.subtitle,
        style=style_of(vertex, entity),
        lineage_type=vertex.lineage_type or "",
        type=vertex.type or "",
        role=graph.role(arn),
        distance=graph.distances.get(arn),
        created=entity.created if entity else None,
        status=get_status(entity) if entity else "",
        created_by=(entity and entity.created_by) or "",
    )


def _sort_key(row: TableRow) -> tuple[bool, float, str, str, str, str]:
    distance = float("inf") if row.distance is None else float(row.distance)
    return (row.role != "start", distance, row.type, row.name.lower(), row.subtitle, row.arn)


_NON_ENTITY_STYLE = EntityStyle("context", "", style_of(Vertex(Arn(""), None)).family)


def list_column_titles(items: Sequence[ResultItem]) -> tuple[str, ...]:
    """Return the column titles of an answer's list.

    The column "By" is present only if some item has a person, or one that could not be read; "Now" only if
    it is known which items lead to what an endpoint serves.
    """
    has_person = any(item.created_by or item.unread for item in items)
    has_serving = any(item.serving for item in items)
    person, serving = ("By",) if has_person else (), ("Now",) if has_serving else ()
    return ("Name", "Type", "When", *person, "Status", *serving, "Source")


def style_or_default(item: ResultItem) -> EntityStyle:
    """Return the style of an item.

    An item that is not a lineage entity has a style without a title.
    """
    return style_of_item(item) or _NON_ENTITY_STYLE


_SERVING_WORDS: Mapping[str, str] = {ServingState.SERVING: "In service", ServingState.REPLACED: "Replaced"}


def build_cells(item: ResultItem) -> dict[str, str]:
    """Return the texts of an item's row, by column title."""
    return {
        "Name": item.name,
        "Type": style_or_default(item).title or item.type,
        "When": f"{item.created:%Y-%m-%d %H:%M}" if item.created else "",
        "By": item.created_by or ("not readable" if item.unread else ""),
        "Status": item.status,
        "Now": _SERVING_WORDS.get(item.serving, ""),
        "Source": item.source,
    }

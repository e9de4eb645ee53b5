"""Rows of the table of entities, and of an answer's list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, get_status, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, Role
from lineage_explorer.graph.model import Arn, Entity, Vertex
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.questions.answer import UNREADABLE, ResultItem
from lineage_explorer.questions.result_items import style_of_item
from lineage_explorer.views.missing_facts import NOT_READ, NOT_READABLE, describe_author


@dataclass(frozen=True, slots=True)
class TableRow:
    """Table row of one entity.

    Attributes:
        distance: Number of associations from the start; None if it was read without its associations.
        created, status, created_by: As the table shows them; where a fact is missing, why.
        source: URI or ARN of what the entity stands for; empty if it is not known.
    """

    arn: Arn
    name: str
    subtitle: str
    style: EntityStyle
    lineage_type: str
    type: str
    role: Role
    distance: int | None
    created: str
    status: str
    created_by: str
    source: str


def build_rows(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    *,
    undescribed: Collection[Arn] = (),
    wholly_described: Collection[Arn] | None = None,
) -> tuple[TableRow, ...]:
    """Return the table rows of a graph.

    The start is first, then the rows are sorted by distance, type and name.

    Args:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        undescribed: Vertices that could not be described.
        wholly_described: Vertices whose descriptions are not from lists; None if none is.
    """
    names = name_entities({arn: entities.get(arn) for arn in graph.vertices})
    whole = entities.keys() if wholly_described is None else wholly_described

    def build(arn: Arn) -> TableRow:
        missing = NOT_READABLE if arn in undescribed else "" if arn in whole else NOT_READ
        return _build_row(graph, arn, names[arn], entities.get(arn), missing)

    return tuple(sorted(map(build, graph.vertices), key=_sort_key))


def _build_row(
    graph: LineageGraph, arn: Arn, name: EntityName, entity: Entity | None, missing: str
) -> TableRow:
    """Return the row of a vertex.

    In the place of a fact that is missing, `missing` says why.
    """
    vertex = graph.vertices[arn]
    is_approval = vertex.type == "Approval"
    return TableRow(
        arn=arn,
        name=name.title,
        subtitle=name.subtitle,
        style=style_of(vertex, entity),
        lineage_type=vertex.lineage_type or "",
        type=vertex.type or "",
        role=graph.role(arn),
        distance=graph.distances.get(arn),
        created=format_minute(entity.created if entity else None) or ("" if entity else missing),
        status=(get_status(entity) if entity else "") or (missing if is_approval or not entity else ""),
        created_by=describe_author(
            (entity and entity.created_by) or "",
            vertex.type,
            get_status(entity) if entity else "",
            missing=missing,
        ),
        source=(entity and entity.source_uri) or "",
    )


def _sort_key(row: TableRow) -> tuple[bool, float, str, str, str, str]:
    distance = float("inf") if row.distance is None else float(row.distance)
    return (row.role != "start", distance, row.type, row.name.lower(), row.subtitle, row.arn)


_NON_ENTITY_STYLE = EntityStyle("context", "", style_of(Vertex(Arn(""), None)).family)


def list_column_titles(items: Sequence[ResultItem]) -> tuple[str, ...]:
    """Return the column titles of an answer's list.

    The column "By" is present only if some item has a person, or one that could not be read, or is an
    approval; "Now" only if it is known which items lead to what an endpoint serves.
    """
    has_person = any(item.created_by or item.unread or item.type == "Approval" for item in items)
    has_serving = any(item.serving for item in items)
    person, serving = ("By",) if has_person else (), ("Now",) if has_serving else ()
    return ("Name", "Type", "When", *person, "Status", *serving, "Source")


def style_or_default(item: ResultItem) -> EntityStyle:
    """Return the style of an item.

    An item that is not a lineage entity has a style without a title.
    """
    return style_of_item(item) or _NON_ENTITY_STYLE


_SERVING_WORDS: Mapping[str, str] = {
    ServingState.SERVING: "In service",
    ServingState.REPLACED: "Replaced",
    UNREADABLE: NOT_READABLE,
}


def build_cells(item: ResultItem) -> dict[str, str]:
    """Return the texts of an item's row, by column title."""
    missing = NOT_READABLE if item.unread else ""
    return {
        "Name": item.name,
        "Type": style_or_default(item).title or item.type,
        "When": format_minute(item.created) or missing,
        "By": describe_author(item.created_by, item.type, item.status, missing=missing),
        "Status": item.status or missing,
        "Now": _SERVING_WORDS.get(item.serving, ""),
        "Source": item.source,
    }

"""Table of the entities in the graph.

It shows the same data as the graph, for reading, screen readers and the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from components.html_elements import badge, data, sortable_header, titled_link
from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.entity_details import split_camel_case
from lineage_explorer.views.table_rows import TableRow

_ROLES = {"start": "Start", "match": "", "path": "On the way"}


def table_view(
    rows: Sequence[TableRow],
    *,
    link: Callable[[Arn], str],
    has_filters: bool,
    states: Mapping[Arn, str],
    findings: Mapping[Arn, int] = MappingProxyType({}),
) -> Component:
    """Return a table with one row for each entity.

    Args:
        rows: Rows in reading order.
        link: Returns the address that makes an entity the focus.
        has_filters: Whether the query has filters, so that matches and path entities differ.
        states: Words of the badges that cards have; they tell more than a status.
        findings: Numbers of findings, once the entities were checked.
    """
    titles = [
        "Name",
        "Type",
        "Category",
        "Distance",
        "Created",
        "By",
        "Status",
        *(["Role"] if has_filters else []),
    ]
    return html.Table(
        [
            html.Thead(html.Tr(list(map(sortable_header, titles)))),
            html.Tbody(
                [
                    _row(
                        row,
                        link(row.arn),
                        states.get(row.arn, ""),
                        format_count(findings[row.arn], "finding") if row.arn in findings else "",
                        has_filters=has_filters,
                    )
                    for row in rows
                ]
            ),
        ],
        className="rows sortable",
    )


def _row(row: TableRow, href: str, state: str, findings: str, *, has_filters: bool) -> Component:
    cells = [
        _cell("Type", row.style.title),
        _cell("Category", split_camel_case(row.lineage_type)),
        _cell("Distance", "" if row.distance is None else row.distance, "number"),
        _cell("Created", row.created, "number"),
        _cell("By", row.created_by),
        _cell("Status", " · ".join(filter(None, [state or row.status, findings]))),
    ]
    if has_filters:
        cells.append(_cell("Role", "Match" if row.role == "match" else _ROLES[row.role]))
    name = html.Div(
        [
            badge(row.style.icon, row.style.color),
            titled_link(row.name, row.subtitle, href=href, hint=row.arn),
        ],
        className="entity",
    )
    return html.Tr(
        [html.Th(name, scope="row"), *cells], className=row.role, **data(source=row.source, state=state)
    )


def _cell(title: str, value: str | int, class_name: str = "") -> Component:
    """Return a cell that says its column.

    Windows without room for the head of the table show it.
    """
    return html.Td(value, className=class_name, **data(label=title))

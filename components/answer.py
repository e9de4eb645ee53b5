"""Panel with the answer to a question.

It holds a sentence, a table of result items, and the API requests as Python code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, badge, close_link, data, icon, sortable_header, titled_link
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.views.table_rows import build_cells, list_column_titles, style_or_default


def answer_panel(
    result: Answer,
    *,
    wording: str,
    code: str,
    link: Callable[[Arn], str],
    ask: Callable[[LineageQuery], str],
) -> list[Component]:
    """Return the content of the answer panel.

    Args:
        result: The answer.
        wording: The question as the reader sees it.
        code: The API requests behind the answer, as Python code to paste.
        link: Returns the address that makes an entity the focus.
        ask: Returns the address of a query. Used for the wider query that an empty answer offers.
    """
    children: list[Component] = [
        html.Div(
            [html.Span(wording, className="eyebrow"), close_link(link(result.start))],
            className="answer-head",
        ),
        html.H2(result.sentence),
        *(html.P(gap, className="gap") for gap in result.gaps),
    ]
    if result.wider:
        children.append(
            html.P(dcc.Link(result.wider.sentence, href=ask(result.wider.query)), className="wider")
        )
    if result.items:
        children.append(_table(result, link))
    children.append(_code_section(code))
    return [html.Div(children, **data(question=result.question_slug, count=str(len(result.items))))]


def _table(result: Answer, link: Callable[[Arn], str]) -> Component:
    columns = list_column_titles(result.items)
    return html.Table(
        [
            html.Thead(html.Tr(list(map(sortable_header, columns)))),
            html.Tbody([_row(item, link, columns) for item in result.items]),
        ],
        className="rows sortable",
    )


def _row(item: ResultItem, link: Callable[[Arn], str], columns: Sequence[str]) -> Component:
    name: Component = html.Bdi(item.name, title=item.identifier)
    if item.arn:
        name = titled_link(item.name, item.subtitle, href=link(item.arn), hint=item.identifier)
    style, texts = style_or_default(item), build_cells(item)
    copy = html.Button(
        icon("copy"),
        type="button",
        className="button",
        title=f"Copy {item.source or item.identifier}",
        **data(copy=item.source or item.identifier),
        **aria(label=f"Copy {item.source or item.identifier}"),
    )
    looks: dict[str, dict[str, Any]] = {
        "When": {"className": "number"},
        "Status": {"className": f"status-{item.status.lower()}" if item.status else ""},
    }
    source = html.Div([html.Bdi(texts["Source"]), copy], className="source")
    cells = [
        html.Td(
            source if column == "Source" else texts[column], **data(label=column), **looks.get(column, {})
        )
        for column in columns
        if column != "Name"
    ]
    return html.Tr(
        [
            html.Th(html.Div([badge(style.icon, style.color), name], className="entity"), scope="row"),
            *cells,
        ],
        **(data(arn=item.arn) if item.arn else data(value=item.identifier)),
    )


def _code_section(code: str) -> Component:
    copy = html.Button([icon("copy"), "Copy"], type="button", className="button", **data(copy=code))
    return html.Details(
        [html.Summary("Show the API calls"), html.Div([html.Pre(code), copy], className="code")]
    )

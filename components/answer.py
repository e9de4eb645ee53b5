"""The answer to a question: a sentence, a list, and how it was asked."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from components.icons import badge, icon
from components.sorting import sorting
from lineage.answer import Answer, Item
from lineage.model import Arn
from lineage.query import LineageQuery
from lineage.views.answered import cells, heads, look


def answer(
    found: Answer,
    *,
    wording: str,
    code: str,
    link: Callable[[Arn], str],
    ask: Callable[[LineageQuery], str],
) -> list[Component]:
    """Return the answer's panel.

    Args:
        found: The answer.
        wording: The question, as a person asks it.
        code: What was asked of the API, as Python that one can paste.
        link: The address that makes an entity the focus.
        ask: The address of a query, for the wider one that an empty answer offers.
    """
    parts: list[Component] = [
        html.Div(
            [html.Span(wording, className="eyebrow"), _close(link(found.start))], className="answer-head"
        ),
        html.H2(found.sentence),
        *(html.P(gap, className="gap") for gap in found.gaps),
    ]
    if found.wider:
        parts.append(html.P(dcc.Link(found.wider.sentence, href=ask(found.wider.query)), className="wider"))
    if found.items:
        parts.append(_table(found, link))
    parts.append(_how(code))
    return [html.Div(parts, **data(question=found.slug, count=str(len(found.items))))]


def _close(href: str) -> Component:
    return dcc.Link("Close", href=href, className="button", title="Back to the whole lineage of the focus")


def _table(found: Answer, link: Callable[[Arn], str]) -> Component:
    columns = heads(found.items)
    return html.Table(
        [
            html.Thead(html.Tr(list(map(sorting, columns)))),
            html.Tbody([_row(item, link, by="By" in columns) for item in found.items]),
        ],
        className="rows sortable",
    )


def _row(item: Item, link: Callable[[Arn], str], *, by: bool) -> Component:
    name: Component = html.Span(item.name, title=item.value)
    if item.arn:
        name = dcc.Link(item.name, href=link(item.arn), title=item.value)
    drawn, told = look(item), cells(item)
    copy = html.Button(
        icon("copy"),
        type="button",
        className="button",
        title=f"Copy {item.source or item.value}",
        **data(copy=item.source or item.value),
        **aria(label=f"Copy {item.source or item.value}"),
    )
    beside = [
        html.Td(told["Type"]),
        html.Td(told["When"], className="number"),
        *([html.Td(told["By"])] if by else []),
        html.Td(told["Status"], className=f"status-{item.status.lower()}" if item.status else ""),
        html.Td(html.Div([html.Span(told["Source"]), copy], className="source")),
    ]
    return html.Tr(
        [
            html.Th(html.Div([badge(drawn.icon, drawn.family), name], className="entity"), scope="row"),
            *beside,
        ],
        **(data(arn=item.arn) if item.arn else data(value=item.value)),
    )


def _how(code: str) -> Component:
    copy = html.Button([icon("copy"), "Copy"], type="button", className="button", **data(copy=code))
    return html.Details(
        [html.Summary("How this was asked"), html.Div([html.Pre(code), copy], className="code")]
    )

"""The report as an article of the page, for reading and printing."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode

from dash import html
from dash.development.base_component import Component

from components.html_elements import aria, data, icon
from lineage_explorer.explore.report_content import ReportContent
from lineage_explorer.explore.view import View
from lineage_explorer.export.document import Block, Document, FactList, Figure, Grid, Paragraph, Part
from lineage_explorer.export.provenance import describe_provenance
from lineage_explorer.export.report_answers import build_answers
from lineage_explorer.export.report_document import ReportMaterial, build_document, list_query_requests
from lineage_explorer.export.report_html import MAX_ROWS, choose_class, list_shown_columns
from lineage_explorer.query.address import MainView, format_address

_PICTURE = "api/v1/export"
"""Route of the picture, beside the page."""


def report_article(view: View) -> list[Component]:
    """Return the report about the start of a view."""
    content = view.content
    if not isinstance(content, ReportContent):
        return []
    document = build_report(view, content)
    return [
        html.Div(
            [
                html.Button(
                    [icon("save"), "Evidence pack"],
                    type="button",
                    className="button",
                    **data(export="evidence"),
                ),
                _button("Report as a file", export="report"),
                _button("Print", print=""),
            ],
            className="report-actions",
        ),
        html.Article(
            [
                *([html.P("Details are still being read.", className="quiet")] if content.is_pending else []),
                _cover(document),
                *map(_part, document.parts),
            ],
            className="report",
        ),
    ]


def _button(title: str, **names: str) -> Component:
    return html.Button(title, type="button", className="button", **data(**names))


def build_report(view: View, content: ReportContent) -> Document:
    """Return the report of a view, with a reference to its picture."""
    address = replace(view.address, view=MainView.GRAPH)
    comparison = replace(view.address, view=MainView.COMPARE)
    provenance = describe_provenance(content.listed, address, content.account)
    status = content.listed.graph.read_status
    material = ReportMaterial(
        content.listed,
        build_answers(content.whole, packages=content.packages, period=content.period, gaps=content.gaps),
        provenance,
        picture=_link_picture(format_address(address)),
        period=content.period,
        requests=list_query_requests(content.listed),
        reader=content.reader,
        read=(status.started_at, status.finished_at),
        is_redacted=content.is_redacted,
        checks=content.checks,
        compared=content.compared,
        compared_picture=_link_picture(format_address(comparison)) if content.compared else "",
    )
    return build_document(material)


def _link_picture(search: str) -> str:
    pairs = [
        ("format", "svg"),
        ("theme", "light"),
        *parse_qsl(search.removeprefix("?"), keep_blank_values=True),
    ]
    return f"{_PICTURE}?{urlencode(pairs, quote_via=quote, safe=':/')}"


def _cover(document: Document) -> Component:
    warning = [html.P(document.warning, className="report-warning", role="note")] if document.warning else []
    return html.Header(
        [
            *warning,
            html.H2("Report"),
            html.P(document.title, className="report-title"),
            html.P(document.sentence, className="lead"),
            _facts(document.cover),
        ],
        className="report-cover",
    )


def _part(part: Part) -> Component:
    return html.Section(
        [html.H3(part.title, id=f"title-{part.slug}"), *map(_block, part.blocks)],
        id=f"part-{part.slug}",
        className=f"report-part part-{part.slug}",
        **aria(labelledby=f"title-{part.slug}"),
    )


def _block(block: Block) -> Component:
    if isinstance(block, Paragraph):
        return html.P(block.text, className=block.tone or None)
    if isinstance(block, FactList):
        return _facts(block)
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Figure):
        return html.Figure(html.Img(src=block.svg, alt=block.caption, className="report-picture"))
    return html.Pre(html.Code(block.text))


def _facts(block: FactList) -> Component:
    rows = [html.Div([html.Dt(title), html.Dd(text)]) for title, text in block.facts]
    return html.Dl(rows, className="report-facts")


def _grid(grid: Grid) -> Component:
    table = grid.table
    columns = list_shown_columns(table)
    caption = f"{grid.caption or table.title} ({len(table.rows):,})"
    if len(table.rows) > MAX_ROWS:
        caption = f"{caption}, the first {MAX_ROWS}"
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(table.columns[index].title, scope="col") for index in columns])),
                html.Tbody(
                    [
                        html.Tr([_cell(table.columns[index].format(row[index])) for index in columns])
                        for row in table.rows[:MAX_ROWS]
                    ]
                ),
            ]
        ),
        className="report-grid",
        tabIndex=0,
        role="region",
        **aria(label=grid.caption or table.title),
    )


def _cell(text: str) -> Component:
    return html.Td(html.Bdi(text), className=choose_class(text) or None)

"""Timeline of a view, with what served when, and metrics.

`web/panels/timeline.js` draws its figures with Plotly. Everything in them stands in a table, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import metadata, resources
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from dash import dcc, html
from dash.development.base_component import Component
from dash.fingerprint import build_fingerprint

from components.html_elements import aria, badge, data, sortable_header, titled_link
from lineage_explorer.errors import describe_denials
from lineage_explorer.explore.timeline_content import TimelineContent
from lineage_explorer.explore.view import View
from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.entity_names import name_entities
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, format_address, format_href
from lineage_explorer.query.moments import format_moment, format_short_moment
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.timeline import (
    LANE_TITLES,
    PeriodCount,
    ServedSpan,
    Timeline,
    TimelineMark,
    summarize_timeline,
)
from lineage_explorer.views.timeline_figure import (
    Figure,
    build_metric_figure,
    build_timeline_figure,
    describe_count,
)
from lineage_explorer.views.version_metrics import MetricTable

_DATES = ("created_after", "created_before")


def timeline_panel(view: View) -> list[Component]:
    """Return the timeline of a view."""
    content = view.content
    if not isinstance(content, TimelineContent):
        return []
    timeline = content.timeline

    def link(arn: Arn) -> str:
        return format_href(view.address.with_start(arn))

    return [
        html.Article(
            [
                html.H2("Timeline"),
                html.P(summarize_timeline(timeline), className="lead"),
                *(html.P(note, className="gap") for note in _list_notes(content)),
                _date_form(view.address),
                *_timeline_figure(view, timeline),
                *_served_section(timeline, view.address, link),
                *(_metric_section(table, link) for table in content.metrics),
                *_entries_section(timeline, view.address, link),
                *_untimed_section(view, timeline, link),
            ],
            className="timeline",
            **data(script=find_plotly()),
        )
    ]


@lru_cache(maxsize=1)
def find_plotly() -> str:
    """Return where the page finds Plotly's script: Dash serves its package's own."""
    script = "package_data/plotly.min.js"
    with resources.as_file(resources.files("plotly") / script) as path:
        name: str = build_fingerprint(script, metadata.version("plotly"), int(path.stat().st_mtime))
    return f"_dash-component-suites/plotly/{name}"


def _list_notes(content: TimelineContent) -> list[str]:
    notes = []
    if content.unread:
        reason = describe_denials(content.unread) or "some jobs could not be read"
        notes.append(f"Metrics may be missing: {reason}.")
    if content.timeline.unknown_endpoints:
        notes.append(
            "Which version served when is shown where all deployments to an endpoint were read: "
            "upstream of it, without filters."
        )
    if content.left_out:
        notes.append(f"Metrics of {format_count(content.left_out, 'job')} were not read: there are too many.")
    return notes


def _date_form(address: Address) -> Component:
    """Return the fields for typed dates; the other parameters stay."""
    pairs = parse_qsl(format_address(address).removeprefix("?"))
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in pairs if name not in _DATES]
    filters = address.query.filters if address.query else None
    fields = []
    for name, title in zip(_DATES, ("Created from", "until"), strict=True):
        moment = getattr(filters, name) if filters else None
        value = format_short_moment(moment) if moment else ""
        field = dcc.Input(type="text", name=name, value=value, placeholder="2026-03-01", autoComplete="off")
        fields.append(html.Label([title, field]))
    show = html.Button("Show", type="submit", className="button")
    return html.Form(
        [*hidden, *fields, show, *_clear_link(address)],
        method="get",
        className="timeline-dates screen-only",
        **aria(label="Creation dates, UTC"),
    )


def _clear_link(address: Address) -> list[Component]:
    """Return a link to the same without dates, if there are any."""
    query = address.query
    if query is None or not (query.filters.created_after or query.filters.created_before):
        return []
    filters = replace(query.filters, created_after=None, created_before=None)
    href = format_href(address.with_query(replace(query, filters=filters)))
    return [dcc.Link("All dates", href=href, className="button")]


def _timeline_figure(view: View, timeline: Timeline) -> list[Component]:
    figure = build_timeline_figure(timeline)
    if figure is None:
        return []
    hint = (
        f"Click a bar to see its {timeline.period}. Drag across to keep what was created then."
        if timeline.counts
        else "Click a mark to focus on it. Drag across to keep what was created then."
    )
    search = format_address(view.address)
    return [
        _figure(figure, "Timeline of the entities; the table below has the same", "entities"),
        html.Img(alt="", className="print-picture", **data(picture=search)),
        html.P(hint, className="quiet screen-only"),
    ]


def _figure(figure: Figure, label: str, kind: str) -> Component:
    text = json.dumps(figure, separators=(",", ":"), ensure_ascii=False)
    height = f"{figure['layout']['height']:.0f}px"
    return html.Div(
        className="figure",
        role="img",
        style={"height": height},
        **aria(label=label),
        **data(figure=text, kind=kind),
    )


def _served_section(timeline: Timeline, address: Address, link: Callable[[Arn], str]) -> list[Component]:
    """Return which version served when, and a day to ask about."""
    if not timeline.spans:
        return []
    columns = ("Endpoint", "Version", "From", "Until", "State")
    rows = [_served_row(span, link, columns) for span in timeline.spans]
    endpoints = dict.fromkeys(span.endpoint for span in timeline.spans)
    queries = [_format_ask(address, arn) for arn in endpoints]
    return [
        html.Section(
            [
                html.H3("Which version served when"),
                html.Form(
                    [
                        html.Label(
                            [
                                "On",
                                dcc.Input(type="text", name="as_of", placeholder="2026-10-01", required=True),
                            ]
                        ),
                        html.Button("Ask", type="submit", className="button"),
                    ],
                    className="timeline-dates serving-day screen-only",
                    **data(ask=json.dumps(queries)),
                    **aria(label="Which version served on a day"),
                ),
                html.Div(className="serving-answer", role="status"),
                _table(columns, rows),
            ]
        )
    ]


def _format_ask(address: Address, endpoint: Arn) -> str:
    """Return the query string that asks what an endpoint served."""
    own = [
        ("start", endpoint),
        *([("file", address.file)] if address.file else []),
        *([("share", "1")] if address.share else []),
    ]
    return urlencode(own, quote_via=quote, safe=":/")


def _served_row(span: ServedSpan, link: Callable[[Arn], str], columns: Sequence[str]) -> Component:
    version = titled_link(span.version or "not on record", "", href=link(span.action), hint=span.action)
    cells = (format_minute(span.begin), format_minute(span.end), span.state)
    return html.Tr(
        [
            html.Th(
                titled_link(span.endpoint_title, "", href=link(span.endpoint), hint=span.endpoint),
                scope="row",
            ),
            html.Td(version, **data(label=columns[1])),
            *(html.Td(cell, **data(label=title)) for cell, title in zip(cells, columns[2:], strict=True)),
        ]
    )


def _metric_section(table: MetricTable, link: Callable[[Arn], str]) -> Component:
    """Return metrics of versions as a figure and a table."""
    columns = ("Metric", *table.titles)
    rows = [
        html.Tr(
            [
                html.Th(series.metric, scope="row"),
                *(
                    html.Td(_format_value(value), className="number", **data(label=title))
                    for value, title in zip(series.values, table.titles, strict=True)
                ),
            ]
        )
        for series in table.series
    ]
    heads = [
        html.Th("Metric", scope="col"),
        *(
            html.Th(dcc.Link(title, href=link(arn)), scope="col")
            for title, arn in zip(table.titles, table.versions, strict=True)
        ),
    ]
    body: list[Component] = [html.H3(f"Metrics of {table.group}")]
    if len(columns) > _MIN_COLUMNS:
        label = f"Metrics over the versions of {table.group}; the table below has the same"
        body.append(_figure(build_metric_figure(table), label, "metrics"))
    body.append(
        html.Div(
            html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="rows metrics"),
            className="scroller",
            tabIndex="0",
            role="region",
            **aria(label=f"Metrics of {table.group}"),
        )
    )
    return html.Section(body)


_MIN_COLUMNS = 2
"""Columns of a table of one version, whose metrics are not drawn as a line."""


def _format_value(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"  # noqa: RUF001 - a dash, as tables have it


def _entries_section(timeline: Timeline, address: Address, link: Callable[[Arn], str]) -> list[Component]:
    if not timeline.marks:
        return []
    columns: tuple[str, ...] = ("Name", "Lane", "Begin", "End", "State")
    rows = [_mark_row(mark, link, columns) for mark in timeline.marks] if not timeline.counts else []
    if timeline.counts:
        columns = ("Period", "Lane", "Entities")
        rows = [_count_row(each, timeline, address) for each in timeline.counts]
    return [html.Section([html.H3("The same as a table"), _table(columns, rows)])]


def _mark_row(mark: TimelineMark, link: Callable[[Arn], str], columns: Sequence[str]) -> Component:
    name = html.Div(
        [
            badge(mark.style.icon, mark.style.color),
            titled_link(mark.name.title, mark.name.subtitle, href=link(mark.arn), hint=mark.arn),
        ],
        className="entity",
    )
    end = "still going on" if mark.is_open else format_minute(mark.end)
    cells = (
        LANE_TITLES[mark.lane],
        format_minute(mark.begin),
        end,
        mark.badge.word if mark.badge else "",
    )
    return html.Tr(
        [
            html.Th(name, scope="row"),
            *(html.Td(cell, **data(label=title)) for cell, title in zip(cells, columns[1:], strict=True)),
        ],
        className=mark.role,
        **data(arn=mark.arn),
    )


def _count_row(count: PeriodCount, timeline: Timeline, address: Address) -> Component:
    query = address.query
    words = describe_count(count, timeline.period)
    name: Component = html.Span(words)
    if query:
        filters = replace(query.filters, created_after=count.begin, created_before=count.end)
        name = dcc.Link(words, href=format_href(address.with_query(replace(query, filters=filters))))
    return html.Tr(
        [
            html.Th(name, scope="row", **data(begin=format_moment(count.begin))),
            html.Td(LANE_TITLES[count.lane], **data(label="Lane")),
            html.Td(f"{count.count:,}", className="number", **data(label="Entities")),
        ]
    )


def _table(columns: Sequence[str], rows: Sequence[Component]) -> Component:
    return html.Table(
        [html.Thead(html.Tr(list(map(sortable_header, columns)))), html.Tbody(list(rows))],
        className="rows sortable",
    )


def _untimed_section(view: View, timeline: Timeline, link: Callable[[Arn], str]) -> list[Component]:
    if not timeline.untimed:
        return []
    shown = timeline.untimed[:_MAX_UNTIMED]
    names = name_entities({arn: view.loaded.entities.get(arn) for arn in shown})
    items: list[Any] = [
        html.Li(titled_link(name.title, name.subtitle, href=link(arn), hint=arn))
        for arn, name in names.items()
    ]
    if len(timeline.untimed) > len(shown):
        items.append(html.Li(f"and {len(timeline.untimed) - len(shown):,} more"))
    title = f"Without a known time ({len(timeline.untimed):,})"
    return [html.Section([html.H3(title), html.Ul(items, className="untimed")])]


_MAX_UNTIMED = 200

"""The impact list: what depends on an entity, and whom to tell.

`web/panels/impact.js` adds the page's address to what is copied and mailed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.html_elements import badge, data, icon, titled_link
from lineage_explorer.explore.impact_content import ImpactContent
from lineage_explorer.explore.view import View
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import format_href
from lineage_explorer.sources.owners import Owner, describe_source
from lineage_explorer.views.impact_list import ImpactItem, format_message, name_group

_COLUMNS = ("Name", "Type", "State", "Owner", "Named by")
_MAX_BODY = 1_500
"""Characters of the text of a mail; programs for mail cut longer links."""

_MAX_RECIPIENTS = 20
_FILTER_NOTE = html.P("Filters do not apply here: everything downstream is listed.", className="quiet")


def impact_panel(view: View) -> list[Component]:
    """Return the impact list of a view's focus."""
    content = view.content
    if not isinstance(content, ImpactContent):
        return []

    def link(arn: Arn) -> str:
        compared = view.address.compared if content.period else None
        return format_href(replace(view.address.with_start(arn), compared=compared))

    return [
        html.Article(
            [
                html.H2(content.heading),
                html.P(content.sentence, className="lead"),
                *(html.P(gap, className="gap") for gap in content.gaps),
                *(html.P(note, className="quiet") for note in content.notes),
                *([_FILTER_NOTE] if view.address.query and view.address.query.filters else []),
                *([_actions(content), _table(content, link)] if content.items else []),
            ],
            className="impact",
        )
    ]


def _actions(content: ImpactContent) -> Component:
    """Return what can be done with the list: copy, mail, save."""
    message = format_message(content.sentence, content.items, is_past=content.period is not None)
    return html.Div(
        [
            html.Button(
                [icon("copy"), "Copy for a message"],
                type="button",
                className="button",
                **data(message=message),
            ),
            html.A(
                [icon("chat"), "Write a mail"],
                href=build_mail_link(content),
                className="button",
                **data(mail=""),
            ),
            html.Button(
                [icon("save"), "Save as CSV"], type="button", className="button", **data(export="csv")
            ),
        ],
        className="actions screen-only",
    )


def build_mail_link(content: ImpactContent) -> str:
    """Return the link of a mail to owners with an address."""
    owners = (item.owner for item in content.items if item.owner)
    people = list(dict.fromkeys(owner.email for owner in owners if owner.email))[:_MAX_RECIPIENTS]
    body = format_message(content.sentence, content.items, is_past=content.period is not None)
    if len(body) > _MAX_BODY:
        body = body[:_MAX_BODY].rpartition("\n")[0] + "\n…"
    recipients = ",".join(quote(each, safe="@") for each in people)
    subject = f"Change of {content.title}"
    return f"mailto:{recipients}?subject={quote(subject)}&body={quote(body)}"


def _table(content: ImpactContent, link: Callable[[Arn], str]) -> Component:
    groups = groupby(content.items, key=lambda item: item.group)
    is_past = content.period is not None
    head = html.Tr([html.Th(title, scope="col") for title in _COLUMNS])
    parts = (_group(name_group(group, is_past=is_past), list(members), link) for group, members in groups)
    return html.Table(
        [html.Thead(head), *parts],
        className="rows impact-list",
    )


def _group(title: str, members: Sequence[ImpactItem], link: Callable[[Arn], str]) -> Component:
    head = html.Tr(
        html.Th(
            [title, html.Span(f" {len(members):,}", className="quiet")],
            scope="rowgroup",
            colSpan=len(_COLUMNS),
        ),
        className="part-head",
    )
    return html.Tbody([head, *_rows(members, link)])


def _rows(members: Iterable[ImpactItem], link: Callable[[Arn], str]) -> Iterable[Component]:
    for item in members:
        name = html.Div(
            [
                badge(item.style.icon, item.style.color),
                titled_link(item.name.title, item.name.subtitle, href=link(item.arn), hint=item.arn),
            ],
            className="entity",
        )
        cells = (
            item.style.title,
            item.state,
            _owner(item.owner, item.note),
            describe_source(item.owner) if item.owner else "",
        )
        yield html.Tr(
            [
                html.Th(name, scope="row"),
                *(
                    html.Td(cell, **data(label=title))
                    for cell, title in zip(cells, _COLUMNS[1:], strict=True)
                ),
            ],
            **data(arn=item.arn, group=item.group),
        )


def _owner(owner: Owner | None, note: str) -> Component | str:
    """Return an owner, or why none is named."""
    if owner is None:
        return note or "not on record"
    if owner.email:
        return html.A(owner.name, href=f"mailto:{quote(owner.email, safe='@')}")
    return html.Span(owner.name, className="quiet") if owner.is_role else html.Bdi(owner.name)

"""List of a group's members, which `web/panels/group-list.js` shows."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from components.html_elements import aria, badge, data, icon, titled_link
from lineage_explorer.explore.group_members import Member, MemberPage
from lineage_explorer.graph.model import Arn


def group_list(page: MemberPage, *, link: Callable[[Arn], str]) -> list[Component]:
    """Return the heading, the rows and the buttons of a page.

    Args:
        page: The page.
        link: Returns the address that makes a member the focus.
    """
    last = page.first + len(page.members)
    has_next = last < page.total
    return [
        html.Div(
            [
                html.H3(html.Bdi(page.title)),
                html.Button(
                    icon("close"), type="button", className="button close", **aria(label="Close the list")
                ),
            ],
            className="group-head",
        ),
        html.Ul([_row(member, link(member.arn)) for member in page.members]),
        html.Div(
            [
                html.Span(f"{page.first + 1:,} to {last:,} of {page.total:,}", className="quiet"),
                _page_button("Previous", page.page - 1, is_enabled=page.page > 0),
                _page_button("Next", page.page + 1, is_enabled=has_next),
                html.Button("Show all in the graph", type="button", className="button open-group"),
            ],
            className="group-foot",
        ),
    ]


def _row(member: Member, href: str) -> Component:
    state = member.badge
    return html.Li(
        [
            badge(member.style.icon, member.style.color),
            titled_link(member.name.title, member.name.subtitle, href=href, hint=member.arn),
            *([html.Span(state.word, className=f"state state-{state.state}")] if state else []),
        ]
    )


def _page_button(title: str, page: int, *, is_enabled: bool) -> Component:
    return html.Button(
        title, type="button", className="button", disabled=not is_enabled, **data(page=str(max(page, 0)))
    )

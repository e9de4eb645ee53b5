"""Static page: header, query form, graph, and facts.

It is built once; callbacks fill its containers.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.account_menu import account_pill
from components.controls import Address, Choice, Memory
from components.export_menu import export_menu
from components.graph import graph_canvas
from components.html_elements import aria, data, icon
from components.notice import notice_area
from components.query_bar import query_bar
from components.query_form import query_form
from components.status_bar import progress_bar, status_bar
from lineage_explorer.query.address import MainView

_MEMORIES = (
    ids.RERUN_COUNT, ids.TYPED_START, ids.PROPERTY_FOCUS, ids.PROPERTY_OFFERS, ids.FACTS, ids.PEEK,
)  # fmt: skip


def shell(*, always_redacted: bool = False, has_accounts: bool = False) -> Component:
    """Return the empty page.

    Args:
        always_redacted: Whether redaction is always on and cannot be switched off.
        has_accounts: Whether there are several accounts to switch between.
    """
    return html.Div(
        [
            Address(id=ids.ADDRESS),
            *(Memory(id=name) for name in _MEMORIES),
            html.A("Skip to the graph", href=f"#{ids.LINEAGE}", className="skip"),
            _header(always_shared=always_redacted, has_accounts=has_accounts),
            html.Div(
                [
                    html.Aside(
                        query_form(), id=ids.QUESTION_PANEL, className="panel left", **aria(label="Query")
                    ),
                    _main(),
                    html.Aside(id=ids.DETAILS, className="panel right", **aria(label="Details")),
                    html.Div(id=ids.KEY_FACTS, hidden=True),  # for the details of the focus
                ],
                className="columns",
            ),
            _phone_tabs(),
        ],
        className="page",
    )


def _header(*, always_shared: bool, has_accounts: bool) -> Component:
    return html.Header(
        [
            _panel_toggle(ids.QUESTION_TOGGLE, "left", "query panel", controls=ids.QUESTION_PANEL),
            html.A(
                [icon("logo"), html.Span("Lineage Explorer")],
                id=ids.HOME,
                href="./",
                className="brand",
                title="First screen",
            ),
            account_pill(has_menu=has_accounts),
            html.Button(
                [icon("search"), html.Span("Search names, or paste an ARN or S3 URI"), html.Kbd("/")],
                id=ids.SEARCH,
                type="button",
                className="search-box",
                title="Search (/)",
                **aria(label="Search names, or paste an ARN or S3 URI", controls=ids.QUESTION_PANEL),
            ),
            html.Span(
                [icon("mask"), "Names hidden"],
                className="pill sharing",
                title="Account ids, buckets and user names are replaced, also in what is copied or saved",
            ),
            html.Div(
                [
                    html.Button(
                        [icon("link"), "Copy link"],
                        id=ids.COPY_LINK,
                        type="button",
                        className="button",
                        title="Copy a link to this view",
                    ),
                    export_menu(),
                    *([] if always_shared else [_redact_button()]),
                    html.Button(
                        [icon("present"), "Present"],
                        id=ids.PRESENT,
                        type="button",
                        className="button",
                        title="Full screen, in large type (Esc exits)",
                    ),
                    html.Button(
                        [icon("help"), "Help"],
                        id=ids.SHOW_KEYS,
                        type="button",
                        className="button",
                        title="How it works, and keyboard shortcuts (?)",
                    ),
                    html.Button(
                        [icon("sun"), icon("moon")],
                        id=ids.THEME,
                        type="button",
                        className="button theme",
                        title="Switch between light and dark",
                        **aria(label="Switch between light and dark"),
                    ),
                    _panel_toggle(ids.FACTS_TOGGLE, "right", "details panel", controls=ids.DETAILS),
                ],
                className="header-actions",
            ),
        ],
        className="header",
    )


def _redact_button() -> Component:
    return html.Button(
        [icon("mask"), html.Span("Hide names")],
        id=ids.SHARE,
        type="button",
        className="button",
        title="Replace account ids, buckets and user names, to share the screen",
    )


def _panel_toggle(id_: str, icon_name: str, panel: str, *, controls: str) -> Component:
    """Return the button that collapses or restores a panel.

    `web/shell/panel-layout.js` handles it.
    """
    title = f"Toggle {panel}"
    return html.Button(
        icon(icon_name),
        id=id_,
        type="button",
        className="button toggle",
        title=title,
        **aria(label=title, controls=controls, expanded="true"),
    )


def _main() -> Component:
    return html.Main(
        [
            html.Div(
                [
                    html.Button("Exit (Esc)", id=ids.END_PRESENTATION, type="button", className="button"),
                    _view_switch(),
                    query_bar(),
                    notice_area(),
                    html.Section(id=ids.ANSWER, **aria(label="Answer")),
                    _outline(),
                    html.Section(
                        id=ids.MEMBERS,
                        className="group-list",
                        hidden=True,
                        **aria(label="Group members"),
                    ),
                    graph_canvas(),
                    html.Div(id=ids.TABLE, className="table-view"),
                    html.Div(id=ids.DOCUMENT, className="document-view"),
                    html.Div(id=ids.WELCOME, className="welcome"),
                    progress_bar(),
                ],
                className="stage",
            ),
            html.Section(
                [html.Div(id=ids.BETWEEN_STATUS, role="status"), html.Div(id=ids.BETWEEN)],
                className="between",
                **aria(label="Paths between two entities"),
            ),
            status_bar(),
        ],
        id=ids.LINEAGE,
        tabIndex="-1",
        **data(state="idle", view=str(MainView.GRAPH)),
        **aria(busy="false"),
    )


def _view_switch() -> Component:
    return html.Div(
        [
            html.Div(
                [
                    _breadcrumbs(),
                    html.Div(
                        [html.P(id=ids.HEADLINE), html.Div(id=ids.STATUS, role="status")],
                        className="focus-sentences",
                    ),
                ],
                className="focus-line",
            ),
            Choice(
                id=ids.VIEW,
                data=[{"value": str(view), "label": view.title()} for view in MainView],
                value=str(MainView.GRAPH),
            ),
        ],
        className="view-switch",
    )


def _outline() -> Component:
    """Return the closed panel of the drawn entities, which `web/panels/outline.js` lists."""
    return html.Nav(
        [
            html.Div(
                [
                    html.H2("List"),
                    html.Button(
                        icon("close"), type="button", className="button", **aria(label="Close the list")
                    ),
                ],
                className="outline-head",
            ),
            html.Div(className="twin"),
        ],
        id=ids.OUTLINE,
        className="outline",
        hidden=True,
        **aria(label="List"),
    )


def _phone_tabs() -> Component:
    """Return what a phone has instead of panels side by side.

    `web/shell/phone-tabs.js` handles them.
    """
    tabs = {"answer": "chat", "list": "list", "picture": "flow", "details": "right"}
    return html.Nav(
        [
            html.Button([icon(icon_name), name.title()], type="button", **data(tab=name))
            for name, icon_name in tabs.items()
        ],
        className="phone-tabs",
        **aria(label="Views"),
    )


def _breadcrumbs() -> Component:
    """Return the empty list of previous focuses, which `web/panels/breadcrumbs.js` fills."""
    return html.Nav(html.Ol(), id=ids.TRAIL, className="trail", **aria(label="Recent focuses"))

"""The page: header, question, picture, facts. Built once; callbacks fill its places."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.attributes import aria, data
from components.graph import graph
from components.icons import icon
from components.notice import notice_area
from components.query_form import query_form
from lineage.address import View

NAMING_MS = 600

_THEME = {
    "fontFamily": "var(--font)",
    "primaryColor": "indigo",
    "defaultRadius": "md",
    "cursorType": "pointer",
}


def shell(*, account: str) -> Component:
    """Return the whole page, empty.

    Args:
        account: What is being explored, for example "Demo account · us-west-2".
    """
    return dmc.MantineProvider(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.TYPED),
            dcc.Interval(id=ids.NAMING, interval=NAMING_MS, disabled=True),
            html.A("Skip to the picture", href=f"#{ids.LINEAGE}", className="skip"),
            _header(account),
            html.Div(
                [
                    html.Aside(query_form(), className="panel left", **aria(label="Question")),
                    _main(),
                    html.Aside(id=ids.DETAILS, className="panel right", **aria(label="Facts of the focus")),
                ],
                className="columns",
            ),
        ],
        theme=_THEME,
        defaultColorScheme="auto",
    )


def _header(account: str) -> Component:
    return html.Header(
        [
            dcc.Link(
                [icon("logo"), html.Span("Lineage Explorer")],
                href="/",
                className="brand",
                title="First screen",
            ),
            html.Span(
                [html.Span(className="dot"), account], className="pill", title="What is being explored"
            ),
            html.Div(
                [
                    html.Button(
                        [icon("link"), "Copy link"], id=ids.COPY_LINK, type="button", className="button"
                    ),
                    html.Button(
                        [icon("save"), "Save as page"],
                        id=ids.SAVE,
                        type="button",
                        className="button",
                        title="Download this picture as one interactive page that opens anywhere",
                    ),
                    dmc.ColorSchemeToggle(
                        id=ids.THEME,
                        lightIcon=icon("sun"),
                        darkIcon=icon("moon"),
                        variant="default",
                        **aria(label="Switch between light and dark"),
                    ),
                ],
                className="header-actions",
            ),
        ],
        className="header",
    )


def _main() -> Component:
    return html.Main(
        [
            html.Div(
                [
                    _view_switch(),
                    notice_area(),
                    html.Section(id=ids.ANSWER, **aria(label="Answer")),
                    graph(),
                    html.Div(id=ids.TABLE, className="table-view"),
                    html.Div(id=ids.WELCOME, className="welcome"),
                ],
                className="stage",
            ),
            html.Footer(
                [html.Div(id=ids.STATUS, role="status"), html.Div(id=ids.COMPLETENESS, className="quiet")],
                className="status-bar",
            ),
        ],
        id=ids.LINEAGE,
        tabIndex="-1",
        **data(state="idle", view=str(View.GRAPH)),
        **aria(busy="false"),
    )


def _view_switch() -> Component:
    return html.Div(
        dmc.SegmentedControl(
            id=ids.VIEW,
            data=[{"value": str(view), "label": view.title()} for view in View],
            value=str(View.GRAPH),
            size="xs",
        ),
        className="view-switch",
    )

"""First screen: search, products, what is newest, and what to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.browse import BrowseLink, browse_chips, link_to_browse
from components.html_elements import aria, data, icon
from components.open_file import open_file_panel
from components.product_table import product_section
from components.start_links import start_list
from lineage_explorer.query.address import HOME_ADDRESS, Address, format_href
from lineage_explorer.query.browse_query import BrowseQuery
from lineage_explorer.query.lineage_query import LineageQuery

if TYPE_CHECKING:
    from lineage_explorer.explore.home import ExampleQuestion, Home, SharedSection, StartSection
    from lineage_explorer.graph.model import Arn

_FRAME_ROWS = 5


def welcome_panel(home: Home, base: Address = HOME_ADDRESS) -> list[Component]:
    """Return the content of the first screen.

    Args:
        home: What was read for it.
        base: Address without a query: the opened file, if there is one, and whether names are hidden.
    """

    def link(arn: Arn) -> str:
        return format_href(replace(base, query=LineageQuery(arn)))

    browse = link_to_browse(base)
    products = product_section(home.products, link=link, browse=browse, is_pending=home.is_pending)
    return _arrange(
        [
            products,
            *(html.P(gap, className="gap") for gap in home.gaps),
            *([html.P(f"{home.note}.", className="quiet")] if home.note else []),
            html.Div(
                [_start_section(section, link, browse) for section in home.sections], className="shelves"
            ),
        ],
        [
            *_question_section(home.questions, base),
            *_shared_section(home.shared, base),
            html.Section([html.H2("Browse"), browse_chips(home.counts, link=browse)]),
            open_file_panel(base),
        ],
    )


def welcome_frame() -> list[Component]:
    """Return the first screen before anything of the account has come."""
    rows = [html.Div(className="bar-row") for _ in range(_FRAME_ROWS)]
    reading = html.Section(
        [
            html.Div(html.H2("Products"), className="section-head"),
            html.P("Loading…", className="quiet"),
            *rows,
        ],
        className="products",
    )
    return _arrange([reading], [])


def _arrange(main: Sequence[Component], side: Sequence[Component]) -> list[Component]:
    """Return the two columns of the first screen, under its heading."""
    return [
        html.Div(
            [
                html.Div(
                    [
                        html.H1("Where did it come from, and what depends on it?"),
                        html.P(
                            "Lineage links data, code, jobs, models, approvals and endpoints. "
                            "Choose one to see its sources and everything built from it.",
                            className="lead",
                        ),
                        _search_box(),
                        *main,
                    ],
                    className="home-main",
                ),
                html.Div([*_reader_sections(), *side], className="home-side"),
            ],
            className="home",
        )
    ]


def _search_box() -> Component:
    """Return the large button that opens the search of the header."""
    return html.Button(
        [icon("search"), html.Span("Search names, or paste an ARN, S3 URI or console link"), html.Kbd("/")],
        type="button",
        className="home-search",
        **data(opens=ids.SEARCH),
        **aria(label="Search names, or paste an ARN, S3 URI or console link"),
    )


def _reader_sections() -> list[Component]:
    """Return the empty lists that `web/panels/home-lists.js` fills.

    What a reader pinned and saw is known to the browser only.
    """
    return [
        html.Section([html.H2(title), html.Ul()], hidden=True, **data(list=name))
        for name, title in (("pinned", "Pinned"), ("recent", "Recent"))
    ]


def _question_section(questions: Sequence[ExampleQuestion], base: Address) -> list[Component]:
    if not questions:
        return []
    links = [
        html.Li(
            dcc.Link(
                [html.Span(question.text), icon("next")],
                href=format_href(base.with_query(LineageQuery(question.start), question_slug=question.slug)),
            )
        )
        for question in questions
    ]
    return [html.Section([html.H2("Try a question"), html.Ul(links, className="asks")])]


def _shared_section(shared: Sequence[SharedSection], base: Address) -> list[Component]:
    """Return the accounts that share their lineage, with entities to begin at."""
    if not shared:
        return []
    return [
        html.Section([html.H2("Other accounts"), *(_shared_account(each, base) for each in shared)]),
    ]


def _shared_account(shared: SharedSection, base: Address) -> Component:
    account = base.account if shared.account is None else shared.account
    own = replace(base, account=account, file="")
    title = (
        html.P(shared.title, className="quiet")
        if shared.account is None
        else dcc.Link(shared.title, href=format_href(own))
    )
    links = start_list(shared.starts, link=lambda arn: format_href(replace(own, query=LineageQuery(arn))))
    return html.Div(
        [
            title,
            *([links] if shared.starts else []),
            *([html.P(shared.advice, className="quiet advice")] if shared.advice else []),
        ],
        className="shared-account",
    )


def _explain_no_starts(section: StartSection) -> str:
    if section.is_pending:
        return "Not read yet."
    return "These could not be read." if section.starts is None else "None here yet."


def _start_section(section: StartSection, link: Callable[[Arn], str], browse: BrowseLink) -> Component:
    body = (
        start_list(section.starts, link=link)
        if section.starts
        else html.P(_explain_no_starts(section), className="quiet")
    )
    head = html.Div(
        [
            html.H2(f"Newest {section.title.lower()}"),
            dcc.Link(
                "All",
                href=browse(BrowseQuery(section.kind)),
                title=f"All {section.title.lower()}",
                className="all",
            ),
        ],
        className="section-head",
    )
    return html.Section([head, body], className="shelf")

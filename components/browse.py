"""Lists of the account, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, badge, icon
from lineage_explorer.graph.date_text import format_day, format_month
from lineage_explorer.graph.entity_names import add_type
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import HOME_ADDRESS, Address, MainView, format_href
from lineage_explorer.query.browse_query import BROWSE_VIEW, MAX_BROWSE_PAGE, BrowseKind, BrowseQuery
from lineage_explorer.query.lineage_query import Filters, LineageQuery

if TYPE_CHECKING:
    from lineage_explorer.explore.browse import BrowsePage, BrowseRow
    from lineage_explorer.explore.home import BrowseCount

KIND_TITLES: Mapping[BrowseKind, str] = MappingProxyType(
    {
        BrowseKind.PRODUCTS: "Products",
        BrowseKind.ENDPOINTS: "Endpoints",
        BrowseKind.MODELS: "Models",
        BrowseKind.DATA: "Data",
        BrowseKind.JOBS: "Jobs",
        BrowseKind.APPROVALS: "Approvals",
        BrowseKind.DEPLOYMENTS: "Deployments",
        BrowseKind.IMAGES: "Images",
        BrowseKind.ARTIFACTS: "All artifacts",
        BrowseKind.ACTIONS: "All actions",
        BrowseKind.CONTEXTS: "All contexts",
    }
)

BrowseLink = Callable[[BrowseQuery], str]
"""Function from a list of the account to its address."""


def link_to_browse(base: Address) -> BrowseLink:
    """Return a function from a list to the target of a link."""
    return lambda query: format_href(replace(base, browse=query))


def browse_chips(counts: Sequence[BrowseCount], *, link: BrowseLink) -> Component:
    """Return a link to the list of each kind, with its count."""
    return html.Ul([html.Li(_chip(count, link)) for count in counts], className="chips")


def _chip(count: BrowseCount, link: BrowseLink) -> Component:
    words: list[str | Component] = [KIND_TITLES[count.kind]]
    if count.count is not None:
        words.append(html.Small(f"{count.count:,}{'+' if count.at_least else ''}"))
    return dcc.Link(words, href=link(BrowseQuery(count.kind)), className="chip")


def browse_panel(page: BrowsePage, base: Address = HOME_ADDRESS) -> list[Component]:
    """Return a page of a list, with the choice of others."""
    query, link = page.query, link_to_browse(base)
    return [
        html.Div(
            [
                dcc.Link(
                    [icon("previous"), "First screen"],
                    href=format_href(base),
                    className="back",
                ),
                html.H1(build_browse_title(query)),
                html.Nav(_kind_links(query, link), className="kinds", **aria(label="Kinds")),
                _filter_form(page, base),
                *_product_links(page, base),
                *([html.P(page.note, className="quiet")] if page.note else []),
                *(html.P(gap, className="gap") for gap in page.gaps),
                _build_list(page, lambda arn: format_href(replace(base, query=LineageQuery(arn)))),
                *_pager(page, link),
            ],
            className="browse",
        )
    ]


def build_browse_title(query: BrowseQuery) -> str:
    """Return what a list shows, as its heading says it."""
    title = f"Versions of {query.product}" if query.product else KIND_TITLES[query.kind]
    parts = [
        title,
        f"of {query.owner}" if query.owner else "",
        f"in {_format_month(query.month)}" if query.month else "",
        f"called “{query.text}”" if query.text else "",
    ]
    return " ".join(filter(None, parts))


def _format_month(month: str) -> str:
    return format_month(date.fromisoformat(f"{month}-01"))


def _kind_links(query: BrowseQuery, link: BrowseLink) -> list[Component]:
    """Return a link to each kind; month and search are kept."""
    return [
        dcc.Link(
            title,
            href=link(BrowseQuery(kind, month=query.month, text=query.text)),
            className="chip current" if kind is query.kind else "chip",
        )
        for kind, title in KIND_TITLES.items()
    ]


def _filter_form(page: BrowsePage, base: Address) -> Component:
    """Return the form that narrows a list.

    `web/panels/markup.js` submits it; a browser does so by itself until that has loaded.
    """
    query = page.query
    hidden = {
        "view": BROWSE_VIEW,
        "kind": str(query.kind),
        "share": "1" if base.share else "",
        "file": base.file,
    }
    choices: list[Component] = []
    if query.kind is BrowseKind.PRODUCTS:
        choices.append(_select("Owner", "owner", page.owners, query.owner))
    if query.kind is BrowseKind.MODELS:
        choices.append(_select("Product", "product", page.products, query.product))
    months = {month: _format_month(month) for month in page.months}
    return html.Form(
        [
            *(dcc.Input(type="hidden", name=name, value=value) for name, value in hidden.items() if value),
            html.Label(
                [
                    "Name",
                    dcc.Input(type="search", name="text", value=query.text, placeholder="Part of a name"),
                ]
            ),
            _select("Created", "month", tuple(months), query.month, titles=months),
            *choices,
            html.Button("Show", type="submit", className="button"),
        ],
        method="get",
        role="search",
        className="browse-form",
    )


def _select(
    label: str,
    name: str,
    values: Sequence[str],
    chosen: str,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Component:
    values = (*values, chosen) if chosen and chosen not in values else values
    options = [
        html.Option(titles.get(value, value) or "Any", value=value, selected=value == chosen)
        for value in ("", *values)
    ]
    return html.Label([label, html.Select(options, name=name)])


def _product_links(page: BrowsePage, base: Address) -> list[Component]:
    """Return links to what a product's versions were made from."""
    product = page.query.product
    if not product or not page.rows:
        return []
    prefix = page.rows[0].start.arn.partition(":model-package/")[0]
    group = Arn(f"{prefix}:model-package-group/{product}")
    wanted = {
        "Data": Filters(types=("DataSet",)),
        "Jobs": Filters(lineage_types=(LineageType.TRIAL_COMPONENT,)),
        "Images": Filters(types=("Image",)),
    }
    links: list[str | Component] = ["What they were made from: "]
    for title, filters in wanted.items():
        query = LineageQuery(group, filters=filters)
        href = format_href(replace(base, query=query, view=MainView.TABLE))
        links += [dcc.Link(title, href=href), " "]
    return [html.P(links, className="quiet product-links")]


def _build_list(page: BrowsePage, link: Callable[[Arn], str]) -> Component:
    if page.is_pending:
        return html.P("Loading…", className="quiet", role="status")
    if not page.rows:
        return html.P("" if page.note else "Nothing of this kind.", className="quiet")
    has_status = any(row.status for row in page.rows)
    heads = ["Name", *(["Status"] if has_status else []), "Created"]
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_build_row(row, link, has_status=has_status) for row in page.rows]),
        ],
        className="listing",
    )


def _build_row(row: BrowseRow, link: Callable[[Arn], str], *, has_status: bool) -> Component:
    start = row.start
    name = dcc.Link(
        [
            badge(start.style.icon, start.style.color),
            html.Span(
                [html.Bdi(start.name.title), html.Small(add_type(start.style.title, start.name.subtitle))],
                className="name",
            ),
        ],
        href=link(start.arn),
        title=start.hint,
    )
    created = format_day(start.created) if start.created else "not on record"
    status = [html.Td(row.status)] if has_status else []
    return html.Tr([html.Th(name, scope="row"), *status, html.Td(created)])


def _pager(page: BrowsePage, link: BrowseLink) -> list[Component]:
    """Return the links to the pages before and after."""
    newer = page.number > 1
    older = page.has_more and page.number < MAX_BROWSE_PAGE
    if not newer and not older:
        return []
    links: list[Component] = []
    if newer:
        href = link(replace(page.query, page=page.number - 1))
        links.append(dcc.Link([icon("previous"), "Newer"], href=href, className="button"))
    links.append(html.Span(f"Page {page.number}"))
    if older:
        href = link(replace(page.query, page=page.number + 1))
        links.append(dcc.Link(["Older", icon("next")], href=href, className="button"))
    return [html.Nav(links, className="pager", **aria(label="Pages"))]

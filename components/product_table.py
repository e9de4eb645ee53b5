"""Table of an account's products: state, versions, endpoints, date and owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, badge, data, icon
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.browse_query import BrowseKind, BrowseQuery
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.badges import BadgeState
from lineage_explorer.views.product_columns import ProductColumn

if TYPE_CHECKING:
    from components.browse import BrowseLink
    from lineage_explorer.graph.model import Arn
    from lineage_explorer.views.products import Product, ProductEndpoint, ProductTable, ProductVersion

MAX_PRODUCTS = 12
_MAX_BARS = 14
"""Versions that have a bar each; more have one bar with their number."""
_MAX_ENDPOINTS = 3

_WORDS = {
    BadgeState.SERVING: "serving",
    BadgeState.APPROVED: "approved",
    BadgeState.REJECTED: "rejected",
    BadgeState.PENDING: "pending",
}
_LEGEND = (BadgeState.APPROVED, BadgeState.SERVING, BadgeState.REJECTED, BadgeState.PENDING)
NOT_ON_RECORD = "not on record"
_NOT_READ = "not read"

_Missing = Callable[[ProductColumn], Component]
"""Function from a column to what stands for a value that is not known."""


def product_section(
    table: ProductTable, *, link: Callable[[Arn], str], browse: BrowseLink, is_pending: bool
) -> Component:
    """Return the table of products with its heading.

    Args:
        table: The products.
        link: Returns the address of an entity.
        browse: Returns the address of a list.
        is_pending: Whether lists are still being read.
    """

    def missing(column: ProductColumn) -> Component:
        reason = None if is_pending else table.failures.get(column)
        unknown = "" if reason is None else _NOT_READ
        return html.Span("…" if is_pending else unknown, className="quiet", title=reason or None)

    return html.Section(
        [
            html.Div(
                [
                    html.H2("Products"),
                    html.Span(_count_products(table), className="quiet"),
                    html.Span([_legend_entry(state) for state in _LEGEND], className="bar-legend"),
                    dcc.Link("Browse all", href=browse(BrowseQuery()), className="all"),
                ],
                className="section-head",
            ),
            _build_table(table, link, browse, missing),
        ],
        className="products",
    )


def _count_products(table: ProductTable) -> str:
    if not table.products:
        return ""
    return f"{len(table.products):,}{'' if table.is_complete else '+'}"


def _legend_entry(state: BadgeState) -> Component:
    return html.Span([html.I(className=f"version version-{state}"), _WORDS[state]])


def _build_table(
    table: ProductTable, link: Callable[[Arn], str], browse: BrowseLink, missing: _Missing
) -> Component:
    rows = [_product_row(product, link, browse, missing) for product in table.products[:MAX_PRODUCTS]]
    if table.loose_endpoints:
        rows.append(_loose_row(table.loose_endpoints, link, browse))
    if not rows:
        return html.P(_explain_no_products(table), className="quiet")
    rest = len(table.products) - MAX_PRODUCTS
    more = [dcc.Link(f"{rest:,} more", href=browse(BrowseQuery()), className="more")] if rest > 0 else []
    head = html.Thead(html.Tr([html.Th(title, scope="col") for title in ("Product", *ProductColumn)]))
    return html.Div([html.Table([head, html.Tbody(rows)]), *more])


def _explain_no_products(table: ProductTable) -> str:
    if table.is_pending:
        return "Loading products…"
    if table.is_failed:
        return f"Products: {_NOT_READ}."
    return "No model package groups in this account. Start from what is newest."


def _product_row(
    product: Product, link: Callable[[Arn], str], browse: BrowseLink, missing: _Missing
) -> Component:
    is_one = len(product.groups) == 1
    href = link(product.start) if is_one else browse(BrowseQuery(BrowseKind.PRODUCTS, text=product.title))
    name = dcc.Link(
        [
            badge("package" if is_one else "group", "model"),
            html.Span([html.Bdi(product.title), html.Small(_describe(product))], className="name"),
        ],
        href=href,
        title=product.groups[0] if is_one else f"{len(product.groups)} groups",
    )
    no_date = _quiet(NOT_ON_RECORD) if product.has_all_versions else missing(ProductColumn.NEWEST)
    newest = format_day(product.newest) if product.newest else no_date
    no_owner = missing(ProductColumn.OWNER) if product.owner is None else _quiet(NOT_ON_RECORD)
    pin = [_pin_button(product)] if is_one else []
    return html.Tr(
        [
            html.Th([name, *pin], scope="row"),
            _cell(ProductColumn.STATE, _build_state(product, missing)),
            _cell(ProductColumn.VERSIONS, _link_versions(product, browse, _build_versions(product, missing))),
            _cell(ProductColumn.ENDPOINTS, _build_endpoints(product, link, missing)),
            _cell(ProductColumn.NEWEST, newest),
            _cell(ProductColumn.OWNER, product.owner or no_owner),
        ]
    )


def _pin_button(product: Product) -> Component:
    return html.Button(
        icon("pin"),
        type="button",
        className="pin",
        title="Pin",
        **data(pin=product.start, name=product.title, kind="Model group"),
        **aria(label=f"Pin {product.title}", pressed="false"),
    )


def _quiet(words: str) -> Component:
    return html.Span(words, className="quiet")


def _cell(column: ProductColumn, content: str | Component) -> Component:
    """Return a cell that holds the title of its column.

    Phones show it, because the table has no head there.
    """
    return html.Td(content, **data(title=column.value))


def _describe(product: Product) -> str:
    """Return the known numbers of versions and endpoints."""
    parts = []
    if len(product.groups) > 1:
        parts.append(format_count(len(product.groups), "group"))
    if product.has_all_versions:
        parts.append(format_count(len(product.versions), "version"))
    elif product.versions:
        parts.append(f"newest is v{max(version.number for version in product.versions)}")
    live = sum(not endpoint.is_deleted for endpoint in product.endpoints)
    if product.has_all_endpoints and live:
        parts.append(format_count(live, "endpoint"))
    return ", ".join(parts)


def _build_state(product: Product, missing: _Missing) -> Component:
    if product.badge and (product.is_state_known or product.badge.state is BadgeState.SERVING):
        return html.Span(product.badge.word, className=f"state state-{product.badge.state}")
    return _quiet(NOT_ON_RECORD) if product.is_state_known else missing(ProductColumn.STATE)


def _build_versions(product: Product, missing: _Missing) -> Component:
    versions = product.versions
    if not versions:
        if product.has_all_versions:
            return _quiet("none")
        unknown = missing(ProductColumn.VERSIONS)
        return html.Span("Show") if product.is_registered and not unknown.children else unknown
    if product.has_all_versions and len(versions) <= _MAX_BARS:
        return html.Span(
            [_version_bar(version) for version in versions],
            className="bars",
            role="img",
            **aria(label=", ".join(map(_describe_version, versions))),
        )
    count = len(versions) if product.has_all_versions else max(version.number for version in versions)
    return html.Span(
        [
            html.I(className="amount", style={"width": f"{min(100, 4 + count / 3):.0f}px"}),
            f"{count:,}" if product.has_all_versions else f"v{count:,}",
        ],
        className="bars",
    )


def _link_versions(product: Product, browse: BrowseLink, versions: Component) -> Component:
    """Return the link to a product's versions, page by page."""
    is_empty = product.has_all_versions and not product.versions
    if len(product.groups) > 1 or is_empty or not product.is_registered:
        return versions
    href = browse(BrowseQuery(BrowseKind.MODELS, product=product.groups[0]))
    return dcc.Link(versions, href=href, title=f"Versions of {product.title}")


def _version_bar(version: ProductVersion) -> Component:
    return html.I(className=f"version version-{version.state or 'unknown'}")


def _describe_version(version: ProductVersion) -> str:
    state = _WORDS.get(version.state, NOT_ON_RECORD) if version.state else NOT_ON_RECORD
    return f"v{version.number} {state}"


def _build_endpoints(product: Product, link: Callable[[Arn], str], missing: _Missing) -> Component:
    live = [endpoint for endpoint in product.endpoints if not endpoint.is_deleted]
    deleted = [endpoint for endpoint in product.endpoints if endpoint.is_deleted]
    children: list[str | Component] = list(_link_endpoints(live, link, prefix=f"{product.title}-"))
    if deleted:
        children.append(html.Small(_link_deleted(deleted, link), className="deleted"))
    if not children:
        return _quiet("none") if product.has_all_endpoints else missing(ProductColumn.ENDPOINTS)
    return html.Span(children)


def _link_endpoints(
    endpoints: Sequence[ProductEndpoint], link: Callable[[Arn], str], *, prefix: str = ""
) -> Iterable[str | Component]:
    """Yield links to the first few endpoints.

    The product's name is left out of theirs.
    """
    for number, endpoint in enumerate(endpoints[:_MAX_ENDPOINTS]):
        if number:
            yield ", "
        rest = endpoint.name.removeprefix(prefix)
        short = rest if rest[:1].isalpha() else endpoint.name
        yield dcc.Link(html.Bdi(short), href=link(endpoint.arn), title=endpoint.name)
    if len(endpoints) > _MAX_ENDPOINTS:
        yield f" and {len(endpoints) - _MAX_ENDPOINTS:,} more"


def _link_deleted(deleted: Sequence[ProductEndpoint], link: Callable[[Arn], str]) -> list[str | Component]:
    if len(deleted) > 1:
        return [f"{len(deleted):,} deleted"]
    endpoint = deleted[0]
    return [dcc.Link(html.Bdi(endpoint.name), href=link(endpoint.arn), title=endpoint.name), " deleted"]


def _loose_row(
    endpoints: Sequence[ProductEndpoint], link: Callable[[Arn], str], browse: BrowseLink
) -> Component:
    live = [endpoint for endpoint in endpoints if not endpoint.is_deleted]
    deleted = len(endpoints) - len(live)
    name = dcc.Link(
        [
            badge("list", "other"),
            html.Span(
                [html.Bdi("No registered model"), html.Small(format_count(len(endpoints), "endpoint"))],
                className="name",
            ),
        ],
        href=browse(BrowseQuery(BrowseKind.ENDPOINTS)),
        title="Endpoints behind which no registered version is on record",
    )
    words = [*_link_endpoints(live, link)]
    if deleted:
        words.append(html.Small(f"{deleted:,} deleted", className="deleted"))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            _cell(ProductColumn.STATE, _quiet("—")),
            _cell(ProductColumn.VERSIONS, _quiet("none")),
            _cell(ProductColumn.ENDPOINTS, html.Span(words)),
            _cell(ProductColumn.NEWEST, _quiet("—")),
            _cell(ProductColumn.OWNER, _quiet("—")),
        ]
    )

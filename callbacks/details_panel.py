"""Details panel with the facts about the focus, or another entity.

It is requested after the graph is drawn, because rendering it with the graph would delay the graph.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from dash import ClientsideFunction, Dash, Input, NoUpdate, Output, State, ctx, no_update

from components import ids
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import (
    Address,
    MainView,
    format_href,
    parse_address,
    with_start_text,
)
from lineage_explorer.query.compare_query import CompareQuery

if TYPE_CHECKING:
    from lineage_explorer.explore.page_facts import EntityFacts
    from lineage_explorer.sources.protocols import EntityCatalog


class Details(TypedDict):
    """Content of the panel, and the focus that it belongs to.

    The browser drops it if the focus has changed since, and asks again for what is late.
    """

    arn: str
    html: str
    is_late: bool


def render_details(catalog: EntityCatalog, search: str) -> Details | NoUpdate:
    """Return the facts about an address's focus; nothing without a query.

    In redaction mode, the link to the AWS console and the responses are left out, because they hold real
    names.
    """
    from components.details import DetailsLinks, details_panel
    from components.markup import render_html
    from lineage_explorer.explore.page_facts import load_entity_facts
    from lineage_explorer.explore.start_resolution import redirect_to_entity

    try:
        address = parse_address(redirect_to_entity(catalog, search))
    except InvalidQuery:  # the screen route parses the same address and reports the error
        return no_update
    query = address.query
    if query is None:
        return {"arn": "", "html": "", "is_late": False}
    content = load_entity_facts(catalog, query.start)
    panel = details_panel(
        replace(content, console=None, operations=()) if address.share else content,
        DetailsLinks(
            focus=lambda arn: format_href(address.with_start(arn)),
            ask=lambda slug: format_href(address.with_query(query, question_slug=slug)),
            compare=_link_comparison(address, content),
            impact=format_href(replace(address.with_query(query), view=MainView.IMPACT)),
        ),
        current_slug=address.question_slug,
    )
    return {"arn": query.start, "html": render_html(panel), "is_late": content.is_late}


def _link_comparison(address: Address, content: EntityFacts) -> str:
    """Return the address that compares an entity with the one before it.

    The older version is the first side. Which deployment an endpoint had before is found there.
    """
    focused = replace(address.with_start(content.arn), view=MainView.COMPARE)
    if not content.earlier_version:
        return format_href(focused)
    link = format_href(replace(focused, compared=CompareQuery(content.arn)))
    return f"./{with_start_text(link.removeprefix('./'), Arn(content.earlier_version))}"


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Show the facts about each new focus, or about another entity."""

    @app.callback(
        output=Output(ids.FACTS, "data"),
        inputs={"_drawn": Input(ids.LINEAGE, "data-key"), "peek": Input(ids.PEEK, "data")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_drawn(_drawn: str, peek: str | None, search: str | None) -> Details | NoUpdate:
        wanted = peek if ctx.triggered_id == ids.PEEK else search
        return get_explorer().scope.run(
            wanted if isinstance(wanted, str) else "",
            lambda services, search: render_details(services.catalog, search),
        )

    app.clientside_callback(
        ClientsideFunction("lineage", "showDetails"), Input(ids.FACTS, "data"), prevent_initial_call=True
    )

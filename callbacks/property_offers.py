"""Offers of the properties box, read when it gets the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ClientsideFunction, Dash, Input, NoUpdate, Output, no_update

from components import ids
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.query.address import parse_current_address

if TYPE_CHECKING:
    from lineage_explorer.explore.services import ExplorerServices


def list_offers(services: ExplorerServices, search: str) -> list[str] | NoUpdate:
    """Return the properties in the graph of an address, if any."""
    from lineage_explorer.explore.filter_advice import read_property_offers

    query = parse_current_address(search).query
    offers = read_property_offers(services, query) if query else None
    return no_update if offers is None else list(offers)


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Read the properties of a graph when their box gets the focus.

    Lists of entities hold no properties, so most are not known before.
    """

    @app.callback(
        output=Output(ids.PROPERTY_OFFERS, "data"),
        inputs={"search": Input(ids.PROPERTY_FOCUS, "data")},
        prevent_initial_call=True,
    )
    def on_focus(search: str | None) -> list[str] | NoUpdate:
        return get_explorer().scope.run(search if isinstance(search, str) else "", list_offers)

    app.clientside_callback(
        ClientsideFunction("lineage", "offerProperties"),
        Input(ids.PROPERTY_OFFERS, "data"),
        prevent_initial_call=True,
    )

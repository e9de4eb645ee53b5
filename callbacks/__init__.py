"""Callbacks, one module for each user intention.

Each connects events to the domain, its views, and components. A decorated function only unpacks its arguments
and calls a plain function beside it, which has no Dash in its signature. Modules do not import each other.

They are registered before the account is opened. So each asks for the explorer when it is called, and what it
calls is imported then.
"""

from __future__ import annotations

from dash import Dash

from callbacks import autocomplete, clientside, details_panel, property_offers, submit_query
from lineage_explorer.explore.opened_explorer import GetExplorer


def register_all(app: Dash, get_explorer: GetExplorer) -> None:
    """Register every callback of the page.

    Args:
        app: The Dash app.
        get_explorer: Returns what answers requests.
    """
    clientside.register(app)
    submit_query.register(app, get_explorer)
    details_panel.register(app, get_explorer)
    autocomplete.register(app, get_explorer)
    property_offers.register(app, get_explorer)

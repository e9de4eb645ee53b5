"""Callbacks, one module for each user intention.

Each connects events to the domain, its views, and components. A decorated function only unpacks its arguments
and calls a plain function beside it, which has no Dash in its signature. Modules do not import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import autocomplete, clientside, details_panel, property_offers, submit_query
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices


def register_all(app: Dash, scope: RequestScope[ExplorerServices]) -> None:
    """Register every callback of the page.

    Args:
        app: The Dash app.
        scope: Supplies the services for each request.
    """
    catalogs = scope.map(lambda services: services.catalog)
    clientside.register(app)
    submit_query.register(app, catalogs)
    details_panel.register(app, catalogs)
    autocomplete.register(app, catalogs)
    property_offers.register(app, scope)

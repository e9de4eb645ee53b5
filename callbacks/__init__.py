"""Callbacks, one module for each user intention.

Each connects events to the domain, its views, and components. A decorated function only unpacks its arguments
and calls a plain function beside it, which has no Dash in its signature. Modules do not import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import ask, explore, focus, share, suggest, switch
from callbacks.explore import ExplorerServices
from sharing.door import RequestScope


def register_all(app: Dash, scope: RequestScope[ExplorerServices]) -> None:
    """Register every callback of the page.

    Args:
        app: The Dash app.
        scope: Supplies the services for each request.
    """
    catalogs = scope.map(lambda services: services.catalog)
    share.register(app, catalogs)
    explore.register(app, scope)
    switch.register(app)
    ask.register(app, catalogs)
    focus.register(app, catalogs)
    suggest.register(app, catalogs)

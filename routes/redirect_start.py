"""Redirects from resources to the entities that represent them.

The start of an address can be an endpoint's ARN or an S3 URI, for example.
"""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request

from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.start_resolution import redirect_to_entity
from lineage_explorer.query.address import get_start
from lineage_explorer.sources.protocols import EntityCatalog


def register(app: Dash, scope: RequestScope[EntityCatalog]) -> None:
    """Redirect a page before it loads.

    So Back never leads to an address that redirects again.
    """

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not type its server
    def redirect_page() -> Response | None:
        search = f"?{request.query_string.decode()}"
        if request.path != "/" or not get_start(search):
            return None
        target = scope.run(search, redirect_to_entity)
        return None if target == search else redirect(f"/{target}")  # type: ignore[return-value]  # Werkzeug's

"""Redirects between redacted addresses and real ones.

In an address in redaction mode, real names become pseudonyms; in any other, pseudonyms become real names.
"""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request

from lineage_explorer.errors import LineageError
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.sources.protocols import EntityCatalog


def register(app: Dash, scope: RequestScope[EntityCatalog]) -> None:
    """Redirect each page before it loads, to expose no real names."""

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def redirect_page() -> Response | None:
        if request.path != "/":
            return None
        search = f"?{query}" if (query := request.query_string.decode()) else ""
        try:
            canonical = scope.canonical_url(search)
        except LineageError as error:
            return Response(f"{error.title}. {error}", status=503, mimetype="text/plain")
        return None if canonical == search else redirect(f"/{canonical}")  # type: ignore[return-value]  # Werkzeug's

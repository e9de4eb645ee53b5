"""An address that shares is led to its stand-ins, and one that does not to what they stand for."""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request

from lineage.errors import LineageError
from lineage.source import EntityCatalog
from sharing.door import Door


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Lead every page there before it loads, so that no name is seen that should not be."""

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def lead() -> Response | None:
        if request.path != "/":
            return None
        search = f"?{asked}" if (asked := request.query_string.decode()) else ""
        try:
            spelled = door.spelled(search)
        except LineageError as error:
            return Response(f"{error.title}. {error}", status=503, mimetype="text/plain")
        return None if spelled == search else redirect(f"/{spelled}")  # type: ignore[return-value]  # Werkzeug's

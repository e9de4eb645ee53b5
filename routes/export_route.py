"""Export of a graph as an interactive HTML page.

The page needs neither this server nor a network.
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from dash import Dash
from flask import Response, request

from lineage_explorer.errors import LineageError
from lineage_explorer.explore.load_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import redirect_to_entity
from lineage_explorer.explore.view_request import LAYOUT_HEADER, ReadMode, ViewRequest
from lineage_explorer.export.html_page import build_html_page, safe_name
from lineage_explorer.query.address import parse_address

ROUTE = "/page"

_log = logging.getLogger(__name__)

EXPORT_NAMING_SECONDS = 10.0
"""Time limit in seconds for names.

It is long, because an exported file cannot be updated."""


def export_page(services: ExplorerServices, *, search: str, layout_id: str) -> tuple[str, str]:
    """Export the graph of an address.

    Args:
        services: The services.
        search: The address as a query string.
        layout_id: Id of the layout on the screen, so that the page looks the same.

    Returns:
        File name and text of the page.

    Raises:
        LineageError: The address has no query or is invalid, or nothing could be read.
    """
    address = parse_address(redirect_to_entity(services.catalog, search))
    if address.query is None:
        raise LineageError("Nothing to save yet: choose a start first.")
    view = build_view(
        services,
        ViewRequest(
            address,
            ReadMode.STOP,
            previous_layout=layout_id,
            naming_seconds=EXPORT_NAMING_SECONDS,
            has_groups=False,
        ),
    )
    if isinstance(view, StillLoading):
        raise LineageError("Nothing has loaded yet: save it when the graph is there.")
    title = f"Lineage of {view.loaded.start_label}"
    return f"{safe_name(title)}.html", build_html_page(view, title, account=services.account_title)


def register(app: Dash, scope: RequestScope[ExplorerServices]) -> None:
    """Register the route for exports; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def file() -> Response:
        previous_layout_id = request.headers.get(LAYOUT_HEADER, "")
        try:
            name, text = scope.run(
                f"?{request.query_string.decode(errors='replace')}",
                lambda services, search: export_page(services, search=search, layout_id=previous_layout_id),
            )
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("A page could not be saved")
            sentence = "The page could not be saved. The server's log has the details."
            return Response(sentence, status=500, mimetype="text/plain")
        # If a browser opens the file under this origin, its scripts must not get access to this page.
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox allow-scripts"}
        return Response(text, mimetype="text/html", headers=headers)

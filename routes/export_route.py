"""Export of a view as a file: list, graph, picture or page."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from dash import Dash
from flask import Response, jsonify, request

from lineage_explorer.errors import LineageError
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.explore.view_request import LAYOUT_HEADER, READ_MODE_HEADER, ReadMode

if TYPE_CHECKING:
    from lineage_explorer.export.exported_file import ExportedFile

ROUTE = "/api/v1/export"

_log = logging.getLogger(__name__)


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route for exports; errors are JSON."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def file() -> Response:
        scope = get_explorer().scope
        from lineage_explorer.api.error_body import classify_error
        from lineage_explorer.export import export_request

        layout_id = request.headers.get(LAYOUT_HEADER, "")
        is_stopped = request.headers.get(READ_MODE_HEADER) == ReadMode.STOP
        base_path = quote(request.script_root)
        try:
            search = f"?{request.query_string.decode(errors='replace')}"
            exported = scope.run(
                search,
                lambda services, address: export_request.run_export(
                    # A path may hold the name of a user.
                    replace(services, base_path="" if services.is_redacted else base_path),
                    address,
                    layout_id=layout_id,
                    is_stopped=is_stopped,
                ),
            )
        except LineageError as error:
            kind = classify_error(error)
            return _send_error(kind.http_status, code=kind.code, title=error.title, detail=str(error))
        except Exception:  # noqa: BLE001 - an answer in the form that programs understand
            _log.exception("An export failed")
            sentence = "The export failed. The server's log has the details."
            return _send_error(500, code="internal_error", title="Something went wrong", detail=sentence)
        return _send_file(exported)


def _send_file(exported: ExportedFile) -> Response:
    """Return a file with headers on what it does not say.

    A CSV file has no place for its origin, so headers tell it, and a link leads to the description.
    """
    provenance = exported.provenance
    headers = {
        # If a browser opens the file under this origin, its scripts must not get access to the page.
        "Content-Security-Policy": "sandbox allow-scripts",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(exported.name)}",
        "Cache-Control": "private, no-store",
        "Lineage-Complete": "true" if provenance.is_complete else "false",
        "Lineage-Read-At": provenance.read_at.isoformat(),
        "Lineage-Address": quote(provenance.address, safe="/?=&:%"),
    }
    if exported.described_by:
        target = f"{quote(request.script_root)}{ROUTE}{exported.described_by}"
        headers["Link"] = f'<{target}>; rel="describedby"; type="application/csvm+json"'
    return Response(exported.chunks, content_type=exported.media_type, headers=headers)


def _send_error(status: int, **error: str) -> Response:
    response = jsonify({"error": error})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response

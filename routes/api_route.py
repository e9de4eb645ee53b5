"""Routes of the JSON API, for programs.

Each answers one operation of `lineage_explorer.api.operations`. That is imported with the first request: the
page does without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from dash import Dash
from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed

from lineage_explorer.explore.opened_explorer import GetExplorer

if TYPE_CHECKING:
    from lineage_explorer.api.replies import Reply

ROUTE = "/api/v1"
NAMES = ("answer", "checks", "compare", "entity", "impact", "lineage", "questions", "search", "serving")
"""Names of the operations."""


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the routes of the API; errors are JSON as well."""
    for name in NAMES:
        app.server.add_url_rule(
            f"{ROUTE}/{name}", f"api_{name}", _build_route(get_explorer, name), methods=["GET"]
        )
    app.server.add_url_rule(f"{ROUTE}/openapi.json", "api_openapi", _describe_api, methods=["GET"])
    app.server.add_url_rule("/api/<path:path>", "api_unknown", _reject_path, methods=["GET"])
    app.server.register_error_handler(MethodNotAllowed, _reject_method)


def _build_route(get_explorer: GetExplorer, name: str) -> Callable[[], Response]:
    def respond() -> Response:
        scope = get_explorer().scope
        from lineage_explorer.api import replies

        search = f"?{request.query_string.decode(errors='replace')}"
        is_refresh = bool(request.cache_control.no_cache)
        reply = replies.run_operation(scope, name, search, is_refresh=is_refresh)
        return _send(replies.add_base_path(reply, quote(request.script_root)))

    return respond


def _describe_api() -> Response:
    from lineage_explorer.api import replies

    return _send(replies.describe_api(quote(request.script_root)))


def _reject_path(path: str) -> Response:
    from lineage_explorer.api import replies

    return _send(replies.reject_path(path))


def _reject_method(error: MethodNotAllowed) -> Response | MethodNotAllowed:
    """Return a rejection as JSON where a program asks."""
    from lineage_explorer.api import replies

    if not request.path.startswith("/api/"):
        return error
    response = _send(replies.reject_method(request.method))
    response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _send(reply: Reply) -> Response:
    """Return a reply; nothing of it if the reader has it already."""
    response = Response(reply.content, reply.status, headers=reply.headers, mimetype="application/json")
    if reply.is_ok:
        response.add_etag()
        response.make_conditional(request)
    return response

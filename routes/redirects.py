"""Redirects before the page loads, and answers where there is none.

In redaction mode, real names become pseudonyms, and in any other, pseudonyms become real names. A start that
is not a lineage entity, such as an endpoint's ARN or an S3 URI, becomes the entity that represents it. One
that belongs to another configured account leads there.
"""

from __future__ import annotations

import logging

from dash import Dash
from flask import Response, redirect, request

from lineage_explorer.errors import FileNotKept, InvalidQuery, LineageError
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.query.address import get_start

_ANY_PATH = "/<path:path>"
"""Endpoint of Dash for every path that nothing else is at."""

_log = logging.getLogger(__name__)


def register(app: Dash, get_explorer: GetExplorer, *, always_redacted: bool) -> None:
    """Redirect pages to canonical names, and to their start's entity.

    An address without parameters names nothing, so it does not wait for the account.
    """

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not type its server
    def redirect_page() -> Response | None:
        if request.endpoint == _ANY_PATH:
            return _reject_path()
        if request.path != "/" or not (request.query_string or always_redacted):
            return None
        scope = get_explorer().scope
        from lineage_explorer.explore.start_resolution import redirect_to_entity

        query = request.query_string.decode(errors="replace")
        search = f"?{query}" if query else ""
        try:
            target = scope.canonical_url(search)
            if target == search:
                target = scope.route(search)
            if target == search and get_start(search):
                target = scope.run(
                    search, lambda services, search: redirect_to_entity(services.catalog, search)
                )
        except (FileNotKept, InvalidQuery):
            return None  # the page says so, and offers what there is
        except LineageError as error:
            return Response(f"{error.title}. {error}", status=503, mimetype="text/plain")
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("An address could not be redirected")
            return None  # the page shows what is wrong with it
        return None if target == search else redirect(f"./{target}")  # type: ignore[return-value]  # Werkzeug's


def _reject_path() -> Response:
    """Return a sentence: the page is at one path alone."""
    path = escape_invisible(shorten_middle(request.path, 60))
    sentence = (
        f"There is nothing at {path}. The explorer is at {request.script_root}/. If a proxy puts a path "
        "before it, start the explorer with --base-path and that path."
    )
    return Response(sentence, status=404, mimetype="text/plain")

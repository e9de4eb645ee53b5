"""Route of screens: everything that the page shows at an address."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dash import ClientsideFunction, Dash, Input, State
from flask import Response, request

from components import ids
from components.screen_properties import READ_BY_BROWSER
from lineage_explorer.explore.opened_explorer import GetExplorer

if TYPE_CHECKING:
    from lineage_explorer.explore.opened_explorer import OpenedExplorer

ROUTE = "/screen"

AnswerScreen: TypeAlias = Callable[["OpenedExplorer", str, Mapping[str, str]], bytes]
"""Returns the compressed answer to an address, and to headers of the browser."""


def register(app: Dash, get_explorer: GetExplorer, answer: AnswerScreen) -> None:
    """Register the route of screens, and the callback that shows them.

    The browser requests a screen whenever the address changes, and again on Run or Try again.

    Args:
        app: The Dash app.
        get_explorer: Returns what answers.
        answer: Makes the answers.
    """

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def screen() -> Response:
        address = f"?{request.query_string.decode(errors='replace')}"
        body = answer(get_explorer(), address, dict(request.headers))
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        if not request.accept_encodings.quality("gzip"):
            return Response(gzip.decompress(body), mimetype="application/json", headers=headers)
        return Response(body, mimetype="application/json", headers={**headers, "Content-Encoding": "gzip"})

    app.clientside_callback(
        ClientsideFunction("lineage", "showScreen"),
        Input(ids.ADDRESS, "search"),
        Input(ids.RERUN_COUNT, "data"),
        Input(ids.RETRY, "n_clicks"),
        [State(name, part) for name, part in READ_BY_BROWSER],
    )

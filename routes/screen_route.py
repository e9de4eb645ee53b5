"""Route of screens: everything that the page shows at an address."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Mapping

from dash import ClientsideFunction, Dash, Input, State
from dash.development.base_component import Component
from flask import Response, request

from components import ids
from components.screen import render_home, render_screen
from components.screen_response import (
    READ_BY_BROWSER,
    ScreenResponse,
    add_account,
    build_error_response,
    build_progress_response,
    build_screen_response,
)
from components.welcome import welcome_panel
from lineage_explorer.errors import LineageError
from lineage_explorer.explore.load_graph import StillLoading
from lineage_explorer.explore.page_facts import load_home
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.screen_cache import ScreenCache, compress_json
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import resolve_start_error
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import LAYOUT_HEADER, ReadMode, parse_view_request
from lineage_explorer.query.address import Address, parse_address
from lineage_explorer.sources.cache.cache_table import CacheRegistry

ROUTE = "/screen"

_log = logging.getLogger(__name__)


def respond_to_address(
    services: ExplorerServices, screen_cache: ScreenCache, search: str, headers: Mapping[str, str]
) -> bytes:
    """Return the compressed response for an address.

    If the screen cannot be made, the response shows the error.
    """

    def encode(response: ScreenResponse) -> bytes:
        account, is_redacted = services.account_title, services.is_redacted
        return compress_json(add_account(response, account=account, is_redacted=is_redacted))

    try:
        view = _load(services, parse_address(search), headers)
        if isinstance(view, View):
            return screen_cache.get_or_render(
                search, view, lambda view: encode(build_screen_response(render_screen(view)))
            )
        return encode(view)
    except Exception as error:  # noqa: BLE001 - any error is shown as a sentence; the graph stays
        if not isinstance(error, LineageError):
            _log.error("A screen failed", exc_info=error)
        welcome = [] if headers.get(LAYOUT_HEADER) else _build_welcome(services)
        shown_error, hits = resolve_start_error(services.catalog, search, error)
        return encode(build_error_response(shown_error, hits, search, welcome=welcome))


def _load(services: ExplorerServices, address: Address, headers: Mapping[str, str]) -> View | ScreenResponse:
    """Return an address's view, else home screen or progress."""
    if address.query is None:
        home, account = load_home(services.catalog), services.account_title
        return build_screen_response(
            render_home(home, address, account=account, is_redacted=services.is_redacted)
        )
    view_request = parse_view_request(address, headers)
    view = build_view(services, view_request)
    if isinstance(view, StillLoading):
        return build_progress_response(view, is_stopped=view_request.read_mode is ReadMode.STOP)
    return view


def _build_welcome(services: ExplorerServices) -> list[Component]:
    home = load_home(services.catalog)
    return welcome_panel(home, account=services.account_title, is_redacted=services.is_redacted)


def register(app: Dash, scope: RequestScope[ExplorerServices], caches: CacheRegistry) -> None:
    """Register the route of screens, and the callback that shows them.

    The browser requests a screen whenever the address changes, and again on Run or Try again.
    """
    screen_cache = ScreenCache(caches)

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def screen() -> Response:
        body = scope.run(
            f"?{request.query_string.decode()}",
            lambda services, search: respond_to_address(
                services, screen_cache, search, dict(request.headers)
            ),
        )
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

"""Route of screens, and their distribution in the browser."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

from dash import ClientsideFunction, Dash, Input, State
from dash.development.base_component import Component
from flask import Response, request
from werkzeug.datastructures import Headers

from components import ids, notice
from components.form_values import recover_form_values
from components.home_screen import build_first_screen
from components.markup import render_html
from components.screen import ReadProgress, Screen, render_first_screen, render_screen
from components.start_links import start_choices
from lineage_explorer.errors import InvalidArn, InvalidQuery, LineageError, NothingFound
from lineage_explorer.explore.graph_payload import GraphPayload
from lineage_explorer.explore.layout_store import LAYOUT_HEADER
from lineage_explorer.explore.load_graph import ExplorerServices, PageState, ReadMode, StillLoading
from lineage_explorer.explore.loaded_view import LoadedView, load_view
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.screen_cache import ScreenCache, compress_json
from lineage_explorer.explore.start_resolution import resolve_start_error
from lineage_explorer.query.address import Address, format_link, get_start, parse_address, with_start_text
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.protocols import Hit
from lineage_explorer.views.start_items import build_start_option

ROUTE = "/screen"

READ_MODE_HEADER = "Lineage-Wish"
"""Request header with what the page requests: a `ReadMode`."""

PAGES_SHOWN_HEADER = "Lineage-Seen"
"""Request header with the number of result pages shown."""

ComponentProperty: TypeAlias = tuple[str, str]
"""Id and property of a component."""

INNER_HTML = "html"
"""Pseudo-property of a component that Dash does not render.

The browser inserts its value as HTML."""

_SCREEN_PROPERTIES: dict[str, ComponentProperty] = {
    "status": (ids.STATUS, INNER_HTML),
    "completeness": (ids.COMPLETENESS, INNER_HTML),
    "notice": (ids.NOTICE, "children"),
    "legend": (ids.LEGEND, INNER_HTML),
    "answer": (ids.ANSWER, INNER_HTML),
    "table": (ids.TABLE, INNER_HTML),
    "paths_told": (ids.BETWEEN_STATUS, INNER_HTML),
    "paths": (ids.BETWEEN, INNER_HTML),
    "view": (ids.VIEW, "value"),
    "lens": (ids.COLOR_BY, "value"),
    "lines": (ids.LINE_STYLE, "value"),
    "read": (ids.AGE, "dateTime"),
}
_HOME: ComponentProperty = (ids.HOME, "href")
_ACCOUNT: ComponentProperty = (ids.ACCOUNT, "children")
_SUGGESTIONS: ComponentProperty = (ids.SUGGESTIONS, "children")
_WELCOME: ComponentProperty = (ids.WELCOME, INNER_HTML)
_PAYLOAD_PROPERTIES: dict[str, ComponentProperty] = {
    "state": (ids.LINEAGE, "data-state"),
    "start": (ids.LINEAGE, "data-start"),
    "vertices": (ids.LINEAGE, "data-vertices"),
    "associations": (ids.LINEAGE, "data-edges"),
    "key": (ids.LINEAGE, "data-key"),
    "view": (ids.LINEAGE, "data-view"),
}
_BUSY: ComponentProperty = (ids.LINEAGE, "aria-busy")
_CONTROLS: dict[str, ComponentProperty] = {
    **{name: (name, "value") for name in ids.CONTROLS},
    ids.PATHS: (ids.PATHS, "checked"),
}
_ERRORS: dict[str, ComponentProperty] = {name: (name, "error") for name in ids.CONTROLS}
_READ_BY_BROWSER = (
    *_CONTROLS.values(),
    *_ERRORS.values(),
    _SCREEN_PROPERTIES["view"],
    _SCREEN_PROPERTIES["lens"],
    _SCREEN_PROPERTIES["lines"],
    _SCREEN_PROPERTIES["notice"],
)
"""Properties that the browser reads to skip needless updates.

Other callbacks or the reader change them as well."""

_log = logging.getLogger(__name__)


class ScreenResponse(TypedDict):
    """Response for the browser.

    Attributes:
        drawing: Payload for the canvas; None leaves the canvas as it is.
        shown: Values for Dash by "id.property", or HTML by "id.html"; other properties stay as they are.
        progress: Progress of reading; None if it has ended.
        named: Whether every vertex has its final name.
    """

    drawing: GraphPayload | None
    shown: dict[str, object]
    progress: ReadProgress | None
    named: bool


def respond_to_address(
    services: ExplorerServices, screen_cache: ScreenCache, *, search: str, page_state: PageState
) -> bytes:
    """Return the compressed response for an address.

    If the screen cannot be made, the response shows the error.
    """
    try:
        address = parse_address(search)
        view = load_view(services, address, page_state=page_state)
        if isinstance(view, LoadedView):
            return screen_cache.get_or_render(
                search,
                view,
                lambda view: _encode_response(services, _build_screen_response(render_screen(view))),
            )
        response = (
            _build_screen_response(render_first_screen(services, address))
            if view is None
            else _build_progress_response(view, page_state.read_mode)
        )
    except Exception as error:  # noqa: BLE001 - any error is shown as a sentence; the graph stays
        if not isinstance(error, LineageError):
            _log.error("A screen failed", exc_info=error)
        response = _build_error_response(
            *_resolve_error(services, error, search),
            search,
            welcome=[] if page_state.layout_id else _build_first_screen(services),
        )
    return _encode_response(services, response)


def _encode_response(services: ExplorerServices, response: ScreenResponse) -> bytes:
    """Complete a response with the account and compress it."""
    response["shown"] |= _to_json_keys(
        {_HOME: format_link(Address(share=services.is_redacted)), _ACCOUNT: services.account_title}
    )
    return compress_json(response)


def _build_first_screen(services: ExplorerServices) -> list[Component]:
    return build_first_screen(services.catalog, services.account_title, share=services.is_redacted)


def _build_progress_response(loading: StillLoading, read_mode: ReadMode) -> ScreenResponse:
    """Return a response that updates the progress only.

    If reading was stopped, the response ends it.
    """
    continues = read_mode is not ReadMode.STOP
    progress: ReadProgress = {"pages": loading.pages, "entities": loading.entities, "more": continues}
    shown: dict[ComponentProperty, object] = (
        {} if continues else {_PAYLOAD_PROPERTIES["state"]: "partial", _BUSY: "false"}
    )
    return {"drawing": None, "shown": _to_json_keys(shown), "progress": progress, "named": True}


def _build_screen_response(screen: Screen) -> ScreenResponse:
    parts: Mapping[str, object] = screen
    payload: Mapping[str, object] = screen["drawing"]
    progress = screen["progress"]
    shown: dict[ComponentProperty, object] = {
        **{place: parts[name] for name, place in _SCREEN_PROPERTIES.items()},
        **{place: str(payload[name]) for name, place in _PAYLOAD_PROPERTIES.items()},
        **{place: screen["form"][name] for name, place in _CONTROLS.items()},
        **dict.fromkeys(_ERRORS.values()),
        _BUSY: "true" if progress and progress["more"] else "false",
    }
    if screen["welcome"] is not None:
        shown[_WELCOME] = screen["welcome"]
    return {
        "drawing": screen["drawing"],
        "shown": _to_json_keys(shown),
        "progress": progress,
        "named": screen["named"],
    }


def _resolve_error(
    services: ExplorerServices, error: Exception, search: str
) -> tuple[Exception, tuple[Hit, ...]]:
    """Return the error to show, and entities to choose instead."""
    if isinstance(error, InvalidArn) and get_start(search):
        return resolve_start_error(services.catalog, search, error)
    return error, ()


def _build_error_response(
    error: Exception, hits: Sequence[Hit], search: str, *, welcome: list[Component]
) -> ScreenResponse:
    """Return the response for an error.

    If no graph is shown, it includes the first screen.
    """
    shown: dict[ComponentProperty, object] = {
        _SCREEN_PROPERTIES["notice"]: notice.error_notice(error),
        _PAYLOAD_PROPERTIES["state"]: "error",
        _BUSY: "false",
    }
    if welcome:
        shown[_WELCOME] = welcome
    if hits:
        candidates = start_choices(
            list(map(build_start_option, hits)), link=lambda arn: f"/{with_start_text(search, arn)}"
        )
        shown[_SUGGESTIONS] = candidates
    if isinstance(error, InvalidQuery | NothingFound):
        form, field = recover_form_values(search), getattr(error, "field", ids.START)
        shown |= {place: form[name] for name, place in _CONTROLS.items()}
        shown |= {place: str(error) if name == field else None for name, place in _ERRORS.items()}
    return {"drawing": None, "shown": _to_json_keys(shown), "progress": None, "named": True}


def _parse_page_state(headers: Headers) -> PageState:
    """Parse the page's state from headers; ignore invalid values."""
    read_mode = headers.get(READ_MODE_HEADER, "")
    return PageState(
        read_mode=ReadMode(read_mode) if read_mode in list(ReadMode) else ReadMode.CONTINUE,
        pages_shown=headers.get(PAGES_SHOWN_HEADER, 0, type=int),
        layout_id=headers.get(LAYOUT_HEADER, ""),
    )


def _to_json_keys(shown: dict[ComponentProperty, object]) -> dict[str, object]:
    return {
        f"{name}.{part}": render_html(value) if part == INNER_HTML else value
        for (name, part), value in shown.items()
    }


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
                services, screen_cache, search=search, page_state=_parse_page_state(request.headers)
            ),
        )
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        if not request.accept_encodings.quality("gzip"):
            return Response(gzip.decompress(body), mimetype="application/json", headers=headers)
        return Response(body, mimetype="application/json", headers={**headers, "Content-Encoding": "gzip"})

    app.clientside_callback(
        ClientsideFunction("lineage", "show"),
        Input(ids.ADDRESS, "search"),
        Input(ids.RERUN_COUNT, "data"),
        Input(ids.RETRY, "n_clicks"),
        [State(name, part) for name, part in _READ_BY_BROWSER],
    )

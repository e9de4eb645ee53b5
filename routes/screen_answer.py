"""Answers about screens: everything that the page shows at an address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from dash.development.base_component import Component

from components.open_file import open_file_panel
from components.screen import Screen, render_account_checks, render_browse, render_home, render_screen
from components.screen_response import (
    ScreenResponse,
    add_account,
    build_error_response,
    build_progress_response,
    build_screen_response,
)
from components.welcome import welcome_panel
from lineage_explorer.errors import FileNotKept, InvalidArn, InvalidQuery, LineageError
from lineage_explorer.explore.browse import load_browse_page
from lineage_explorer.explore.check_content import read_checks
from lineage_explorer.explore.home import Home, load_shared_home
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.opened_explorer import OpenedExplorer
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.screen_cache import ScreenCache, compress_json
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import explain_choice, resolve_address
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import (
    LAYOUT_HEADER,
    READ_MODE_HEADER,
    ReadMode,
    parse_view_request,
)
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.query.address import Address, MainView, get_account, get_start, is_shared, parse_address

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScreenRequest:
    """Request of a screen.

    Attributes:
        asked: The address as the browser has it.
        headers: How the browser shows it now.
    """

    asked: str
    headers: Mapping[str, str]


def respond_to_address(
    services: ExplorerServices, screen_cache: ScreenCache, search: str, asked: ScreenRequest
) -> bytes:
    """Return the compressed response for an address.

    If the screen cannot be made, the response shows the error.

    Args:
        services: Services that handle it.
        screen_cache: Keeps screens.
        search: The address in the spelling of the services.
        asked: What the browser asked for.
    """
    headers = asked.headers
    is_elsewhere = get_account(search) != get_account(asked.asked)

    def encode(response: ScreenResponse) -> bytes:
        return compress_json(add_account(response, services))

    try:
        resolved = _resolve(services, search, headers)
        if not isinstance(resolved, str):
            return encode(resolved)
        moved = "" if resolved == search and not is_elsewhere else resolved
        view = _load(services, parse_address(resolved), headers)
        if isinstance(view, View):
            return screen_cache.get_or_render(
                f"{search} {is_elsewhere}" if is_elsewhere else search,
                view,
                lambda view: encode({**build_screen_response(render_screen(view)), "moved": moved}),
            )
        return encode({**view, "moved": moved})
    except Exception as error:  # noqa: BLE001 - any error is shown as a sentence; the graph stays
        _report_defect(error)
        welcome = _build_welcome(services, headers)
        return encode(build_error_response(error, (), search, welcome=welcome))


def _resolve(services: ExplorerServices, search: str, headers: Mapping[str, str]) -> str | ScreenResponse:
    """Return the address with its start resolved to an entity.

    Otherwise return the response that offers several entities, or says that they are looked up.

    Raises:
        LineageError: The start is not recognized, or what it stands for could not be read.
    """
    invalid_start = _find_invalid_start(search)
    if invalid_start is None:
        return search
    try:
        resolved = resolve_address(services.catalog, search)
    except InvalidQuery:
        raise invalid_start from None
    if resolved is None:
        start = shorten_middle(get_start(search), 80)
        waits = (f"Looking up “{start}”", services.describe_wait())
        note = ". ".join(filter(None, waits))
        is_stopped = headers.get(READ_MODE_HEADER) == ReadMode.STOP
        return build_progress_response(StillLoading(note=note), is_stopped=is_stopped)
    if isinstance(resolved, str):
        return resolved
    error, welcome = explain_choice(search, resolved), _build_welcome(services, headers)
    return build_error_response(error, resolved, search, welcome=welcome)


def _find_invalid_start(search: str) -> InvalidArn | None:
    """Return the error of a start that must be resolved, or None."""
    try:
        parse_address(search)
    except InvalidArn as error:
        return error if get_start(search) else None
    except InvalidQuery:
        return None
    return None


def _load(services: ExplorerServices, address: Address, headers: Mapping[str, str]) -> View | ScreenResponse:
    """Return an address's view, else home screen or progress."""
    view_request = parse_view_request(address, headers)
    if address.query is None:
        if view_request.read_mode in (ReadMode.RETRY, ReadMode.REFRESH):
            services.catalog.refresh_overview()
        return build_screen_response(_render_without_query(services, address, view_request.read_mode))
    view = build_view(services, view_request)
    if isinstance(view, StillLoading):
        return build_progress_response(view, is_stopped=view_request.read_mode is ReadMode.STOP)
    return view


def _render_without_query(services: ExplorerServices, address: Address, read_mode: ReadMode) -> Screen:
    """Return a list, the account's checks, or the first screen."""
    base = services.base_address
    if address.view is MainView.CHECKS:
        return render_account_checks(read_checks(services, address, read_mode), address, base)
    if address.browse:
        page = load_browse_page(services.catalog, address.browse, today=datetime.now(UTC))
        return render_browse(page, address, base)
    home = _load_home(services)
    if home.is_pending:
        home = replace(home, note=services.describe_wait())
    return render_home(home, address, base)


def _load_home(services: ExplorerServices) -> Home:
    """Return the first screen, with what could not be read."""
    home = load_shared_home(services)
    return replace(home, gaps=(*services.account_gaps, *home.gaps))


def _build_welcome(services: ExplorerServices, headers: Mapping[str, str]) -> list[Component]:
    """Return the first screen beside an error, unless a graph is shown."""
    if headers.get(LAYOUT_HEADER):
        return []
    try:
        return welcome_panel(_load_home(services), services.base_address)
    except Exception as error:  # noqa: BLE001 - the error that is shown matters more
        _report_defect(error)
        return []


def _report_defect(error: Exception) -> None:
    if not isinstance(error, LineageError):
        _log.error("A screen failed", exc_info=error)


def _respond_without_account(
    scope: RequestScope[ExplorerServices], address: str, error: Exception
) -> ScreenResponse:
    """Return the response where account or file cannot be opened.

    The other accounts are offered instead.
    """
    welcome = [open_file_panel()] if isinstance(error, FileNotKept) else []
    response = build_error_response(error, (), "", welcome=welcome)
    if scope.directory is None or scope.directory.is_single:
        return response
    try:
        return scope.run("?share=1" if is_shared(address) else "", partial(_add_account, response))
    except LineageError:
        return response


def _add_account(response: ScreenResponse, services: ExplorerServices, _search: str) -> ScreenResponse:
    return add_account(response, services)


def build_answer(explorer: OpenedExplorer, address: str, headers: Mapping[str, str]) -> bytes:
    """Return the compressed answer to a request; errors are shown in it.

    Args:
        explorer: What answers.
        address: The address as the browser has it.
        headers: How the browser shows it now.
    """
    asked = ScreenRequest(address, headers)
    try:
        return explorer.scope.run(
            address,
            lambda services, search: respond_to_address(services, explorer.screens, search, asked),
        )
    except Exception as error:  # noqa: BLE001 - the page understands nothing but JSON
        _report_defect(error)
        return compress_json(_respond_without_account(explorer.scope, address, error))

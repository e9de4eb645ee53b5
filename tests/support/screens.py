"""Screens of addresses, without a server."""

from __future__ import annotations

from components.screen import Screen, render_home, render_screen
from lineage_explorer.explore.home import load_home
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.query.address import parse_address


def load_screen(
    services: ExplorerServices,
    *,
    search: str,
    read_mode: ReadMode = ReadMode.CONTINUE,
    previous_layout: str = "",
) -> Screen | StillLoading:
    """Return what the page shows at an address."""
    address = parse_address(search)
    if address.query is None:
        return render_home(load_home(services.catalog), address)
    view = build_view(services, ViewRequest(address, read_mode, previous_layout=previous_layout))
    return view if isinstance(view, StillLoading) else render_screen(view)

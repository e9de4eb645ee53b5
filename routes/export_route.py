"""Export of a graph as an interactive HTML page.

The page needs neither this server nor a network.
"""

from __future__ import annotations

from urllib.parse import quote

from dash import Dash
from flask import Response, request

from lineage_explorer.errors import LineageError
from lineage_explorer.explore.layout_store import LAYOUT_HEADER
from lineage_explorer.explore.load_graph import (
    ExplorerServices,
    LoadedGraph,
    PageState,
    ReadMode,
    StillLoading,
    describe_vertices,
    load_graph,
)
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.visible_graph import select_visible
from lineage_explorer.export.html_page import Captions, build_html_page, safe_name
from lineage_explorer.query.address import Address, parse_address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.views.summary import describe_completeness, summarize, summarize_expansion

ROUTE = "/page"

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
    address = parse_address(search)
    if address.query is None:
        raise LineageError("There is no picture to save yet: choose a start first.")
    found = load_graph(
        services, address, address.query, page_state=PageState(ReadMode.STOP), seconds=EXPORT_NAMING_SECONDS
    )
    if isinstance(found, StillLoading):
        raise LineageError("Nothing was read of this answer yet: save it when its picture is there.")
    found = describe_vertices(services, found, list(found.graph.vertices))
    title = f"Lineage of {found.start_label}"
    visible = select_visible(found.graph, found.entities, address, without_groups=True)
    _, layout = services.layouts.lay_out_or_reuse(visible, previous_id=layout_id)
    captions = _build_captions(services, found, address, address.query)
    text = build_html_page(
        found.graph, found.entities, title, address=address, layout=layout, captions=captions
    )
    return f"{safe_name(title)}.html", text


def _build_captions(
    services: ExplorerServices, loaded: LoadedGraph, address: Address, query: LineageQuery
) -> Captions:
    """Return the captions that the screen shows as well.

    An answer brings its own sentence.
    """
    vertices = loaded.graph.vertices
    parts = describe_completeness(
        loaded.extended,
        address,
        unnamed_count=loaded.unnamed_count,
        undescribed=services.catalog.find_undescribable(vertices),
        description_calls=services.catalog.count_calls(vertices),
    )
    summary = (
        ""
        if loaded.answer
        else summarize(loaded.extended.base_graph, query, start_label=loaded.start_label)
        + summarize_expansion(loaded.extended)
    )
    return Captions(summary, tuple(part.text for part in parts), loaded.answer)


def register(app: Dash, scope: RequestScope[ExplorerServices]) -> None:
    """Register the route for exports; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def file() -> Response:
        previous_layout_id = request.headers.get(LAYOUT_HEADER, "")
        try:
            name, text = scope.run(
                f"?{request.query_string.decode()}",
                lambda services, search: export_page(services, search=search, layout_id=previous_layout_id),
            )
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        # If a browser opens the file under this origin, its scripts must not get access to this page.
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox allow-scripts"}
        return Response(text, mimetype="text/html", headers=headers)

"""Export of a graph as an interactive HTML page.

The page needs neither this server nor a network.
"""

from __future__ import annotations

from urllib.parse import quote

from dash import Dash
from flask import Response, request

from callbacks.explore.picture import pictured
from callbacks.explore.placements import FORMER
from callbacks.explore.reading import Awaited, Found, Looking, Reader, Wish, named, read
from lineage.address import Address, from_url
from lineage.errors import LineageError
from lineage.pages import Said, page, safe_name
from lineage.query import LineageQuery
from lineage.views.completeness import completeness
from lineage.views.summary import added, sentence
from sharing.door import Door

ROUTE = "/page"

NAMING_SECONDS = 10.0
"""Time limit in seconds for names.

It is long, because an exported file cannot be updated."""


def saved(reader: Reader, *, search: str, former: str) -> tuple[str, str]:
    """Export the graph of an address.

    Args:
        reader: The services.
        search: The address as a query string.
        former: Id of the layout on the screen, so that the page looks the same.

    Returns:
        File name and text of the page.

    Raises:
        LineageError: The address has no query or is invalid, or nothing could be read.
    """
    address = from_url(search)
    if address.query is None:
        raise LineageError("There is no picture to save yet: choose a start first.")
    found = read(reader, address, address.query, looking=Looking(Wish.STOP), seconds=NAMING_SECONDS)
    if isinstance(found, Awaited):
        raise LineageError("Nothing was read of this answer yet: save it when its picture is there.")
    found = named(reader, found, list(found.graph.vertices))
    title = f"Lineage of {found.start}"
    visible = pictured(found.graph, found.entities, address, whole=True)
    _, layout = reader.placements.of(visible, former=former)
    captions = _said(reader, found, address, address.query)
    text = page(found.graph, found.entities, title, address=address, placement=layout, said=captions)
    return f"{safe_name(title)}.html", text


def _said(services: Reader, loaded: Found, address: Address, query: LineageQuery) -> Said:
    """Return the captions that the screen shows as well.

    An answer brings its own sentence.
    """
    vertices = loaded.graph.vertices
    parts = completeness(
        loaded.seen,
        address,
        unnamed=loaded.unnamed,
        undescribed=services.catalog.undescribable(vertices),
        described=services.catalog.calls(vertices),
    )
    summary = (
        "" if loaded.answer else sentence(loaded.seen.asked, query, start=loaded.start) + added(loaded.seen)
    )
    return Said(summary, tuple(part.words for part in parts), loaded.answer)


def register(app: Dash, door: Door[Reader]) -> None:
    """Register the route for exports; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def file() -> Response:
        previous_layout_id = request.headers.get(FORMER, "")
        try:
            name, text = door.answer(
                f"?{request.query_string.decode()}",
                lambda services, search: saved(services, search=search, former=previous_layout_id),
            )
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        # If a browser opens the file under this origin, its scripts must not get access to this page.
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox allow-scripts"}
        return Response(text, mimetype="text/html", headers=headers)

"""The picture of an address as a file: interactive, and needing neither this server nor a network."""

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
"""How long a file may wait for names: nothing follows it."""


def saved(reader: Reader, *, search: str, former: str) -> tuple[str, str]:
    """Return the name and the text of the page that shows what an address asks.

    Args:
        reader: Whom to ask.
        search: The address.
        former: The name of the placement that is looked at: the page looks the same.

    Raises:
        LineageError: The address asks nothing, or what cannot be asked, or nothing could be read.
    """
    address = from_url(search)
    if address.query is None:
        raise LineageError("There is no picture to save yet: choose a start first.")
    found = read(reader, address, address.query, looking=Looking(Wish.STOP), seconds=NAMING_SECONDS)
    if isinstance(found, Awaited):
        raise LineageError("Nothing was read of this answer yet: save it when its picture is there.")
    found = named(reader, found, list(found.graph.vertices))
    title = f"Lineage of {found.start}"
    seen = pictured(found.graph, found.entities, address, whole=True)
    _, placement = reader.placements.of(seen, former=former)
    said = _said(reader, found, address, address.query)
    text = page(found.graph, found.entities, title, address=address, placement=placement, said=said)
    return f"{safe_name(title)}.html", text


def _said(reader: Reader, found: Found, address: Address, query: LineageQuery) -> Said:
    """Return what the screen says of what was read; an answer has its own sentence already."""
    vertices = found.graph.vertices
    parts = completeness(
        found.seen,
        address,
        unnamed=found.unnamed,
        undescribed=reader.catalog.undescribable(vertices),
        described=reader.catalog.calls(vertices),
    )
    told = "" if found.answer else sentence(found.seen.asked, query, start=found.start) + added(found.seen)
    return Said(told, tuple(part.words for part in parts), found.answer)


def register(app: Dash, door: Door[Reader]) -> None:
    """Send the page of an address as a download; what went wrong, as a sentence."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def file() -> Response:
        former = request.headers.get(FORMER, "")
        try:
            name, text = door.answer(
                f"?{request.query_string.decode()}",
                lambda reader, search: saved(reader, search=search, former=former),
            )
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        # The browser may open it elsewhere than here: nothing in it may act in this page's name.
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox allow-scripts"}
        return Response(text, mimetype="text/html", headers=headers)

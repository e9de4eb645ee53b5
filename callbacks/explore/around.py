"""How many neighbours of one card are not shown: asked of a single card, when somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict
from urllib.parse import parse_qs

from dash import Dash
from flask import Response, jsonify, request

from callbacks.explore.reading import Reader, seen
from lineage.address import from_url, without
from lineage.errors import LineageError
from lineage.model import Arn, parse_arn
from lineage.source import Neighbour
from lineage.views.elements import Side
from sharing.door import Door

ROUTE = "/around"
OF = "of"
"""Parameter: the card's entity; the others are those of the address that is shown."""


class Around(TypedDict):
    """Neighbours that are not shown.

    Attributes:
        unseen: How many on each side; a side without any is left out.
        more: Whether there may be more of them, because not all neighbours were listed.
    """

    unseen: dict[Side, int]
    more: bool


def around(reader: Reader, *, search: str, arn: Arn) -> Around:
    """Count the neighbours of an entity that an address does not show.

    Raises:
        LineageError: The address asks nothing, or the neighbours could not be listed.
    """
    address = from_url(search)
    if address.query is None:
        raise LineageError("There is no picture to compare with: choose a start first.")
    picture = seen(reader, address, address.query)
    shown = picture.graph.vertices.keys() if picture else frozenset[Arn]()
    neighbours = reader.catalog.neighbours(arn)

    def unseen(ends: Iterable[Neighbour]) -> int:
        return len({end.arn for end in ends} - shown)

    sides: dict[Side, int] = {"up": unseen(neighbours.incoming), "down": unseen(neighbours.outgoing)}
    return {"unseen": {side: count for side, count in sides.items() if count}, "more": neighbours.more}


def register(app: Dash, door: Door[Reader]) -> None:
    """Answer for a single card; what went wrong, as a sentence."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def unseen() -> Response:
        try:
            return jsonify(door.answer(f"?{request.query_string.decode()}", _around))
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")


def _around(reader: Reader, search: str) -> Around:
    (arn,) = parse_qs(search.removeprefix("?")).get(OF, [""])[:1]
    return around(reader, search=without(search, OF), arn=parse_arn(arn))

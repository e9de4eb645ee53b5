"""Number of hidden neighbors of one entity, read on request."""

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
"""URL parameter with the ARN of the entity.

The other parameters are those of the current address."""


class Around(TypedDict):
    """Neighbors that are not shown.

    Attributes:
        unseen: Their number on each side; a side without any is left out.
        more: Whether there can be more, because not all neighbors were listed.
    """

    unseen: dict[Side, int]
    more: bool


def around(reader: Reader, *, search: str, arn: Arn) -> Around:
    """Count the neighbors of an entity that an address does not show.

    Raises:
        LineageError: The address has no query, or the neighbors could not be listed.
    """
    address = from_url(search)
    if address.query is None:
        raise LineageError("There is no picture to compare with: choose a start first.")
    extended = seen(reader, address, address.query)
    shown_arns = extended.graph.vertices.keys() if extended else frozenset[Arn]()
    neighbors = reader.catalog.neighbours(arn)

    def count_hidden(items: Iterable[Neighbour]) -> int:
        return len({item.arn for item in items} - shown_arns)

    sides: dict[Side, int] = {
        "up": count_hidden(neighbors.incoming),
        "down": count_hidden(neighbors.outgoing),
    }
    return {"unseen": {side: count for side, count in sides.items() if count}, "more": neighbors.more}


def register(app: Dash, door: Door[Reader]) -> None:
    """Register the route for hidden neighbors; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def unseen() -> Response:
        try:
            return jsonify(door.answer(f"?{request.query_string.decode()}", _around))
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")


def _around(services: Reader, search: str) -> Around:
    (arn,) = parse_qs(search.removeprefix("?")).get(OF, [""])[:1]
    return around(services, search=without(search, OF), arn=parse_arn(arn))

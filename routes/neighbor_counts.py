"""Number of hidden neighbors of one entity, read on request."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import parse_qs

from dash import Dash
from flask import Response, jsonify, request

from lineage_explorer.errors import LineageError, StillReading
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.graph.model import Arn, parse_arn
from lineage_explorer.query.address import drop_parameter, parse_address

if TYPE_CHECKING:
    from lineage_explorer.explore.services import ExplorerServices
    from lineage_explorer.sources.protocols import Neighbor
    from lineage_explorer.views.elements import Side

ROUTE = "/around"
NEIGHBOR_SECONDS = 0.45
"""Seconds that a request waits for the neighbors; then the page asks again."""

ENTITY_PARAMETER = "of"
"""URL parameter with the ARN of the entity.

The other parameters are those of the current address."""

_log = logging.getLogger(__name__)


class HiddenNeighbors(TypedDict):
    """Neighbors that are not shown.

    Attributes:
        unseen: Their number on each side; a side without any is left out.
        more: Sides on which there can be more, because not all neighbors were listed.
    """

    unseen: dict[Side, int]
    more: list[Side]


def count_hidden_neighbors(services: ExplorerServices, *, search: str, arn: Arn) -> HiddenNeighbors:
    """Count the neighbors of an entity that an address does not show.

    A neighbor is shown if the graph contains it, even if it is grouped or its kind is hidden: expanding the
    entity would not add it. The browser has only the drawn nodes, so it could not tell.

    Raises:
        LineageError: The address has no query, or the neighbors could not be listed.
        StillReading: The account has not listed them yet.
    """
    from lineage_explorer.explore.graph_view import load_extended
    from lineage_explorer.explore.loaded_graph import StillLoading
    from lineage_explorer.explore.start_resolution import redirect_to_entity
    from lineage_explorer.explore.view_request import ReadMode, ViewRequest

    address = parse_address(redirect_to_entity(services.catalog, search))
    if address.query is None:
        raise LineageError("There is no picture to compare with: choose a start first.")
    loaded = load_extended(services, ViewRequest(address, ReadMode.STOP))
    shown_arns = frozenset[Arn]() if isinstance(loaded, StillLoading) else loaded.graph.vertices.keys()
    neighbors = services.catalog.list_neighbors_within(arn, seconds=NEIGHBOR_SECONDS)
    if neighbors is None:
        raise StillReading("The neighbors are still being counted.")

    def count_hidden(items: Iterable[Neighbor]) -> int:
        return len({item.arn for item in items} - shown_arns)

    sides: dict[Side, int] = {
        "up": count_hidden(neighbors.incoming),
        "down": count_hidden(neighbors.outgoing),
    }
    has_more: dict[Side, bool] = {
        "up": neighbors.has_more_incoming,
        "down": neighbors.has_more_outgoing,
    }
    return {
        "unseen": {side: count for side, count in sides.items() if count},
        "more": [side for side, is_cut in has_more.items() if is_cut],
    }


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route for hidden neighbors; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def unseen() -> Response:
        try:
            search = f"?{request.query_string.decode(errors='replace')}"
            return jsonify(get_explorer().scope.run(search, _handle_request))
        except StillReading as error:
            return Response(str(error), status=202, mimetype="text/plain")
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("Neighbors could not be counted")
            sentence = "The neighbors could not be counted. The server's log has the details."
            return Response(sentence, status=500, mimetype="text/plain")


def _handle_request(services: ExplorerServices, search: str) -> HiddenNeighbors:
    (arn,) = parse_qs(search.removeprefix("?")).get(ENTITY_PARAMETER, [""])[:1]
    return count_hidden_neighbors(
        services, search=drop_parameter(search, ENTITY_PARAMETER), arn=parse_arn(arn)
    )

"""Route with the members of a group, a page at a time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from dash import Dash
from flask import Response, request

from lineage_explorer.errors import LineageError, StillReading
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.query.address import drop_parameter, format_href, parse_address

if TYPE_CHECKING:
    from lineage_explorer.explore.services import ExplorerServices

ROUTE = "/members"
GROUP_PARAMETER, PAGE_PARAMETER = "group", "page"
"""URL parameters with the id of the group and the number of the page, from 0.

The other parameters are those of the current address."""

_log = logging.getLogger(__name__)


def render_members(services: ExplorerServices, *, search: str, group_id: str, page: int) -> str:
    """Return a page of a group's members as HTML.

    Raises:
        LineageError: The address has no query, or no group of this id.
        StillReading: The account has not answered yet.
    """
    from components.group_list import group_list
    from components.markup import render_html
    from lineage_explorer.explore.group_members import list_group_members
    from lineage_explorer.explore.start_resolution import redirect_to_entity

    address = parse_address(redirect_to_entity(services.catalog, search))
    members = list_group_members(services, address, group_id, page)
    return render_html(group_list(members, link=lambda arn: format_href(address.with_start(arn))))


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route for members of groups; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def list_members() -> Response:
        try:
            search = f"?{request.query_string.decode(errors='replace')}"
            return Response(get_explorer().scope.run(search, _handle_request), mimetype="text/html")
        except StillReading as error:
            return Response(str(error), status=202, mimetype="text/plain")
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("Members of a group could not be listed")
            sentence = "The members could not be listed. The server's log has the details."
            return Response(sentence, status=500, mimetype="text/plain")


def _handle_request(services: ExplorerServices, search: str) -> str:
    parameters = parse_qs(search.removeprefix("?"))
    (group_id,) = parameters.get(GROUP_PARAMETER, [""])[:1]
    (page,) = parameters.get(PAGE_PARAMETER, ["0"])[:1]
    rest = drop_parameter(drop_parameter(search, GROUP_PARAMETER), PAGE_PARAMETER)
    number = int(page) if page.isascii() and page.isdigit() else 0
    return render_members(services, search=rest, group_id=group_id, page=number)

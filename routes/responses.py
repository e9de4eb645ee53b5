"""Responses of `Describe…` operations about one entity, read on request."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from dash import Dash
from flask import Response, jsonify, request

from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.graph.model import Arn, parse_arn
from lineage_explorer.graph.visible_text import escape_invisible

if TYPE_CHECKING:
    from lineage_explorer.explore.services import ExplorerServices

ROUTE = "/described"
ENTITY_PARAMETER = "of"
"""URL parameter with the ARN of the entity.

The other parameters are those of the current address."""

_log = logging.getLogger(__name__)


def format_responses(services: ExplorerServices, arn: Arn) -> dict[str, str]:
    """Return the responses that describe an entity as JSON, by operation.

    Raises:
        LineageError: Names are redacted, or the entity could not be read.
    """
    if services.is_redacted:
        raise InvalidQuery("API responses hold real names. Show names again to read them.", field="share")
    return {
        operation: _format_response(response)
        for operation, response in services.catalog.read_responses(arn).items()
    }


def _format_response(response: Mapping[str, Any]) -> str:
    text = json.dumps(response, indent=2, ensure_ascii=False, default=_format_value)
    return "\n".join(map(escape_invisible, text.split("\n")))  # a text of JSON may spell them out


def _format_value(value: Any) -> Any:
    """Return a value that JSON lacks as one that it has."""
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route for responses; errors are sent as sentences."""

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def send_responses() -> Response:
        try:
            search = f"?{request.query_string.decode(errors='replace')}"
            return jsonify(get_explorer().scope.run(search, _handle_request))
        except LineageError as error:
            return Response(str(error), status=422, mimetype="text/plain")
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("Responses could not be read")
            sentence = "API responses could not be read. The server's log has the details."
            return Response(sentence, status=500, mimetype="text/plain")


def _handle_request(services: ExplorerServices, search: str) -> dict[str, str]:
    (arn,) = parse_qs(search.removeprefix("?")).get(ENTITY_PARAMETER, [""])[:1]
    return format_responses(services, parse_arn(arn))

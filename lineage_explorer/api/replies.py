"""Replies of the API over HTTP: JSON, status, errors."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from lineage_explorer.api.api_request import ReadLimits
from lineage_explorer.api.bodies import encode_json
from lineage_explorer.api.error_body import (
    UNKNOWN_ROUTE,
    WRONG_METHOD,
    ErrorBody,
    ErrorItem,
    ErrorKind,
    build_error_body,
    classify_error,
)
from lineage_explorer.api.openapi import BASE_PATH, build_openapi
from lineage_explorer.api.operations import OPERATIONS_BY_NAME
from lineage_explorer.errors import LineageError
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import shorten_middle

_OK = 200
_ASK_AGAIN = (503, 504)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """Reply to a request.

    Attributes:
        content: The JSON, in UTF-8.
        status: HTTP status.
    """

    content: bytes
    status: int = _OK

    @property
    def is_ok(self) -> bool:
        """Whether it is an answer, not an error."""
        return self.status == _OK

    @property
    def headers(self) -> dict[str, str]:
        """Headers for caches, and when to ask again.

        Names may be hidden for one reader and not for another, so no cache between them keeps a reply.
        """
        kept = {"Cache-Control": "private, no-cache" if self.is_ok else "no-store", "Vary": "Accept-Encoding"}
        return {**kept, "Retry-After": "2"} if self.status in _ASK_AGAIN else kept


def run_operation(
    scope: RequestScope[ExplorerServices], name: str, search: str, *, is_refresh: bool = False
) -> Reply:
    """Return the reply of an operation to a query string."""
    operation, limits = OPERATIONS_BY_NAME[name], ReadLimits(is_refresh=is_refresh)
    try:
        body = scope.run(search, lambda services, search: operation.run(services, search, limits))
    except Exception as error:  # noqa: BLE001 - programs understand nothing but JSON
        if not isinstance(error, LineageError):
            _log.exception("A request to the API failed")
        return _encode(build_error_body(error), classify_error(error).http_status)
    return _encode(body)


def add_base_path(reply: Reply, base_path: str) -> Reply:
    """Return a reply whose links lead to a page under a path.

    Nothing changes where the page is at the root, as it mostly is.
    """
    return (
        _encode(_move_links(msgspec.json.decode(reply.content), base_path), reply.status)
        if base_path
        else reply
    )


def _move_links(value: Any, base_path: str) -> Any:
    if isinstance(value, list):
        return [_move_links(each, base_path) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: base_path + each if name == "link" and isinstance(each, str) else _move_links(each, base_path)
        for name, each in value.items()
    }


@cache
def describe_api(base_path: str = "") -> Reply:
    """Return the description of the API, whose page is under a path."""
    description = build_openapi()
    return _encode({**description, "servers": [{"url": base_path}]} if base_path else description)


def reject_path(path: str) -> Reply:
    """Return the reply to a path without a route."""
    detail = f"There is no “/api/{shorten_middle(path, 60)}”: see {BASE_PATH}/openapi.json."
    return _reject(UNKNOWN_ROUTE, "Unknown route", detail)


def reject_method(method: str) -> Reply:
    """Return the reply to a method other than GET."""
    return _reject(WRONG_METHOD, "Wrong method", f"The API is read-only: use GET, not {method}.")


def _reject(kind: ErrorKind, title: str, detail: str) -> Reply:
    return _encode(ErrorBody(ErrorItem(kind.code, title, detail)), kind.http_status)


def _encode(body: Any, status: int = _OK) -> Reply:
    return Reply(encode_json(body), status)

"""Route that opens files which readers choose, drop or paste."""

from __future__ import annotations

import logging
from http import HTTPStatus

from dash import Dash
from flask import Response, jsonify, request

from lineage_explorer.errors import FileNotKept, LineageError, UnreadableFile
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.explore.opened_files import ChosenFile, describe_excess
from lineage_explorer.explore.view_request import OPEN_HEADER
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.sources.cache.file_store import MAX_FILE_BYTES

ROUTE = "/open"

PART = "file"
"""Name of each part of the form that holds a file."""

_FORM_BYTES = 64 * 1024
"""Most that a form adds to its files."""

_MAX_NAME = 80

_log = logging.getLogger(__name__)


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route; errors are sent as JSON with title and detail."""

    @app.server.post(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def open_files() -> tuple[Response, int]:
        files = get_explorer().files
        if files is None:
            return _build_error(UnreadableFile("No files can be opened here."), HTTPStatus.NOT_FOUND)
        try:
            digest, start = files.keep(_read_files())
        except UnreadableFile as error:
            return _build_error(error, HTTPStatus.UNPROCESSABLE_ENTITY)
        except FileNotKept as error:
            return _build_error(error, HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception:  # noqa: BLE001 - an answer in the form that the page understands
            _log.exception("A file could not be opened")
            failure = UnreadableFile("The file could not be opened. The server's log has the details.")
            return _build_error(failure, HTTPStatus.INTERNAL_SERVER_ERROR)
        return jsonify({"file": digest, "start": start}), HTTPStatus.OK


def _read_files() -> list[ChosenFile]:
    """Return the files of the request.

    Raises:
        UnreadableFile: The request is too large, or not from the page.
    """
    if OPEN_HEADER not in request.headers:
        raise UnreadableFile(f"A request to open a file has the header {OPEN_HEADER}.")
    limit = MAX_FILE_BYTES + _FORM_BYTES
    if (request.content_length or 0) > limit:
        raise UnreadableFile(describe_excess("This"))
    request.max_content_length = limit
    files = []
    for part in request.files.getlist(PART):
        files.append(ChosenFile(_clean_name(part.filename or "pasted text"), part.read()))
        part.close()
    return files


def _clean_name(name: str) -> str:
    """Return a file's name without folders, short enough for a sentence."""
    base = escape_invisible(name.replace("\\", "/").rpartition("/")[2])
    return base if len(base) <= _MAX_NAME else f"{base[: _MAX_NAME // 2]}…{base[-_MAX_NAME // 2 :]}"


def _build_error(error: LineageError, status: HTTPStatus) -> tuple[Response, int]:
    content = {"code": type(error).__name__, "title": error.title, "detail": str(error)}
    return jsonify({"error": content}), status

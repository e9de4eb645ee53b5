"""Path that a proxy puts before every address of an application.

A proxy may pass the path on or strip it, and say what it has stripped by `X-Forwarded-Prefix`. The
application gets paths without it, and the path itself as WSGI's `SCRIPT_NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_BASE_PATH = re.compile(r"(/[\w.~!$&'()*+,;=:@%-]+)+", re.ASCII)
_MAX_LENGTH = 500


def serve_under(app: WSGIApplication, base_path: str = "") -> WSGIApplication:
    """Return an application that is served under a path.

    What is asked for without the path is answered as well: a proxy may strip it, and probers know none.

    Args:
        app: The application.
        base_path: The path, without a slash at its end; where it is empty, the proxy's header decides.
    """

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        prefix = _decode_path(base_path or _read_header(environ))
        path = environ.get("PATH_INFO", "")
        if prefix and path in {"", prefix}:
            return _redirect_to_folder(prefix, environ, start_response)
        if prefix:
            environ["SCRIPT_NAME"] = prefix
        if prefix and path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(prefix)
        return app(environ, start_response)

    return respond


def _read_header(environ: WSGIEnvironment) -> str:
    """Return the path that a proxy says it has stripped."""
    path: str = environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/")
    return path if len(path) <= _MAX_LENGTH and _BASE_PATH.fullmatch(path) else ""


def _decode_path(path: str) -> str:
    """Return a path without escapes, as WSGI has it."""
    return unquote_to_bytes(path).decode("latin-1")


def _redirect_to_folder(
    prefix: str, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Lead to the folder, which links are relative to."""
    last = quote(prefix.rpartition("/")[2].encode("latin-1"))
    query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
    start_response("302 Found", [("Location", f"./{last}/{query}"), ("Content-Length", "0")])
    return []

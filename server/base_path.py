"""Path that a proxy puts before every address of an application.

A proxy may pass the path on or strip it, and say what it has stripped by `X-Forwarded-Prefix`. The
application gets paths without it, and the path itself as WSGI's `SCRIPT_NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from server.errors import FindRefusal, Refusal, SettingsError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS_KEY = "lineage.base_path"
"""Key of a WSGI environment: the path as addresses spell it, with its escapes."""

_BASE_PATH = re.compile(r"(/(?!\.{0,2}(/|$))([\w.~!$&'()*+,=:@-]|%[\dA-Fa-f]{2})+)+", re.ASCII)
_DECODED = re.compile(r"(/(?!\.{0,2}(/|$))[^/\\;\x00-\x1f\x7f]+)+")
"""Without escapes it must not lead elsewhere, nor end a header or a part of one."""

_MAX_LENGTH = 500


def is_base_path(text: str) -> bool:
    """Return whether a text can stand before every address."""
    return bool(
        len(text) <= _MAX_LENGTH and _BASE_PATH.fullmatch(text) and _DECODED.fullmatch(_decode_path(text))
    )


def serve_under(app: WSGIApplication, base_path: str = "") -> WSGIApplication:
    """Return an application that is served under a path.

    What is asked for without the path is answered as well: a proxy may strip it, and probers know none.

    Args:
        app: The application.
        base_path: The path, without a slash at its end; where it is empty, the proxy's header decides.

    Raises:
        SettingsError: It is not a path.
    """
    if base_path and not is_base_path(base_path):
        raise SettingsError(f"--base-path “{base_path}” is not a path. Write it as /tools/lineage.")

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = base_path or _read_header(environ)
        prefix = _decode_path(address)
        path = environ.get("PATH_INFO", "")
        if prefix and path in {"", prefix}:
            return _redirect_to_folder(prefix, environ, start_response)
        if prefix:
            environ["SCRIPT_NAME"], environ[ADDRESS_KEY] = prefix, address
        if prefix and path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(prefix)
        return app(environ, start_response)

    return respond


def check_under(find_refusal: FindRefusal, base_path: str = "") -> FindRefusal:
    """Return a check that gets paths as the application gets them."""

    def find(environ: WSGIEnvironment) -> Refusal | None:
        prefix = _decode_path(base_path or _read_header(environ))
        path = environ.get("PATH_INFO", "")
        if prefix and path.startswith(f"{prefix}/"):
            path = path.removeprefix(prefix)
        return find_refusal({**environ, "PATH_INFO": path})

    return find


def _read_header(environ: WSGIEnvironment) -> str:
    """Return the path that a proxy says it has stripped."""
    path: str = environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/")
    return path if is_base_path(path) else ""


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

"""Requests to a WSGI application, exactly as they are written."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote


@dataclass(frozen=True)
class Reply:
    """Answer of a WSGI application; header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    app: Any,
    target: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    host: str | None = "127.0.0.1:8050",
    peer: str = "127.0.0.1",
    **headers: str,
) -> Reply:
    """Send one request; headers are named with underscores."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "server",
        "SERVER_PORT": "8050",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": peer,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if method == "POST":
        environ["CONTENT_LENGTH"] = str(len(body))
    if host is not None:
        environ["HTTP_HOST"] = host
    for name, value in headers.items():
        key = name.upper()
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH", "SCRIPT_NAME") else f"HTTP_{key}"] = value
    seen: list[Any] = []
    chunks = app(environ, lambda *start: seen.append(start))
    try:
        content = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, sent = seen[-1][:2]
    return Reply(int(status.split()[0]), {name.lower(): value for name, value in sent}, content)

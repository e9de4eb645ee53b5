"""Proxies that serve an application under a path, as WSGI applications."""

from __future__ import annotations

from typing import Any

from server.base_path import serve_under

PREFIX = "/user/x/proxy/8050"


def keep_prefix(app: Any) -> Any:
    """Return a proxy that passes the path on, before an application that was told of it."""
    return _serve_only_under_prefix(serve_under(app, PREFIX))


def strip_prefix(app: Any) -> Any:
    """Return a proxy that strips the path, and says so, as that of Jupyter does."""
    inner = serve_under(app)

    def pass_on(environ: Any, start_response: Any) -> Any:
        environ["HTTP_X_FORWARDED_PREFIX"] = PREFIX
        return _strip(inner, environ, start_response)

    return _serve_only_under_prefix(pass_on)


def strip_prefix_silently(app: Any) -> Any:
    """Return a proxy that strips the path and tells nobody."""
    inner = serve_under(app)
    return _serve_only_under_prefix(lambda environ, start: _strip(inner, environ, start))


def _strip(app: Any, environ: Any, start_response: Any) -> Any:
    environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(PREFIX)
    return app(environ, start_response)


def _serve_only_under_prefix(app: Any) -> Any:
    def serve(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == PREFIX or environ["PATH_INFO"].startswith(f"{PREFIX}/"):
            return app(environ, start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"This is another application's."]

    return serve

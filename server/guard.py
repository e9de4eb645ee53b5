"""Guard before an application: who may ask, and for what.

A request passes, in this order, the check of its Host header, of the site that sends it, of its size, and of
who sends it. What is refused never reaches the application. Refusals and answers alike get the headers of
`ResponseHeaders`, a request id, a line in the log, and are counted.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, parse_qsl, quote, urlencode

from server.access_log import REQUEST_ID, AccessEntry, log_access
from server.base_path import ADDRESS_KEY
from server.errors import REFUSAL_KEY, Refusal
from server.guard_settings import GuardSettings
from server.host_check import build_host_check
from server.origin_check import check_origin
from server.proxy_sign_in import ProxySignIn, is_trusted, read_client_address
from server.request_counts import RequestCounts, RequestLabels
from server.response_headers import NO_STORE, REQUEST_ID_HEADER, REVALIDATE, ResponseHeaders, add_headers
from server.route_names import RouteNames
from server.sign_in_page import PATH as SIGN_IN_PATH
from server.sign_in_page import render_refusal, render_sign_in
from server.token_sign_in import TokenSignIn

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

USER_KEY = "lineage.user"
"""Key of a WSGI environment: name of who has signed in, as a proxy says it; empty if unknown."""

REQUEST_ID_KEY = "lineage.request_id"
"""Key of a WSGI environment: the id of the request."""

TOKEN_PARAMETER = "token"  # noqa: S105 - a name
MAX_QUERY_BYTES = 64 * 1024
_MAX_FORM_BYTES = 128 * 1024
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_REQUEST_ID = re.compile(r"[\w.:=;-]{1,128}", re.ASCII)
_TOKEN_USER = "token"  # noqa: S105 - what the log says of those who know it


class CallMeter(Protocol):
    """Counts the API calls that a request causes."""

    def count(self) -> int:
        """Return the number of calls until now."""
        ...


class _NoCalls:
    """Meter of a server that makes no calls."""

    def count(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer of the guard itself."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def write_refusal(environ: WSGIEnvironment, refusal: Refusal) -> Answer:
    """Return a refusal: as a page for people, as JSON for programs."""
    if "text/html" in environ.get("HTTP_ACCEPT", ""):
        body = render_refusal(refusal.title, refusal.detail)
        return Answer(refusal.status, "text/html; charset=utf-8", body.encode(), refusal.headers)
    error = {"code": refusal.code, "title": refusal.title, "detail": refusal.detail}
    body = json.dumps({"error": error}, ensure_ascii=False)
    return Answer(refusal.status, "application/json", body.encode(), refusal.headers)


@dataclass(slots=True)
class _Exchange:
    """Request under way, and what is known of its answer."""

    environ: WSGIEnvironment
    request_id: str
    began: float
    meter: CallMeter
    route: str
    path: str
    user: str = ""
    status: int = 500
    refusal: str = ""
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class GuardParts:
    """Parts of a guard that differ between servers.

    Attributes:
        routes: The server's routes.
        headers: Headers of every answer.
        counts: Where requests are counted.
        write_refusal: Writes a refusal in the form that the server's clients read.
        open_meter: Begins to count the API calls of a request.
        timer: A monotonic clock, in seconds.
    """

    routes: RouteNames = field(default_factory=RouteNames)
    headers: ResponseHeaders = field(default_factory=ResponseHeaders)
    counts: RequestCounts = field(default_factory=RequestCounts)
    write_refusal: Callable[[WSGIEnvironment, Refusal], Answer] = write_refusal
    open_meter: Callable[[], CallMeter] = _NoCalls
    timer: Callable[[], float] = time.perf_counter


class Guard:
    """WSGI application that guards another one.

    Args:
        app: The application.
        settings: Who may use it, and under which names.
        parts: What differs between servers.

    Raises:
        SettingsError: What a setting needs is not installed.
    """

    def __init__(
        self, app: WSGIApplication, settings: GuardSettings, parts: GuardParts | None = None
    ) -> None:
        self._app = app
        self._settings = settings
        self._parts = parts or GuardParts()
        self._check_host = build_host_check(settings)
        self._headers = self._parts.headers.list_headers()
        self._token = TokenSignIn(settings.token, settings.attempts) if settings.token else None
        self._proxy = ProxySignIn(settings) if settings.user_header else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO") or "/"
        exchange = _Exchange(
            environ,
            self._choose_request_id(environ),
            self._parts.timer(),
            self._parts.open_meter(),
            SIGN_IN_PATH if path == SIGN_IN_PATH else self._parts.routes.name_path(path),
            path,
        )
        REQUEST_ID.set(exchange.request_id)
        environ[REQUEST_ID_KEY] = exchange.request_id
        environ[USER_KEY] = ""
        self._parts.counts.start_request()
        try:
            answer = self._check_request(exchange)
        except Refusal as refusal:
            exchange.refusal = refusal.code
            answer = self._reject(exchange, refusal)
        if answer is not None:
            return self._send(exchange, answer, start_response)
        try:
            chunks = self._app(environ, self._build_start_response(exchange, start_response))
        except BaseException:
            self._finish(exchange)
            raise
        return _Body(chunks, lambda: self._finish(exchange))

    def find_refusal(self, environ: WSGIEnvironment) -> Refusal | None:
        """Return why a request is refused whatever its body is.

        It neither waits nor counts anything, so what it lets pass may still be refused.
        """
        path = environ.get("PATH_INFO") or "/"
        try:
            self._check_headers(environ, path)
            if not (self._token and path == SIGN_IN_PATH):
                self._check_sender(environ, path)
        except Refusal as refusal:
            return refusal
        return None

    def _choose_request_id(self, environ: WSGIEnvironment) -> str:
        """Return a trusted proxy's id of a request, or a new one."""
        given = environ.get("HTTP_X_REQUEST_ID") or environ.get("HTTP_X_AMZN_TRACE_ID") or ""
        if given and _REQUEST_ID.fullmatch(given) and is_trusted(environ, self._settings.trusted_proxies):
            return given
        return secrets.token_hex(8)

    def _check_request(self, exchange: _Exchange) -> Answer | None:
        """Return the guard's own answer; None if the request may pass.

        Raises:
            Refusal: It may not.
        """
        environ, path, routes = exchange.environ, exchange.path, self._parts.routes
        self._check_headers(environ, path)
        if self._token and path == SIGN_IN_PATH:
            return self._sign_in(exchange, self._token)
        if self._token and path in routes.pages and _has_token(environ):
            return self._sign_in_by_address(exchange, self._token)
        self._identify(exchange)
        if REFUSAL_KEY in environ:
            raise environ[REFUSAL_KEY]
        return None

    def _check_headers(self, environ: WSGIEnvironment, path: str) -> None:
        """Check the name, the site and the size of a request.

        Raises:
            Refusal: One of them is wrong.
        """
        routes = self._parts.routes
        self._check_host(environ.get("HTTP_HOST", ""))
        if path != "/health":
            is_page = path in routes.pages or path == SIGN_IN_PATH
            check_origin(environ, is_page=is_page, is_framed=bool(self._settings.frame_ancestors))
        _check_size(environ, _MAX_FORM_BYTES if path == SIGN_IN_PATH else routes.get_body_limit(path))

    def _check_sender(self, environ: WSGIEnvironment, path: str) -> None:
        """Check that somebody sends a request, without finding out who.

        Raises:
            Refusal: Nobody that could be known.
        """
        if self._proxy and self._proxy.has_user(environ):
            return
        if not self._settings.needs_sign_in or path in self._parts.routes.open_paths:
            return
        if self._token and self._token.is_known(environ, self._read_client(environ)):
            return
        raise self._build_sign_in_refusal()

    def _identify(self, exchange: _Exchange) -> None:
        """Find out who sends a request.

        Raises:
            Refusal: Nobody that is known.
        """
        environ = exchange.environ
        if self._proxy:
            exchange.user = self._proxy.identify(environ)
            environ[USER_KEY] = exchange.user
        if exchange.user or not self._settings.needs_sign_in:
            return
        if exchange.path in self._parts.routes.open_paths:
            return
        if self._token and self._token.is_signed_in(environ, self._read_client(environ)):
            exchange.user = _TOKEN_USER
            return
        raise self._build_sign_in_refusal()

    def _build_sign_in_refusal(self) -> Refusal:
        detail = (
            "Open the explorer with the address that the server printed when it was started."
            if self._token
            else "Open the explorer through the proxy that signs people in."
        )
        return Refusal(401, "not_signed_in", "Sign in first", detail, (("WWW-Authenticate", "Bearer"),))

    def _read_client(self, environ: WSGIEnvironment) -> str:
        return read_client_address(environ, self._settings.trusted_proxies)

    def _sign_in(self, exchange: _Exchange, token: TokenSignIn) -> Answer:
        """Show the form, or sign in by what was entered there."""
        environ = exchange.environ
        if environ["REQUEST_METHOD"] != "POST":
            return self._show_form(environ, status=200)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = parse_qs(environ["wsgi.input"].read(length).decode("utf-8", errors="replace"))
        entered, query = form.get("token", [""])[0].strip(), form.get("next", [""])[0]
        try:
            is_right = token.matches(entered, self._read_client(environ))
        except Refusal as refusal:
            exchange.refusal = refusal.code
            problem = f"{refusal.title}. {refusal.detail}"
            return self._show_form(
                environ, status=refusal.status, problem=problem, query=query, headers=refusal.headers
            )
        if not is_right:
            exchange.refusal = "wrong_token"
            problem = "This is not the token. Copy it whole, without spaces."
            return self._show_form(environ, status=401, problem=problem, query=query)
        exchange.user = _TOKEN_USER
        return self._redirect_to_page(environ, token, query)

    def _sign_in_by_address(self, exchange: _Exchange, token: TokenSignIn) -> Answer:
        """Sign in by the token in an address, and drop it."""
        environ = exchange.environ
        pairs = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        given = next(value for name, value in pairs if name == TOKEN_PARAMETER)
        rest = [(name, value) for name, value in pairs if name != TOKEN_PARAMETER]
        query = urlencode(rest, quote_via=quote, safe=":/")
        is_known = token.has_session(environ)  # an old link must not sign anybody out
        if not is_known and not token.matches(given, self._read_client(environ)):
            exchange.refusal = "wrong_token"
            problem = "The token in this address is not valid. It may be that of an earlier start."
            return self._show_form(environ, status=401, problem=problem, query=query)
        exchange.user = _TOKEN_USER
        return self._redirect_to_page(environ, token, query)

    def _redirect_to_page(self, environ: WSGIEnvironment, token: TokenSignIn, query: str) -> Answer:
        """Sign a browser in, and lead it to the page."""
        root = f"{environ.get(ADDRESS_KEY) or quote(environ.get('SCRIPT_NAME', ''))}/"
        cookie = token.build_cookie(path=root, is_secure=self._is_secure(environ))
        kept = quote(query.lstrip("?"), safe="=&:/%+,;@!*()'~-._")
        location = f"{root}?{kept}" if kept else root
        return Answer(303, "text/plain", b"", (("Location", location), ("Set-Cookie", cookie)))

    def _is_secure(self, environ: WSGIEnvironment) -> bool:
        """Return whether the browser speaks HTTPS, to this server or its proxy."""
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if forwarded and is_trusted(environ, self._settings.trusted_proxies):
            return bool(forwarded == "https")
        return bool(environ["wsgi.url_scheme"] == "https")

    def _show_form(
        self,
        environ: WSGIEnvironment,
        *,
        status: int,
        problem: str = "",
        query: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Answer:
        action = f"{environ.get(ADDRESS_KEY) or quote(environ.get('SCRIPT_NAME', ''))}{SIGN_IN_PATH}"
        search = environ.get("QUERY_STRING", "") if query is None else query
        body = render_sign_in(action=action, query=search, problem=problem)
        return Answer(status, "text/html; charset=utf-8", body.encode(), headers)

    def _reject(self, exchange: _Exchange, refusal: Refusal) -> Answer:
        environ = exchange.environ
        is_looked_at = exchange.path in self._parts.routes.pages and environ["REQUEST_METHOD"] == "GET"
        if self._token and refusal.code == "not_signed_in" and is_looked_at:
            return self._show_form(environ, status=401)
        return self._parts.write_refusal(environ, refusal)

    def _send(self, exchange: _Exchange, answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
        body = b"" if exchange.environ["REQUEST_METHOD"] == "HEAD" else answer.body
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
        ]
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        self._build_start_response(exchange, start_response)(status, headers)
        return _Body([body], lambda: self._finish(exchange))

    def _build_start_response(self, exchange: _Exchange, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            exchange.status = int(status.split(" ", 1)[0])
            own = [*self._headers, (REQUEST_ID_HEADER, exchange.request_id)]
            complete = add_headers(headers, own, cache=self._choose_cache(exchange))
            return (
                start_response(status, complete, exc_info) if exc_info else start_response(status, complete)
            )

        return start

    def _choose_cache(self, exchange: _Exchange) -> str:
        """Return whether browsers may keep an answer that does not say."""
        is_found = exchange.status < HTTPStatus.MULTIPLE_CHOICES
        if self._parts.routes.is_static(exchange.path) and not exchange.refusal:
            return ""
        return REVALIDATE if is_found and exchange.path in self._parts.routes.pages else NO_STORE

    def _finish(self, exchange: _Exchange) -> None:
        """Count and log an answered request, once."""
        if exchange.is_counted:
            return
        exchange.is_counted = True
        seconds = self._parts.timer() - exchange.began
        environ = exchange.environ
        method = environ["REQUEST_METHOD"]
        method = method if method in _METHODS else "OTHER"
        labels = RequestLabels(exchange.route, method, exchange.status)
        self._parts.counts.finish_request(labels, seconds=seconds, refusal=exchange.refusal)
        entry = AccessEntry(
            exchange.request_id,
            exchange.user,
            self._read_client(environ),
            method,
            exchange.route,
            exchange.status,
            round(seconds * 1000),
            exchange.meter.count(),
            exchange.refusal or _describe_outcome(exchange.status),
            _strip_token(environ),
        )
        log_access(entry, level=self._choose_level(exchange))

    def _choose_level(self, exchange: _Exchange) -> int:
        """Return how important the line of a request is."""
        if exchange.refusal:
            return logging.WARNING
        if exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return logging.ERROR
        routes = self._parts.routes
        is_quiet = routes.is_static(exchange.path) or exchange.path in routes.open_paths
        return logging.DEBUG if is_quiet and exchange.status < HTTPStatus.BAD_REQUEST else logging.INFO


def _describe_outcome(status: int) -> str:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "failed"
    return "rejected" if status >= HTTPStatus.BAD_REQUEST else "ok"


def _check_size(environ: WSGIEnvironment, limit: int) -> None:
    """Check the size of an address and of what is sent.

    Raises:
        Refusal: It is too large, or not known.
    """
    if len(environ.get("QUERY_STRING", "")) > MAX_QUERY_BYTES:
        detail = f"An address has at most {MAX_QUERY_BYTES:,} characters."
        raise Refusal(400, "invalid_parameter", "The address is too long", detail)
    text = environ.get("CONTENT_LENGTH") or ""
    if not text and environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refusal(
            411, "no_length", "Size missing", "A request must say how much it sends (Content-Length)."
        )
    if text and not (text.isascii() and text.isdigit()):
        raise Refusal(
            400, "wrong_length", "Size not understood", "Content-Length is a whole number of bytes."
        )
    if int(text or 0) > limit:
        raise Refusal(413, "large_body", "Too much was sent", f"At most {limit:,} bytes are accepted here.")


def _has_token(environ: WSGIEnvironment) -> bool:
    query = environ.get("QUERY_STRING", "")
    return TOKEN_PARAMETER in query and any(
        name == TOKEN_PARAMETER for name, _ in parse_qsl(query, keep_blank_values=True)
    )


def _strip_token(environ: WSGIEnvironment) -> str:
    """Return a query string as it may be logged."""
    pairs = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name != TOKEN_PARAMETER], safe=":/")


class _Body:
    """Chunks of an answer; tells when the last one was handed over.

    Args:
        chunks: The chunks of the application.
        finish: Called at the end, and again when the server closes the answer.
    """

    def __init__(self, chunks: Iterable[bytes], finish: Callable[[], None]) -> None:
        self._chunks = chunks
        self._finish = finish

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        finally:
            self._finish()

    def close(self) -> None:
        """Close the application's answer."""
        try:
            close = getattr(self._chunks, "close", None)
            if close:
                close()
        finally:
            self._finish()

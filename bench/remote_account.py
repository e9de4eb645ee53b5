"""Serve an account with latency, a rate limit and call counts.

python -m bench.remote_account ACCOUNT --latency 150 --limit 10
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.errors import ServiceError
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.wire import build_error_response
from server.listen import ServerLimits, listen

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_THREADS = 32
_COUNTS_PATH = "/calls"
_QUERY_TARGET = "SageMaker.QueryLineage"


class RateLimit:
    """Token bucket of calls.

    It allows `limit` calls a second, and as many at once after a pause; None allows all calls.
    """

    def __init__(self, limit: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._available = limit or 0.0
        self._refilled_at = clock()
        self._lock = Lock()

    def take(self) -> bool:
        """Take one call; return whether it is allowed."""
        if self._limit is None:
            return True
        with self._lock:
            now = self._clock()
            self._available = min(self._limit, self._available + (now - self._refilled_at) * self._limit)
            self._refilled_at = now
            if self._available < 1:
                return False
            self._available -= 1
            return True


def count_calls(app: WSGIApplication, rate_limit: RateLimit) -> WSGIApplication:
    """Return the application with a rate limit and call counts.

    `GET /calls` returns the numbers of calls and of refused calls, and the times of the first request and the
    last response of QueryLineage, in milliseconds of a monotonic clock.
    """
    call_count, refused_count = 0, 0
    pages: list[float] = []
    lock = Lock()

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal call_count, refused_count
        if environ["PATH_INFO"] == _COUNTS_PATH:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [
                json.dumps(
                    {"sent": call_count, "refused": refused_count, "pages": pages[:1] + pages[-1:]}
                ).encode()
            ]
        with lock:
            call_count += 1
        if rate_limit.take():
            requested_at = 1000 * time.monotonic()
            body = app(environ, start_response)
            if environ.get("HTTP_X_AMZ_TARGET") == _QUERY_TARGET:
                pages.extend((requested_at, 1000 * time.monotonic()))
            return body
        with lock:
            refused_count += 1
        reply = build_error_response(ServiceError("ThrottlingException", "Rate exceeded"))
        start_response(f"{reply.status} Bad Request", list(reply.headers.items()))
        return [reply.body]

    return respond


def main() -> None:
    """Serve an account file until interrupted, after printing the address."""
    parser = argparse.ArgumentParser(prog="python -m bench.remote_account", description=__doc__)
    parser.add_argument("account")
    parser.add_argument("--latency", type=float, default=150, metavar="MS")
    parser.add_argument("--limit", type=float, default=None, metavar="CALLS", help="calls a second")
    options = parser.parse_args()
    app = build_wsgi_app(Account(Store.open(options.account, create=False)), latency_ms=options.latency)
    server = listen(count_calls(app, RateLimit(options.limit)), "127.0.0.1", 0, ServerLimits(_THREADS))
    print(f"Remote account: http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()

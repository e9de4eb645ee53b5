"""The account's endpoint as a service that is far away, refuses what is too much, and counts.

python -m bench.far ACCOUNT --latency 150 --limit 10
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from sagemaker_account.endpoint import build_wsgi_app, listen
from sagemaker_account.errors import ServiceError
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.wire import build_error_response

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_THREADS = 32
_COUNT = "/calls"
_PAGE = "SageMaker.QueryLineage"


class Quota:
    """So many calls a second, and as many at once after a pause; without a limit, all."""

    def __init__(self, limit: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._left = limit or 0.0
        self._filled = clock()
        self._lock = Lock()

    def take(self) -> bool:
        """Take one call; False where none is left."""
        if self._limit is None:
            return True
        with self._lock:
            now = self._clock()
            self._left = min(self._limit, self._left + (now - self._filled) * self._limit)
            self._filled = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def counted(app: WSGIApplication, quota: Quota) -> WSGIApplication:
    """Refuse what is beyond a quota; tell at `GET /calls` how many calls were sent and refused.

    Tells as well from when until when pages of lineage were asked for and given, in milliseconds of a clock.
    """
    sent, refused = 0, 0
    pages: list[float] = []
    lock = Lock()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal sent, refused
        if environ["PATH_INFO"] == _COUNT:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"sent": sent, "refused": refused, "pages": pages[:1] + pages[-1:]}).encode()]
        with lock:
            sent += 1
        if quota.take():
            asked = 1000 * time.monotonic()
            body = app(environ, start_response)
            if environ.get("HTTP_X_AMZ_TARGET") == _PAGE:
                pages.extend((asked, 1000 * time.monotonic()))
            return body
        with lock:
            refused += 1
        reply = build_error_response(ServiceError("ThrottlingException", "Rate exceeded"))
        start_response(f"{reply.status} Bad Request", list(reply.headers.items()))
        return [reply.body]

    return answer


def main() -> None:
    """Serve an account file until interrupted; say first where."""
    parser = argparse.ArgumentParser(prog="python -m bench.far", description=__doc__)
    parser.add_argument("account")
    parser.add_argument("--latency", type=float, default=150, metavar="MS")
    parser.add_argument("--limit", type=float, default=None, metavar="CALLS", help="calls a second")
    options = parser.parse_args()
    app = build_wsgi_app(Account(Store.open(options.account, create=False)), latency_ms=options.latency)
    server = listen(counted(app, Quota(options.limit)), "127.0.0.1", 0, threads=_THREADS)
    print(f"far: http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()

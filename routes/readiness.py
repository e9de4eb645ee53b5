"""Route that says whether the account can be read, for load balancers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

from dash import Dash
from flask import Response

from lineage_explorer.errors import LineageError
from lineage_explorer.explore.opened_explorer import GetExplorer

ROUTE = "/ready"
VALID_SECONDS = 5.0
"""Seconds for which an outcome holds: probes of many balancers cost one call."""

_log = logging.getLogger(__name__)


class Readiness:
    """Whether an account can be read; thread-safe.

    Args:
        check_account: Raises an error if it cannot.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self, check_account: Callable[[], None], *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._check_account = check_account
        self._timer = timer
        self._is_ready: bool | None = None
        self._checked_at = float("-inf")
        self._lock = Lock()

    def check(self) -> bool:
        """Return whether the account can be read.

        While one request finds out, others get the former outcome.
        """
        if not self._lock.acquire(blocking=self._is_ready is None):
            return bool(self._is_ready)
        try:
            if self._is_ready is None or self._timer() - self._checked_at >= VALID_SECONDS:
                self._set(self._read())
            return bool(self._is_ready)
        finally:
            self._lock.release()

    def _read(self) -> Exception | None:
        try:
            self._check_account()
        except Exception as error:  # noqa: BLE001 - whatever fails, the account cannot be read
            return error
        return None

    def _set(self, error: Exception | None) -> None:
        """Keep an outcome; log it where it differs from the former one."""
        is_ready = error is None
        if error is not None and self._is_ready is not False:
            _log.error("The account cannot be read: %s", error, exc_info=not isinstance(error, LineageError))
        elif error is None and self._is_ready is False:
            _log.warning("The account can be read again")
        self._is_ready, self._checked_at = is_ready, self._timer()


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route."""

    def check_account() -> None:
        check = get_explorer().check_account
        if check:
            check()

    readiness = Readiness(check_account)

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def report_readiness() -> Response:
        is_ready = readiness.check()
        text = "OK" if is_ready else "The account cannot be read. The server's log says why."
        return Response(
            text, 200 if is_ready else 503, mimetype="text/plain", headers={"Cache-Control": "no-store"}
        )

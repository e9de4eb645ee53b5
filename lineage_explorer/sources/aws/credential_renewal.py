"""Read credentials again when AWS says that they have expired.

botocore renews what it knows to end: roles, SSO. Keys and session tokens in files it reads once, although a
sign-in in another window writes new ones there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from botocore import exceptions as aws

from lineage_explorer.sources.aws import errors

_PAUSE_SECONDS = 2.0
"""Least time between two looks for new credentials."""

_RENEWED_SECONDS = 30.0
"""Time after a renewal in which calls that were signed before it are sent again."""


def refresh_credentials(client: Any, load: Callable[[], Any]) -> None:
    """Let a client look for new credentials once its own are refused.

    A call that was refused is sent again if there are some.

    Args:
        client: The boto3 SageMaker client.
        load: Returns the credentials that there are now, as botocore does; None if there are none.
    """
    renewal = _Renewal(client, load)
    client.meta.events.register_first("needs-retry.sagemaker", renewal.on_failure)


class _Renewal:
    """Renewal of a client's credentials; thread-safe."""

    def __init__(self, client: Any, load: Callable[[], Any]) -> None:
        self._signer = client._request_signer  # noqa: SLF001 - botocore has no public way
        self._load = load
        self._lock = Lock()
        self._looked_at = self._renewed_at = float("-inf")

    def on_failure(
        self, attempts: int, response: tuple[Any, Mapping[str, Any]] | None, **_event: Any
    ) -> float | None:
        """Return 0 seconds for a call that can be sent again."""
        code = str(response[1].get("Error", {}).get("Code") or "") if response else ""
        if attempts > 1 or errors.BY_CODE.get(code) not in (errors.EXPIRED, errors.REFUSED):
            return None
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= _PAUSE_SECONDS:
                self._looked_at = now
                if self._find_new():
                    self._renewed_at = now
            return 0.0 if now - self._renewed_at < _RENEWED_SECONDS else None

    def _find_new(self) -> bool:
        """Use other credentials than before, if there are some."""
        former = self._signer._credentials  # noqa: SLF001 - as above
        try:
            fresh = self._load()
            if fresh is None or fresh.get_frozen_credentials() == former.get_frozen_credentials():
                return False
        except (aws.BotoCoreError, OSError):
            return False
        self._signer._credentials = fresh  # noqa: SLF001 - as above
        return True

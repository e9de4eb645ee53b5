"""Cache backend in a Redis server, for workers on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from lineage_explorer.sources.cache.response_cache import CLAIM_SECONDS, CacheUnusable

_TIMEOUT_SECONDS = 0.5
"""Time-out for the server, in seconds: an account responds sooner than a slow cache."""

_RETRIES = 1
"""Retries per command: a connection that the server closed while it was idle is reopened once."""


class RedisBackend:
    """`Backend` in a Redis server; safe for threads and processes.

    The server drops each entry when it expires. Its capacity is set in the server's own configuration
    (`maxmemory`, `maxmemory-policy`).

    Args:
        url: `redis://host:port/database`, or `rediss://` over TLS; may hold a user and a password.
        seconds: Time to live of an entry, in seconds.

    Raises:
        CacheUnusable: The URL is invalid, or the server does not respond.
    """

    def __init__(self, url: str, *, seconds: float) -> None:
        self._milliseconds = int(1000 * seconds)
        try:
            self._server = Redis.from_url(
                url,
                socket_connect_timeout=_TIMEOUT_SECONDS,
                socket_timeout=_TIMEOUT_SECONDS,
                retry=Retry(NoBackoff(), _RETRIES),
            )
        except ValueError as error:
            raise CacheUnusable(f"{error}.") from error
        with _translate_errors():
            self._server.ping()

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def get(self, name: str) -> bytes | None:
        """Return the bytes stored under a name."""
        with _translate_errors():
            value = self._server.get(_build_entry_key(name))
        return value if isinstance(value, bytes) else None

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name, and end its claim."""
        with _translate_errors(), self._server.pipeline(transaction=False) as pipeline:
            pipeline.set(_build_entry_key(name), data, px=self._milliseconds)
            pipeline.delete(_build_claim_key(name))
            pipeline.execute()

    def discard_expired(self) -> None:
        """Do nothing: the server drops what has expired."""

    def claim(self, name: str) -> bool:
        """Claim a name for a while; False while another caller has it."""
        with _translate_errors():
            return bool(self._server.set(_build_claim_key(name), b"1", nx=True, px=int(1000 * CLAIM_SECONDS)))

    def extend(self, name: str) -> None:
        """Keep a claim for longer."""
        with _translate_errors():
            self._server.pexpire(_build_claim_key(name), int(1000 * CLAIM_SECONDS))

    def release(self, name: str) -> None:
        """End a claim."""
        with _translate_errors():
            self._server.delete(_build_claim_key(name))


def _build_entry_key(name: str) -> str:
    return f"lineage:answer:{name}"


def _build_claim_key(name: str) -> str:
    return f"lineage:claim:{name}"


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise CacheUnusable(f"Redis: {error}") from error

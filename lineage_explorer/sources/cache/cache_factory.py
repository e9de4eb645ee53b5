"""Create the cache of a setting: `memory`, `disk:FOLDER`, `redis://HOST`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lineage_explorer.sources.cache import Cache, CacheUnusable, MemoryCache
from lineage_explorer.sources.cache.backend_cache import Backend, SharedCache

MEMORY = "memory"
_DISK_PREFIX = "disk:"
_REDIS_SCHEMES = ("redis", "rediss", "unix")

_MEMORY_ENTRIES = 2_000
_DISK_ENTRIES = 20_000
"""Maximum number of entries. A page of fifty vertices takes 50 kilobytes in memory, and two serialized."""


def create_cache_factory(
    setting: str, *, seconds: float, read_scope: Callable[[], str]
) -> Callable[[], Cache]:
    """Return a factory of caches for a setting.

    Caches on disk and in Redis are shared: their factory returns the same cache each time.

    Args:
        setting: `memory`, `disk:` and a folder, or the URL of a Redis server.
        seconds: Time to live of an entry, in seconds.
        read_scope: Returns the scope of the entries, as for `Shared`; called only for a shared cache.

    Raises:
        CacheUnusable: The setting is invalid or cannot be used.
    """
    if setting == MEMORY:
        return create_memory_cache_factory(seconds)
    shared = SharedCache(_create_backend(setting, seconds), scope=read_scope(), seconds=seconds)
    return lambda: shared


def create_memory_cache_factory(seconds: float) -> Callable[[], Cache]:
    """Return a factory that creates a new cache in memory each time."""
    return lambda: MemoryCache(entries=_MEMORY_ENTRIES, seconds=seconds)


def _create_backend(setting: str, seconds: float) -> Backend:
    # Imported only when used: the other backend's client need not be loaded, or even installed.
    if setting.startswith(_DISK_PREFIX) and setting != _DISK_PREFIX:
        from lineage_explorer.sources.cache.sqlite_backend import SqliteBackend  # noqa: PLC0415

        return SqliteBackend(
            Path(setting.removeprefix(_DISK_PREFIX)).expanduser(), entries=_DISK_ENTRIES, seconds=seconds
        )
    if setting.partition("://")[0] in _REDIS_SCHEMES:
        from lineage_explorer.sources.cache.redis_backend import RedisBackend  # noqa: PLC0415

        return RedisBackend(setting, seconds=seconds)
    raise CacheUnusable(f"“{setting}” is no cache: use {MEMORY}, {_DISK_PREFIX}FOLDER or redis://HOST:PORT.")

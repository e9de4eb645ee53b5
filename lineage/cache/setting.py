"""Create the cache of a setting: `memory`, `disk:FOLDER`, `redis://HOST`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lineage.cache import Cache, InProcess
from lineage.cache.errors import CacheUnusable
from lineage.cache.shared import Shared, Shelf

MEMORY = "memory"
_DISK = "disk:"
_REDIS = ("redis", "rediss", "unix")

_IN_MEMORY = 2_000
_ON_DISK = 20_000
"""Maximum number of entries. A page of fifty vertices takes 50 kilobytes in memory, and two serialized."""


def opened(setting: str, *, seconds: float, scope: Callable[[], str]) -> Callable[[], Cache]:
    """Return a factory of caches for a setting.

    Caches on disk and in Redis are shared: their factory returns the same cache each time.

    Args:
        setting: `memory`, `disk:` and a folder, or the URL of a Redis server.
        seconds: Time to live of an entry, in seconds.
        scope: Returns the scope of the entries, as for `Shared`; called only for a shared cache.

    Raises:
        CacheUnusable: The setting is invalid or cannot be used.
    """
    if setting == MEMORY:
        return in_memory(seconds)
    shared = Shared(_shelf(setting, seconds), scope=scope(), seconds=seconds)
    return lambda: shared


def in_memory(seconds: float) -> Callable[[], Cache]:
    """Return a factory that creates a new cache in memory each time."""
    return lambda: InProcess(entries=_IN_MEMORY, seconds=seconds)


def _shelf(setting: str, seconds: float) -> Shelf:
    # Imported only when used: the other backend's client need not be loaded, or even installed.
    if setting.startswith(_DISK) and setting != _DISK:
        from lineage.cache.on_disk import OnDisk  # noqa: PLC0415

        return OnDisk(Path(setting.removeprefix(_DISK)).expanduser(), entries=_ON_DISK, seconds=seconds)
    if setting.partition("://")[0] in _REDIS:
        from lineage.cache.in_redis import InRedis  # noqa: PLC0415

        return InRedis(setting, seconds=seconds)
    raise CacheUnusable(f"“{setting}” is no cache: use {MEMORY}, {_DISK}FOLDER or redis://HOST:PORT.")

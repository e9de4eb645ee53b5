"""Where answers are kept, as it is set: `memory`, `disk:FOLDER`, `redis://HOST`."""

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
"""Answers kept. A page of fifty vertices takes 50 kilobytes in memory, and two when it is packed."""


def opened(setting: str, *, seconds: float, scope: Callable[[], str]) -> Callable[[], Cache]:
    """Return what gives a cache to each of those who need one: the same to all, where it is shared.

    Args:
        setting: `memory`, `disk:` and a folder, or the URL of a Redis server.
        seconds: How long an answer is kept.
        scope: Tells whose answers they are; asked only if they are shared.

    Raises:
        CacheUnusable: The setting is none, or cannot be used.
    """
    if setting == MEMORY:
        return in_memory(seconds)
    shared = Shared(_shelf(setting, seconds), scope=scope(), seconds=seconds)
    return lambda: shared


def in_memory(seconds: float) -> Callable[[], Cache]:
    """Return what gives a cache in this process's memory, each time another one."""
    return lambda: InProcess(entries=_IN_MEMORY, seconds=seconds)


def _shelf(setting: str, seconds: float) -> Shelf:
    # Who sets one needs not wait for the other to be imported, or have it at all.
    if setting.startswith(_DISK) and setting != _DISK:
        from lineage.cache.on_disk import OnDisk  # noqa: PLC0415

        return OnDisk(Path(setting.removeprefix(_DISK)).expanduser(), entries=_ON_DISK, seconds=seconds)
    if setting.partition("://")[0] in _REDIS:
        from lineage.cache.in_redis import InRedis  # noqa: PLC0415

        return InRedis(setting, seconds=seconds)
    raise CacheUnusable(f"“{setting}” is no cache: use {MEMORY}, {_DISK}FOLDER or redis://HOST:PORT.")

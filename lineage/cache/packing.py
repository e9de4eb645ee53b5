"""An answer as bytes, and back: JSON, which holds nothing that could be run, and moments as well."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lineage.cache import Kept
from lineage.cache.errors import CacheUnusable

_MARK = "$"
"""The one member of a mapping that stands for something else: text for a moment, pairs for a mapping that has
such a member itself."""

_QUICKEST = 1
"""Level of compression. ARNs repeat: a page shrinks to a tenth in less time than sending it would take."""


def packed(kept: Kept) -> bytes:
    """Return an answer and its moment as bytes."""
    text = json.dumps([kept.read.timestamp(), _plain(kept.answer)], separators=(",", ":"))
    return zlib.compress(text.encode(), _QUICKEST)


def unpacked(data: bytes) -> Kept:
    """Return the answer that was packed.

    Raises:
        CacheUnusable: The bytes are of something else, or damaged.
    """
    try:
        read, answer = json.loads(zlib.decompress(data), object_hook=_meant)
        return Kept(dict(answer), datetime.fromtimestamp(read, UTC))
    except (zlib.error, ValueError, TypeError, OverflowError, OSError) as error:
        raise CacheUnusable(f"It holds what is no answer: {error}.") from error


def _plain(value: Any) -> Any:
    """Return a value in which JSON can spell everything."""
    if isinstance(value, datetime):
        return {_MARK: value.isoformat()}
    if isinstance(value, Mapping):
        if _MARK in value:
            return {_MARK: [[name, _plain(member)] for name, member in value.items()]}
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _meant(members: dict[str, Any]) -> Any:
    """Return what a mapping of the JSON stands for; its members were read before it."""
    if _MARK not in members:
        return members
    meant = members[_MARK]
    return datetime.fromisoformat(meant) if isinstance(meant, str) else dict(meant)

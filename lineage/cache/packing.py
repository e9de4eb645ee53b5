"""Serialize cache entries to compressed JSON and back.

Unlike pickle, JSON holds nothing that could be executed. Datetimes are encoded as well.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lineage.cache import Kept
from lineage.cache.errors import CacheUnusable

_MARK = "$"
"""Only member of a mapping that encodes another value.

Its value is text for a datetime, or pairs for a mapping that has such a member itself.
"""

_QUICKEST = 1
"""Level of compression. ARNs repeat: a page shrinks to a tenth in less time than sending it takes."""


def packed(kept: Kept) -> bytes:
    """Serialize an entry to bytes."""
    text = json.dumps([kept.read.timestamp(), _plain(kept.answer)], separators=(",", ":"))
    return zlib.compress(text.encode(), _QUICKEST)


def unpacked(data: bytes) -> Kept:
    """Deserialize an entry.

    Raises:
        CacheUnusable: The bytes are not an entry, or are damaged.
    """
    try:
        timestamp, response = json.loads(zlib.decompress(data), object_hook=_meant)
        return Kept(dict(response), datetime.fromtimestamp(timestamp, UTC))
    except (zlib.error, ValueError, TypeError, OverflowError, OSError) as error:
        raise CacheUnusable(f"It holds what is no answer: {error}.") from error


def _plain(value: Any) -> Any:
    """Return a value with everything that JSON cannot represent encoded."""
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
    """Return the value that a JSON mapping encodes.

    The JSON parser passes in mappings whose members are already decoded.
    """
    if _MARK not in members:
        return members
    encoded = members[_MARK]
    return datetime.fromisoformat(encoded) if isinstance(encoded, str) else dict(encoded)

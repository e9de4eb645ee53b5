"""Serialize cache entries to compressed JSON and back.

Unlike pickle, JSON holds nothing that could be executed. Datetimes are encoded as well.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lineage_explorer.sources.cache import CacheEntry
from lineage_explorer.sources.cache__errors import CacheUnusable

_TYPE_TAG = "$"
"""Only member of a mapping that encodes another value.

Its value is text for a datetime, or pairs for a mapping that has such a member itself.
"""

_COMPRESSION_LEVEL = 1
"""Level of compression. ARNs repeat: a page shrinks to a tenth in less time than sending it takes."""


def serialize_entry(entry: CacheEntry) -> bytes:
    """Serialize an entry to bytes."""
    text = json.dumps([entry.read_at.timestamp(), _encode(entry.response)], separators=(",", ":"))
    return zlib.compress(text.encode(), _COMPRESSION_LEVEL)


def deserialize_entry(data: bytes) -> CacheEntry:
    """Deserialize an entry.

    Raises:
        CacheUnusable: The bytes are not an entry, or are damaged.
    """
    try:
        timestamp, response = json.loads(zlib.decompress(data), object_hook=_decode)
        return CacheEntry(dict(response), datetime.fromtimestamp(timestamp, UTC))
    except (zlib.error, ValueError, TypeError, OverflowError, OSError) as error:
        raise CacheUnusable(f"It holds what is no answer: {error}.") from error


def _encode(value: Any) -> Any:
    """Return a value with everything that JSON cannot represent encoded."""
    if isinstance(value, datetime):
        return {_TYPE_TAG: value.isoformat()}
    if isinstance(value, Mapping):
        if _TYPE_TAG in value:
            return {_TYPE_TAG: [[name, _encode(member)] for name, member in value.items()]}
        return {name: _encode(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encode(item) for item in value]
    return value


def _decode(members: dict[str, Any]) -> Any:
    """Return the value that a JSON mapping encodes.

    The JSON parser passes in mappings whose members are already decoded.
    """
    if _TYPE_TAG not in members:
        return members
    encoded = members[_TYPE_TAG]
    return datetime.fromisoformat(encoded) if isinstance(encoded, str) else dict(encoded)

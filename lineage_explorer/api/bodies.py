"""Encoding of the bodies of the JSON API.

Each body stands beside the function that builds it. Every field is always there. Docstrings are part of the
product: the description of the API is made of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""Moment in UTC, as ISO 8601."""


def encode_json(body: Any) -> bytes:
    """Return a body as JSON, in UTF-8."""
    return msgspec.json.encode(body)


def to_plain(body: Any) -> Any:
    """Return a body as the values that its JSON has."""
    return msgspec.json.decode(encode_json(body))

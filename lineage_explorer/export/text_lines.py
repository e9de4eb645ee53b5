"""Encode texts of files: lines a chunk at a time, and XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

_CHUNK_LINES = 500


def encode_lines(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield texts in UTF-8, many lines at a time."""
    for _, chunk in groupby(enumerate(lines), key=lambda pair: pair[0] // _CHUNK_LINES):
        yield "".join(line for _, line in chunk).encode()


_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold, escaped or not."""


def escape_xml(text: str, *, is_markup: bool = True) -> str:
    r"""Return a text for XML; what XML cannot hold is spelled out.

    Args:
        text: The text.
        is_markup: Whether signs of XML are escaped, too.

    >>> escape_xml("a\x00<b")
    'a\\u0000&lt;b'
    """
    legal = _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return escape(legal, {'"': "&quot;"}) if is_markup else legal

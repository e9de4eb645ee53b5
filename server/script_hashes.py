"""Hashes of inline scripts, by which a Content-Security-Policy allows them."""

from __future__ import annotations

import base64
from hashlib import sha256
from html.parser import HTMLParser

_SCRIPT_TYPES = (None, "", "text/javascript", "application/javascript", "module")


class _InlineScripts(HTMLParser):
    """Collects the texts of a page's inline scripts; data blocks are none."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to collect a script."""
        values = dict(attrs)
        self._is_inside = tag == "script" and "src" not in values and values.get("type") in _SCRIPT_TYPES
        if self._is_inside:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        """Collect the text of a script."""
        if self._is_inside:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a script."""
        if tag == "script":
            self._is_inside = False


def hash_inline_scripts(page: str) -> tuple[str, ...]:
    """Return the hash of each inline script, as policies spell it."""
    parser = _InlineScripts()
    parser.feed(page)
    return tuple(
        f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in parser.texts
    )

"""What a page's file is called."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_NAME = 200
"""Bytes of a file's name; file systems allow 255."""
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def safe_name(name: str) -> str:
    """Return a name as one that any file system takes, and that leads out of no folder.

    >>> safe_name("../../churn: model/7.html")
    'churn-model-7'
    """
    text = re.sub(r"\.html?$", "", unicodedata.normalize("NFC", name), flags=re.IGNORECASE)
    text = re.sub(r"[^\w.-]+", "-", text).strip("-. ")
    text = text.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{text}-" if _RESERVED.fullmatch(text) else text or "lineage"

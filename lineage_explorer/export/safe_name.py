"""Names of files that any file system accepts."""

from __future__ import annotations

import re
import unicodedata

_MAX_NAME_BYTES = 200
"""Maximum length of a file name in bytes; file systems allow 255."""
_RESERVED_NAMES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def safe_name(name: str) -> str:
    """Return a file name that any file system accepts.

    The name cannot lead out of a folder.

    >>> safe_name("../../churn: model/7.html")
    'churn-model-7'
    """
    text = re.sub(r"\.html?$", "", unicodedata.normalize("NFC", name), flags=re.IGNORECASE)
    text = re.sub(r"[^\w.-]+", "-", text).strip("-. ")
    text = text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")
    return f"{text}-" if _RESERVED_NAMES.fullmatch(text) else text or "lineage"

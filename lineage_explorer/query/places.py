"""Names of places that lineage is read from: opened files, accounts."""

from __future__ import annotations

import re

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle

DIGEST = re.compile(r"[0-9a-f]{64}")
"""Hash that names an opened file."""

ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""Name of a configured account."""


def parse_digest(field: str, text: str) -> str:
    """Parse the hash of an opened file.

    Raises:
        InvalidQuery: It is none.
    """
    if not DIGEST.fullmatch(text):
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not the hash of an opened file. Open the file again.",
            field=field,
        )
    return text


def parse_account_name(field: str, text: str) -> str:
    """Parse the name of a configured account.

    Raises:
        InvalidQuery: It is none.
    """
    if not ACCOUNT_NAME.fullmatch(text):
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not an account name: use letters, digits, dots, hyphens and "
            "underscores.",
            field=field,
        )
    return text

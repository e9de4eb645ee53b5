"""Apply the separators and the case of one name to another."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-._ ]+")
_NORMALIZED_NAME = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*", re.ASCII)


def normalize_name(name: str) -> str:
    """Normalize a name to lower case with hyphens between its parts.

    A name that `apply_style` could not restore is returned as it is.

    >>> normalize_name("Mara.Lindqvist"), normalize_name("mLindqvist")
    ('mara-lindqvist', 'mLindqvist')
    """
    normalized = _SEPARATORS.sub("-", name.lower())
    return (
        normalized if is_normalized(normalized) and apply_style(normalized, name, parts=2) == name else name
    )


def is_normalized(name: str) -> bool:
    """Return whether a name is lower-case words and digits, joined by hyphens."""
    return _NORMALIZED_NAME.fullmatch(name) is not None


def apply_style(name: str, example: str, *, parts: int) -> str:
    """Return a normalized name in the spelling of another.

    Args:
        name: In normalized form.
        example: The name whose separator and case are applied.
        parts: Number of parts of `example`: if it shows no separator, several parts are written as one word.

    >>> apply_style("robin-ashwood", "Mara Lindqvist", parts=2)
    'Robin Ashwood'
    >>> apply_style("robin-ashwood", "alice", parts=1)
    'robin-ashwood'
    """
    match = _SEPARATORS.search(example)
    separator = match[0] if match else "-" if parts == 1 else ""
    joined = separator.join(name.split("-"))
    if example.isupper():
        return joined.upper()
    return joined.title() if example.istitle() else joined


def strip_separators(name: str) -> str:
    """Return a name in lower case without separators.

    All spellings of a name have this form in common.
    """
    return _SEPARATORS.sub("", name.lower())

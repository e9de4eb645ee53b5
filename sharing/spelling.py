"""Apply the separators and the case of one name to another."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-._ ]+")
_REGULAR = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*", re.ASCII)


def plainly(name: str) -> str:
    """Normalize a name to lower case with hyphens between its parts.

    A name that `respelled` could not restore is returned as it is.

    >>> plainly("Mara.Lindqvist"), plainly("mLindqvist")
    ('mara-lindqvist', 'mLindqvist')
    """
    normalized = _SEPARATORS.sub("-", name.lower())
    return normalized if is_plain(normalized) and respelled(normalized, name, parts=2) == name else name


def is_plain(name: str) -> bool:
    """Return whether a name is lower-case words and digits, joined by hyphens."""
    return _REGULAR.fullmatch(name) is not None


def respelled(name: str, like: str, *, parts: int) -> str:
    """Return a normalized name in the spelling of another.

    Args:
        name: In normalized form.
        like: The name whose separator and case are applied.
        parts: Number of parts of `like`: if it shows no separator, several parts are written as one word.

    >>> respelled("robin-ashwood", "Mara Lindqvist", parts=2)
    'Robin Ashwood'
    >>> respelled("robin-ashwood", "alice", parts=1)
    'robin-ashwood'
    """
    match = _SEPARATORS.search(like)
    separator = match[0] if match else "-" if parts == 1 else ""
    joined = separator.join(name.split("-"))
    if like.isupper():
        return joined.upper()
    return joined.title() if like.istitle() else joined


def squeezed(name: str) -> str:
    """Return a name in lower case without separators.

    All spellings of a name have this form in common.
    """
    return _SEPARATORS.sub("", name.lower())

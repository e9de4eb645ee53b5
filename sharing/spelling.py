"""A name in the spelling of another: with its separators and its case."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-._ ]+")
_REGULAR = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*", re.ASCII)


def plainly(name: str) -> str:
    """Return a name in small letters, its parts joined by hyphens, if `respelled` leads back to it.

    >>> plainly("Mara.Lindqvist"), plainly("mLindqvist")
    ('mara-lindqvist', 'mLindqvist')
    """
    plain = _SEPARATORS.sub("-", name.lower())
    return plain if is_plain(plain) and respelled(plain, name, parts=2) == name else name


def is_plain(name: str) -> bool:
    """Tell whether a name is all small letters and digits, its parts joined by hyphens."""
    return _REGULAR.fullmatch(name) is not None


def respelled(name: str, like: str, *, parts: int) -> str:
    """Return a plain name in the spelling of another.

    Args:
        name: Plainly written.
        like: Whose separator and case it takes.
        parts: Of how many parts `like` is: where it shows no separator, several are written as one word.

    >>> respelled("robin-ashwood", "Mara Lindqvist", parts=2)
    'Robin Ashwood'
    >>> respelled("robin-ashwood", "alice", parts=1)
    'robin-ashwood'
    """
    found = _SEPARATORS.search(like)
    between = found[0] if found else "-" if parts == 1 else ""
    joined = between.join(name.split("-"))
    if like.isupper():
        return joined.upper()
    return joined.title() if like.istitle() else joined


def squeezed(name: str) -> str:
    """Return a name without separators and case: what its spellings have in common."""
    return _SEPARATORS.sub("", name.lower())

"""Texts as readers see them: look-alikes and invisible characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_INVISIBLE = regex.compile(
    r"[\p{Cc}\p{Bidi_Control}\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
"""Characters that no name needs: controls, directions, spaces without width.

Joiners are left out: emoji, Arabic and Indic scripts are spelled with them.
"""

_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")


def escape_invisible(text: str) -> str:
    r"""Return a text whose invisible characters are spelled out.

    So are spaces where there is nothing else. A character that turns the direction of writing would mirror
    what follows; one without width would make two names look the same.

    >>> escape_invisible("report-\u202efdp.csv")
    'report-\\u202efdp.csv'
    >>> escape_invisible(" ")
    '\\u0020'
    """
    if text.isspace():
        return "".join(f"\\u{ord(character):04x}" for character in text)
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@lru_cache(maxsize=20_000)  # successive graphs contain the same names
def normalize_look(text: str) -> str:
    r"""Return a key that texts share if they look the same.

    >>> normalize_look("cafe\u0301  au lait") == normalize_look("caf\u00e9 au lait")
    True
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _IGNORABLE.sub("", text))
    is_spaced_once = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
    return text if is_spaced_once else " ".join(text.split())

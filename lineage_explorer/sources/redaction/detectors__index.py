"""Search a text for many known names at once.

The time does not grow with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from lineage_explorer.sources.redaction.pseudonyms import IdentifierKind
from lineage_explorer.sources.redaction.pseudonyms__spelling import strip_separators

Span: TypeAlias = tuple[int, int]
"""Offsets at which a part of a text begins and ends."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NAME_SEPARATORS = frozenset(("", "-", ".", "_", " "))


class PhraseIndex:
    """Index of names, for case-insensitive search in texts.

    Names of people are also found with other separators between their parts, or with none. A name is found as
    whole words and numbers: `mara` in `mara2-churn`, not in `tamara`.

    Args:
        names: Each with its kind.
    """

    def __init__(self, names: Iterable[tuple[IdentifierKind, str]]) -> None:
        self._names_by_first_token: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        for kind, name in names:
            if kind is IdentifierKind.PERSON:
                self._add(name, None)
                self._add(strip_separators(name), None)
            else:
                self._add(name, name.lower())
        for entries in self._names_by_first_token.values():
            entries.sort(key=lambda item: -len(item[0]))

    def _add(self, name: str, exact: str | None) -> None:
        tokens = tuple(token.lower() for token in _TOKEN.findall(name))
        if tokens:
            self._names_by_first_token.setdefault(tokens[0], []).append((tokens, exact))

    def find_spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of names, from left to right.

        Of names that begin at the same place, the longest is found.
        """
        matches = list(_TOKEN.finditer(text))
        words = [match[0].lower() for match in matches]
        for position, word in enumerate(words):
            for tokens, exact in self._names_by_first_token.get(word, ()):
                end = position + len(tokens)
                if tuple(words[position:end]) == tokens and _is_name(text, matches[position:end], exact):
                    yield matches[position].start(), matches[end - 1].end()
                    break


def _is_name(text: str, tokens: list[re.Match[str]], exact: str | None) -> bool:
    """Return whether consecutive tokens of a text form a name.

    The text must equal the exact spelling. If there is none, only separators may lie between the tokens.
    """
    if exact is not None:
        return text[tokens[0].start() : tokens[-1].end()].lower() == exact
    return all(text[left.end() : right.start()] in _NAME_SEPARATORS for left, right in pairwise(tokens))

"""Names, and where they stand in a text: in time that does not grow with how many names there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from sharing.spelling import squeezed
from sharing.words import Kind

Span: TypeAlias = tuple[int, int]
"""Where something begins in a text, and where it has ended."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_JOINTS = frozenset(("", "-", ".", "_", " "))


class Index:
    """Finds names whatever their case; those of people also however their parts are joined.

    A name is found as whole words and numbers: `mara` in `mara2-churn`, not in `tamara`.

    Args:
        names: Each with its kind.
    """

    def __init__(self, names: Iterable[tuple[Kind, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        for kind, name in names:
            if kind is Kind.PERSON:
                self._add(name, None)
                self._add(squeezed(name), None)
            else:
                self._add(name, name.lower())
        for found in self._by_first.values():
            found.sort(key=lambda item: -len(item[0]))

    def _add(self, name: str, exactly: str | None) -> None:
        tokens = tuple(token.lower() for token in _TOKEN.findall(name))
        if tokens:
            self._by_first.setdefault(tokens[0], []).append((tokens, exactly))

    def spans(self, text: str) -> Iterator[Span]:
        """Yield where names stand, from left to right, of those that begin at one place the longest."""
        found = list(_TOKEN.finditer(text))
        words = [match[0].lower() for match in found]
        for at, word in enumerate(words):
            for tokens, exactly in self._by_first.get(word, ()):
                end = at + len(tokens)
                if tuple(words[at:end]) == tokens and _joined(text, found[at:end], exactly):
                    yield found[at].start(), found[end - 1].end()
                    break


def _joined(text: str, tokens: list[re.Match[str]], exactly: str | None) -> bool:
    """Tell whether tokens stand together as in a name: exactly so, or by nothing but a joint."""
    if exactly is not None:
        return text[tokens[0].start() : tokens[-1].end()].lower() == exactly
    return all(text[one.end() : other.start()] in _JOINTS for one, other in pairwise(tokens))

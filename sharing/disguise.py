"""Texts, values and errors, told with stand-ins; and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from lineage.errors import LineageError
from sharing import sightings
from sharing.book import Book
from sharing.spelling import is_plain, plainly, respelled, squeezed
from sharing.walk import Walk
from sharing.words import Kind

_V = TypeVar("_V")
_Error = TypeVar("_Error", bound=LineageError)

_BUCKETS = ("uri_bucket", "host_bucket", "path_bucket", "known_bucket")


class Disguise:
    """Replaces account ids, buckets and user names by stand-ins, and stand-ins by what they stand for.

    A stand-in stays as it is, so that what is disguised already can be disguised again. What is first met in
    a value is replaced everywhere in that value.

    Args:
        book: Where stand-ins are drawn and remembered.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._knowledge: _Knowledge | None = None

    def of(self, value: _V) -> _V:
        """Return a value with stand-ins in all its texts.

        Raises:
            BookUnusable: Stand-ins cannot be remembered.
        """
        disguised: _V = self._settled(lambda known: known.disguised(value))
        return disguised

    def revealed(self, value: _V) -> _V:
        """Return a value with what its stand-ins stand for in all its texts.

        Raises:
            BookUnusable: Stand-ins cannot be looked up.
        """
        revealed: _V = self._known().revealed(value)
        return revealed

    def error(self, error: _Error) -> _Error:
        """Return the same error in other words; `error` itself may belong to others, too."""
        told = type(error).__new__(type(error), *self.of(error.args))
        told.__dict__.update(self.of(vars(error)))
        return told

    def _settled(self, work: Callable[[_Knowledge], _V]) -> _V:
        """Do some work until it teaches no new name."""
        while True:
            known = self._known()
            result = work(known)
            if self._known().edition == known.edition:
                return result

    def _known(self) -> _Knowledge:
        edition = self.book.edition
        if self._knowledge is None or self._knowledge.edition != edition:
            self._knowledge = _Knowledge(self.book, edition)
        return self._knowledge


class _Knowledge:
    """What is known in one edition of a book, ready to be looked for.

    Attributes:
        disguised, revealed: Tell a value with stand-ins, or without.
    """

    def __init__(self, book: Book, edition: int) -> None:
        self.edition = edition
        self.disguised = Walk(self._disguised)
        self.revealed = Walk(self._revealed)
        self._book = book
        entries = book.entries()
        people = [(value, text) for kind, value, text in entries if kind is Kind.PERSON]
        self._people = {squeezed(value): value for value, _ in people}
        self._played = {squeezed(text): value for value, text in people}
        self._anywhere = sightings.anywhere(entries)
        self._stand_ins = sightings.stand_ins(entries)
        self._texts: dict[str, str] = {}

    def _disguised(self, text: str, name: str) -> str:
        if name and sightings.is_person(text) and sightings.personal(name):
            return self._person(text)
        told = self._texts.get(text)
        if told is None:
            told = self._texts[text] = self._anywhere.sub(self._replaced, text)
        return text if told == text else told

    def _replaced(self, match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        found = match[kind]
        before = match.string[match.start() : match.start(kind)]
        return f"{before}{self._stand_in(kind, found)}{match.string[match.end(kind) : match.end()]}"

    def _stand_in(self, kind: str, found: str) -> str:
        if kind == "kept" or self._book.value(found):
            return found
        if kind == Kind.ACCOUNT:
            return self._book.stand_in(Kind.ACCOUNT, found)
        return self._book.stand_in(Kind.BUCKET, found) if kind in _BUCKETS else self._person(found)

    def _person(self, text: str) -> str:
        """Return a person's stand-in in the spelling of a text; who was met before is known in any."""
        if squeezed(text) in self._played or text.lower() in sightings.NOBODY:
            return text
        known = self._people.get(squeezed(text), "")
        parts = known.count("-") + 1
        value = known if is_plain(known) and respelled(known, text, parts=parts) == text else plainly(text)
        stand_in = self._book.stand_in(Kind.PERSON, value)
        return respelled(stand_in, text, parts=value.count("-") + 1) if is_plain(value) else stand_in

    def _revealed(self, text: str, _name: str) -> str:
        return self._stand_ins.sub(self._original, text)

    def _original(self, match: re.Match[str]) -> str:
        if match.lastgroup != Kind.PERSON:
            meant = self._book.value(match[0].lower())
            return meant[1] if meant else match[0]
        value = self._played[squeezed(match[0])]
        return respelled(value, match[0], parts=2) if is_plain(value) else value

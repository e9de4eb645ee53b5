"""Texts, values and errors, told with stand-ins; and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from lineage.errors import LineageError
from sharing import sightings
from sharing.book import Book
from sharing.index import Index, Span
from sharing.spelling import is_plain, plainly, respelled, squeezed
from sharing.walk import Walk
from sharing.words import Kind

_V = TypeVar("_V")
_Error = TypeVar("_Error", bound=LineageError)

_MOST_REMEMBERED = 100_000
"""Texts that are kept as they are told: a walk meets the same ones at every step."""


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
        self._names = Index((kind, value) for kind, value, _ in entries if sightings.telling(value))
        self._stand_ins = Index((kind, text) for kind, _, text in entries)
        self._told = lru_cache(_MOST_REMEMBERED)(self._with_stand_ins)
        self._meant = lru_cache(_MOST_REMEMBERED)(self._without_stand_ins)

    def _disguised(self, text: str, name: str) -> str:
        if name and sightings.is_person(text) and sightings.personal(name):
            return self._person(text)
        told = self._told(text)
        return text if told == text else told

    def _revealed(self, text: str, _name: str) -> str:
        meant = self._meant(text)
        return text if meant == text else meant

    def _with_stand_ins(self, text: str) -> str:
        kinds = dict(sightings.surrounded(text))
        spans = [*kinds, *self._stand_ins.spans(text), *self._names.spans(text)]
        return _replaced(text, spans, lambda found, span: self._stand_in(found, kinds.get(span)))

    def _without_stand_ins(self, text: str) -> str:
        return _replaced(text, self._stand_ins.spans(text), lambda found, _: self._original(found))

    def _stand_in(self, found: str, kind: Kind | None) -> str:
        """Return what stands for a name; its kind is None where only its letters tell that it is one."""
        if squeezed(found) in self._played or self._book.value(found.lower()):
            return found
        if kind is Kind.ACCOUNT:
            return self._book.stand_in(kind, found)
        if kind is Kind.BUCKET or (kind is None and squeezed(found) not in self._people):
            return self._book.stand_in(Kind.BUCKET, found)
        return self._person(found)

    def _person(self, text: str) -> str:
        """Return a person's stand-in in the spelling of a text; who was met before is known in any."""
        if squeezed(text) in self._played or text.lower() in sightings.NOBODY:
            return text
        known = self._people.get(squeezed(text), "")
        parts = known.count("-") + 1
        value = known if is_plain(known) and respelled(known, text, parts=parts) == text else plainly(text)
        stand_in = self._book.stand_in(Kind.PERSON, value)
        return respelled(stand_in, text, parts=value.count("-") + 1) if is_plain(value) else stand_in

    def _original(self, found: str) -> str:
        value = self._played.get(squeezed(found))
        if value is not None:
            return respelled(value, found, parts=2) if is_plain(value) else value
        meant = self._book.value(found.lower())
        return meant[1] if meant else found


def _replaced(text: str, spans: Iterable[Span], told: Callable[[str, Span], str]) -> str:
    """Return a text with parts of it told in another way; of parts that overlap the first and longest."""
    parts: list[str] = []
    end = 0
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            parts += (text[end : span[0]], told(text[slice(*span)], span))
            end = span[1]
    return "".join((*parts, text[end:]))

"""Redact texts, values and errors with pseudonyms, and restore them."""

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
"""Texts whose conversion is cached; the same texts recur in most values."""


class Disguise:
    """Replacement of names by pseudonyms, and of pseudonyms by names.

    The names are account IDs, bucket names and user names. A pseudonym is left as it is, so that a redacted
    value can be redacted again. A name found for the first time is replaced everywhere in the same value.

    Args:
        book: Store of the pseudonyms.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._knowledge: _Knowledge | None = None

    def of(self, value: _V) -> _V:
        """Return a value with the names in all its texts replaced.

        Raises:
            BookUnusable: Pseudonyms cannot be stored.
        """
        redacted: _V = self._settled(lambda snapshot: snapshot.disguised(value))
        return redacted

    def revealed(self, value: _V) -> _V:
        """Return a value with the pseudonyms in all its texts restored.

        Raises:
            BookUnusable: Pseudonyms cannot be looked up.
        """
        restored: _V = self._known().revealed(value)
        return restored

    def error(self, error: _Error) -> _Error:
        """Return a redacted copy of an error.

        The original stays as it is, because other requests may share it.
        """
        redacted = type(error).__new__(type(error), *self.of(error.args))
        redacted.__dict__.update(self.of(vars(error)))
        return redacted

    def _settled(self, convert: Callable[[_Knowledge], _V]) -> _V:
        """Repeat a conversion until it adds no names to the store."""
        while True:
            snapshot = self._known()
            result = convert(snapshot)
            if self._known().edition == snapshot.edition:
                return result

    def _known(self) -> _Knowledge:
        version = self.book.edition
        if self._knowledge is None or self._knowledge.edition != version:
            self._knowledge = _Knowledge(self.book, version)
        return self._knowledge


class _Knowledge:
    """Names and pseudonyms of one version of the store, indexed for search.

    Attributes:
        disguised, revealed: Convert a value to pseudonyms, and back.
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
        redacted = self._told(text)
        return text if redacted == text else redacted

    def _revealed(self, text: str, _name: str) -> str:
        restored = self._meant(text)
        return text if restored == text else restored

    def _with_stand_ins(self, text: str) -> str:
        kinds = dict(sightings.surrounded(text))
        spans = [*kinds, *self._stand_ins.spans(text), *self._names.spans(text)]
        return _replaced(text, spans, lambda name, span: self._stand_in(name, kinds.get(span)))

    def _without_stand_ins(self, text: str) -> str:
        return _replaced(text, self._stand_ins.spans(text), lambda name, _: self._original(name))

    def _stand_in(self, name: str, kind: Kind | None) -> str:
        """Return the pseudonym of a name.

        A text that is a pseudonym already is returned as it is.

        The kind is None if the text matches a known name, and its context does not identify it.
        """
        if squeezed(name) in self._played or self._book.value(name.lower()):
            return name
        if kind is Kind.ACCOUNT:
            return self._book.stand_in(kind, name)
        if kind is Kind.BUCKET or (kind is None and squeezed(name) not in self._people):
            return self._book.stand_in(Kind.BUCKET, name)
        return self._person(name)

    def _person(self, text: str) -> str:
        """Return a person's pseudonym in the spelling of the text.

        A known person is recognized in any spelling.
        """
        if squeezed(text) in self._played or text.lower() in sightings.NOBODY:
            return text
        known_name = self._people.get(squeezed(text), "")
        part_count = known_name.count("-") + 1
        value = (
            known_name
            if is_plain(known_name) and respelled(known_name, text, parts=part_count) == text
            else plainly(text)
        )
        pseudonym = self._book.stand_in(Kind.PERSON, value)
        return respelled(pseudonym, text, parts=value.count("-") + 1) if is_plain(value) else pseudonym

    def _original(self, name: str) -> str:
        value = self._played.get(squeezed(name))
        if value is not None:
            return respelled(value, name, parts=2) if is_plain(value) else value
        entry = self._book.value(name.lower())
        return entry[1] if entry else name


def _replaced(text: str, spans: Iterable[Span], substitute: Callable[[str, Span], str]) -> str:
    """Replace spans of a text.

    Of overlapping spans, the first is replaced; of those that begin together, the longest.
    """
    parts: list[str] = []
    end = 0
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            parts += (text[end : span[0]], substitute(text[slice(*span)], span))
            end = span[1]
    return "".join((*parts, text[end:]))

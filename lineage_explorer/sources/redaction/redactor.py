"""Redact texts, values and errors with pseudonyms, and restore them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from typing import Any, TypeAlias, TypeVar, cast

from lineage_explorer.errors import LineageError
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Entity
from lineage_explorer.questions.answer import Answer
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.redaction import detectors
from lineage_explorer.sources.redaction.detectors import PhraseIndex, Span
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from lineage_explorer.sources.redaction.pseudonyms import (
    IdentifierKind,
    apply_style,
    is_normalized,
    normalize_name,
    strip_separators,
)

TextConverter: TypeAlias = Callable[[str, str], str]
"""Function of a text that returns its replacement.

Its second argument is the name of the field or key that holds the text.
"""

_CACHED_TYPES = (LineageGraph, Entity, Answer)
"""Frozen types that caches return repeatedly, and that cost most."""

_COLLECTION_TYPES = (tuple, list, set, frozenset, Iterator, KeysView, ValuesView)


ConvertedValues: TypeAlias = ValueCache[tuple[int, int], tuple[object, object]]
"""Cache of values before and after conversion."""


class StringMapper:
    """Conversion of all strings in a value.

    A part that does not change stays the same object.

    Args:
        convert_text: Converts a text.
        version: Version of the names that it converts.
        cache: Cache of converted values, by version and identity: hashing them would cost as much.
    """

    def __init__(self, convert_text: TextConverter, version: int, cache: ConvertedValues) -> None:
        self._convert_text = convert_text
        self._version = version
        self._cache = cache

    def __call__(self, value: Any, name: str = "") -> Any:
        """Return the converted value.

        The name is that of the field or key that holds the value.
        """
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self._convert_text(value, name)
        if isinstance(value, Mapping):
            return self._map_mapping(value)
        if isinstance(value, _COLLECTION_TYPES):
            return self._map_items(value, name)
        if is_dataclass(value) and not isinstance(value, type):
            return self._map_cached(value) if isinstance(value, _CACHED_TYPES) else self._map_dataclass(value)
        return value

    def _map_cached(self, value: Any) -> Any:
        """Convert a value once, and cache the result.

        The cache holds the value, so that no other object can get its identity.
        """
        key = self._version, id(value)
        entry = self._cache.get(key)
        if entry is None:
            entry = value, self._map_dataclass(value)
            self._cache.put(key, entry)
        return entry[1]

    def _map_items(self, value: Any, name: str) -> Any:
        """Convert the items of a collection.

        Those of an iterator or a view are returned as a tuple, because an iterator can be consumed only once.
        """
        items = value if isinstance(value, (tuple, list, set, frozenset)) else tuple(value)
        converted = [self(item, name) for item in items]
        return items if all(map(_is_same, converted, items)) else type(items)(converted)

    def _map_mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        converted = {
            self(key): self(item, key if isinstance(key, str) else "") for key, item in value.items()
        }
        is_same = all(map(_is_same, converted.keys(), value.keys())) and all(
            map(_is_same, converted.values(), value.values())
        )
        return value if is_same else converted

    def _map_dataclass(self, value: Any) -> Any:
        values = {field.name: getattr(value, field.name) for field in fields(value)}
        converted = {name: self(item, name) for name, item in values.items()}
        return value if all(map(_is_same, converted.values(), values.values())) else type(value)(**converted)


def _is_same(first: object, second: object) -> bool:
    return first is second


_V = TypeVar("_V")
_Error = TypeVar("_Error", bound=LineageError)

_MAX_CACHED_TEXTS = 100_000
"""Texts whose conversion is cached; the same texts recur in most values."""


class Redactor:
    """Replacement of names by pseudonyms, and of pseudonyms by names.

    The names are account IDs, bucket names and user names. A pseudonym is left as it is, so that a redacted
    value can be redacted again. A name found for the first time is replaced everywhere in the same value.

    Args:
        store: Store of the pseudonyms.
        caches: Opens the caches of converted values.
    """

    def __init__(self, store: PseudonymStore, caches: CacheRegistry | None = None) -> None:
        caches = caches or CacheRegistry()
        self.store = store
        self._redacted: ConvertedValues = caches.open(CacheName.REDACTED_VALUES)
        self._restored: ConvertedValues = caches.open(CacheName.RESTORED_VALUES)
        self._snapshot: _StoreSnapshot | None = None

    def redact(self, value: _V) -> _V:
        """Return a value with the names in all its texts replaced.

        Raises:
            PseudonymStoreUnavailable: Pseudonyms cannot be stored.
        """
        redacted: _V = self._repeat_until_stable(lambda snapshot: snapshot.redact(value))
        return redacted

    def restore(self, value: _V) -> _V:
        """Return a value with the pseudonyms in all its texts restored.

        Raises:
            PseudonymStoreUnavailable: Pseudonyms cannot be looked up.
        """
        restored: _V = self._get_snapshot().restore(value)
        return restored

    def redact_error(self, error: _Error) -> _Error:
        """Return a redacted copy of an error.

        The original stays as it is, because other requests may share it.
        """
        redacted = type(error).__new__(type(error), *self.redact(error.args))
        redacted.__dict__.update(self.redact(vars(error)))
        return redacted

    def _repeat_until_stable(self, convert: Callable[[_StoreSnapshot], _V]) -> _V:
        """Repeat a conversion until it adds no names to the store."""
        while True:
            snapshot = self._get_snapshot()
            result = convert(snapshot)
            if self._get_snapshot().version == snapshot.version:
                return result

    def _get_snapshot(self) -> _StoreSnapshot:
        version = self.store.version
        if self._snapshot is None or self._snapshot.version != version:
            self._snapshot = _StoreSnapshot(self.store, version, self._redacted, self._restored)
        return self._snapshot


class _StoreSnapshot:
    """Names and pseudonyms of one version of the store, indexed for search.

    Attributes:
        redact, restore: Convert a value to pseudonyms, and back.
    """

    def __init__(
        self, store: PseudonymStore, version: int, redacted: ConvertedValues, restored: ConvertedValues
    ) -> None:
        self.version = version
        self.redact = StringMapper(self._redact_text, version, redacted)
        self.restore = StringMapper(self._restore_text, version, restored)
        self._store = store
        entries = store.list_entries()
        people = [(value, text) for kind, value, text in entries if kind is IdentifierKind.PERSON]
        self._known_people = {strip_separators(value): value for value, _ in people}
        self._people_by_pseudonym = {strip_separators(text): value for value, text in people}
        self._name_index = PhraseIndex(
            (kind, value) for kind, value, _ in entries if detectors.is_distinctive(value)
        )
        self._pseudonym_index = PhraseIndex((kind, text) for kind, _, text in entries)
        self._redact_cached = lru_cache(_MAX_CACHED_TEXTS)(self._replace_names)
        self._restore_cached = lru_cache(_MAX_CACHED_TEXTS)(self._replace_pseudonyms)

    def _redact_text(self, text: str, name: str) -> str:
        if name and detectors.is_person_name(text) and detectors.is_person_key(name):
            return self._find_person_pseudonym(text)
        redacted = self._redact_cached(text)
        return text if redacted == text else redacted

    def _restore_text(self, text: str, _name: str) -> str:
        restored = self._restore_cached(text)
        return text if restored == text else restored

    def _replace_names(self, text: str) -> str:
        kinds = dict(detectors.find_identifiers(text))
        spans = [*kinds, *self._pseudonym_index.find_spans(text), *self._name_index.find_spans(text)]
        return _replace_spans(text, spans, lambda name, span: self._find_pseudonym(name, kinds.get(span)))

    def _replace_pseudonyms(self, text: str) -> str:
        return _replace_spans(
            text, self._pseudonym_index.find_spans(text), lambda name, _: self._find_original(name)
        )

    def _find_pseudonym(self, name: str, kind: IdentifierKind | None) -> str:
        """Return the pseudonym of a name.

        A text that is a pseudonym already is returned as it is.

        The kind is None if the text matches a known name, and its context does not identify it.
        """
        if strip_separators(name) in self._people_by_pseudonym or self._store.find_value(name.lower()):
            return name
        if kind is None:
            is_person = strip_separators(name) in self._known_people
            kind = IdentifierKind.PERSON if is_person else IdentifierKind.BUCKET
        if kind is IdentifierKind.PERSON:
            return self._find_person_pseudonym(name)
        return self._store.get_pseudonym(kind, name)

    def _find_person_pseudonym(self, text: str) -> str:
        """Return a person's pseudonym in the spelling of the text.

        A known person is recognized in any spelling.
        """
        if strip_separators(text) in self._people_by_pseudonym or text.lower() in detectors.SERVICE_WORDS:
            return text
        known_name = self._known_people.get(strip_separators(text), "")
        part_count = known_name.count("-") + 1
        value = (
            known_name
            if is_normalized(known_name) and apply_style(known_name, text, parts=part_count) == text
            else normalize_name(text)
        )
        pseudonym = self._store.get_pseudonym(IdentifierKind.PERSON, value)
        return apply_style(pseudonym, text, parts=value.count("-") + 1) if is_normalized(value) else pseudonym

    def _find_original(self, name: str) -> str:
        value = self._people_by_pseudonym.get(strip_separators(name))
        if value is not None:
            return apply_style(value, name, parts=2) if is_normalized(value) else value
        entry = self._store.find_value(name.lower())
        return entry[1] if entry else name


def _replace_spans(text: str, spans: Iterable[Span], substitute: Callable[[str, Span], str]) -> str:
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


_Source = TypeVar("_Source")


def redact_source(source: _Source, redactor: Redactor) -> _Source:
    """Return a proxy of a source that uses pseudonyms only.

    Arguments are restored and results are redacted. This applies to all methods alike, including those that a
    source gets later.
    """
    return cast("_Source", _RedactingProxy(source, redactor, convert_input=redactor.restore))


def restore_source(source: _Source, redactor: Redactor) -> _Source:
    """Return a proxy that redacts again what a redacted source returns.

    The source may have cached results from before a name was found; its arguments are passed on unchanged.
    """
    return cast("_Source", _RedactingProxy(source, redactor, convert_input=lambda arguments: arguments))


class _RedactingProxy:
    def __init__(self, source: object, redactor: Redactor, *, convert_input: Callable[[Any], Any]) -> None:
        self._source = source
        self._redactor = redactor
        self._convert_input = convert_input

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._source, name)
        return partial(self._call, method) if callable(method) else self._redactor.redact(method)

    def _call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # A method that takes a mapping uses its keys only.
        positional = (tuple(arg) if isinstance(arg, Mapping) else arg for arg in args)
        try:
            result = method(*map(self._convert_input, positional), **self._convert_input(kwargs))
        except LineageError as error:
            raise self._redactor.redact_error(error) from None
        return self._redactor.redact(result)

"""Apply a function to every string in a value of the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Entity
from lineage_explorer.questions.answer import Answer

TextConverter: TypeAlias = Callable[[str, str], str]
"""Function of a text that returns its replacement.

Its second argument is the name of the field or key that holds the text.
"""

_CACHED_TYPES = (LineageGraph, Entity, Answer)
"""Frozen types that caches return repeatedly, and that cost most."""
_MAX_CACHED_VALUES = 50_000

_COLLECTION_TYPES = (tuple, list, set, frozenset, Iterator, KeysView, ValuesView)


class StringMapper:
    """Conversion of all strings in a value.

    A part that does not change stays the same object.

    Args:
        convert_text: Converts a text.
    """

    def __init__(self, convert_text: TextConverter) -> None:
        self._convert_text = convert_text
        self._cache: dict[int, tuple[object, object]] = {}  # by identity: hashing would cost as much

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
        entry = self._cache.get(id(value))
        if entry is None:
            if len(self._cache) >= _MAX_CACHED_VALUES:
                self._cache.clear()
            entry = self._cache[id(value)] = (value, self._map_dataclass(value))
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

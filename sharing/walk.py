"""Apply a function to every string in a value of the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias

from lineage.answer import Answer
from lineage.graph import LineageGraph
from lineage.model import Entity

Told: TypeAlias = Callable[[str, str], str]
"""Function of a text that returns its replacement.

Its second argument is the name of the field or key that holds the text.
"""

_MET_AGAIN = (LineageGraph, Entity, Answer)
"""Frozen types that caches return repeatedly, and that cost most."""
_MOST_REMEMBERED = 50_000

_MANY = (tuple, list, set, frozenset, Iterator, KeysView, ValuesView)


class Walk:
    """Conversion of all strings in a value.

    A part that does not change stays the same object.

    Args:
        told: Converts a text.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._remembered: dict[int, tuple[object, object]] = {}  # by identity: hashing would cost as much

    def __call__(self, value: Any, name: str = "") -> Any:
        """Return the converted value.

        The name is that of the field or key that holds the value.
        """
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self._told(value, name)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, _MANY):
            return self._many(value, name)
        if is_dataclass(value) and not isinstance(value, type):
            return self._met_again(value) if isinstance(value, _MET_AGAIN) else self._dataclass(value)
        return value

    def _met_again(self, value: Any) -> Any:
        """Convert a value once, and cache the result.

        The cache holds the value, so that no other object can get its identity.
        """
        entry = self._remembered.get(id(value))
        if entry is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            entry = self._remembered[id(value)] = (value, self._dataclass(value))
        return entry[1]

    def _many(self, value: Any, name: str) -> Any:
        """Convert the items of a collection.

        Those of an iterator or a view are returned as a tuple, because an iterator can be consumed only once.
        """
        items = value if isinstance(value, (tuple, list, set, frozenset)) else tuple(value)
        converted = [self(item, name) for item in items]
        return items if all(map(_same, converted, items)) else type(items)(converted)

    def _mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        converted = {
            self(key): self(item, key if isinstance(key, str) else "") for key, item in value.items()
        }
        is_same = all(map(_same, converted.keys(), value.keys())) and all(
            map(_same, converted.values(), value.values())
        )
        return value if is_same else converted

    def _dataclass(self, value: Any) -> Any:
        values = {field.name: getattr(value, field.name) for field in fields(value)}
        converted = {name: self(item, name) for name, item in values.items()}
        return value if all(map(_same, converted.values(), values.values())) else type(value)(**converted)


def _same(first: object, second: object) -> bool:
    return first is second

"""Any value of the domain with every text in it told in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias

from lineage.answer import Answer
from lineage.graph import LineageGraph
from lineage.model import Entity

Told: TypeAlias = Callable[[str, str], str]
"""A text, and the name of the field or key that holds it, → how it is told."""

_MET_AGAIN = (LineageGraph, Entity, Answer)
"""Frozen values that caches hand out again and again, and that cost most."""
_MOST_REMEMBERED = 50_000

_MANY = (tuple, list, set, frozenset, Iterator, KeysView, ValuesView)


class Walk:
    """Tells values; what stays as it is stays the same object.

    Args:
        told: How a text is told.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._remembered: dict[int, tuple[object, object]] = {}  # by identity: hashing would cost as much

    def __call__(self, value: Any, name: str = "") -> Any:
        """Return a value, which stands in a field or under a key of this name, as it is told."""
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
        """Tell a value once; it is held on to, so that nothing else can have its identity."""
        found = self._remembered.get(id(value))
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[id(value)] = (value, self._dataclass(value))
        return found[1]

    def _many(self, value: Any, name: str) -> Any:
        """Tell items; those of an iterator or of a view as a tuple: they can be gone through but once."""
        items = value if isinstance(value, (tuple, list, set, frozenset)) else tuple(value)
        told = [self(item, name) for item in items]
        return items if all(map(_same, told, items)) else type(items)(told)

    def _mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        told = {self(key): self(item, key if isinstance(key, str) else "") for key, item in value.items()}
        same = all(map(_same, told.keys(), value.keys())) and all(map(_same, told.values(), value.values()))
        return value if same else told

    def _dataclass(self, value: Any) -> Any:
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        told = {name: self(item, name) for name, item in held.items()}
        return value if all(map(_same, told.values(), held.values())) else type(value)(**told)


def _same(one: object, other: object) -> bool:
    return one is other

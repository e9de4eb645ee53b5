"""Any of the explorer's sources, seen through a disguise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from lineage.errors import LineageError
from sharing.disguise import Disguise

_Source = TypeVar("_Source")


def veiled(source: _Source, disguise: Disguise) -> _Source:
    """Return a source that is asked, and answers, in stand-ins.

    It is so for every method alike: one that is added to a source tomorrow is veiled without a word.
    """
    return cast("_Source", _Veil(source, disguise, asking=disguise.revealed))


def retold(source: _Source, disguise: Disguise) -> _Source:
    """Return a source that knows stand-ins alone; what it remembers is told with those drawn since."""
    return cast("_Source", _Veil(source, disguise, asking=lambda asked: asked))


class _Veil:
    def __init__(self, source: object, disguise: Disguise, *, asking: Callable[[Any], Any]) -> None:
        self._source = source
        self._disguise = disguise
        self._asking = asking

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._source, name)
        return partial(self._ask, method) if callable(method) else self._disguise.of(method)

    def _ask(self, method: Callable[..., Any], *asked: Any, **more: Any) -> Any:
        # Whoever is given a mapping asks for its keys.
        keyed = (tuple(part) if isinstance(part, Mapping) else part for part in asked)
        try:
            answer = method(*map(self._asking, keyed), **self._asking(more))
        except LineageError as error:
            raise self._disguise.error(error) from None
        return self._disguise.of(answer)

"""Proxies that redact the explorer's sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from lineage.errors import LineageError
from sharing.disguise import Disguise

_Source = TypeVar("_Source")


def veiled(source: _Source, disguise: Disguise) -> _Source:
    """Return a proxy of a source that uses pseudonyms only.

    Arguments are restored and results are redacted. This applies to all methods alike, including those that a
    source gets later.
    """
    return cast("_Source", _Veil(source, disguise, asking=disguise.revealed))


def retold(source: _Source, disguise: Disguise) -> _Source:
    """Return a proxy that redacts again what a redacted source returns.

    The source may have cached results from before a name was found; its arguments are passed on unchanged.
    """
    return cast("_Source", _Veil(source, disguise, asking=lambda arguments: arguments))


class _Veil:
    def __init__(self, source: object, disguise: Disguise, *, asking: Callable[[Any], Any]) -> None:
        self._source = source
        self._disguise = disguise
        self._asking = asking

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._source, name)
        return partial(self._ask, method) if callable(method) else self._disguise.of(method)

    def _ask(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # A method that takes a mapping uses its keys only.
        positional = (tuple(arg) if isinstance(arg, Mapping) else arg for arg in args)
        try:
            result = method(*map(self._asking, positional), **self._asking(kwargs))
        except LineageError as error:
            raise self._disguise.error(error) from None
        return self._disguise.of(result)

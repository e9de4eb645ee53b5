"""Proxies that redact the explorer's sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from lineage_explorer.errors import LineageError
from lineage_explorer.sources.redaction.redactor import Redactor

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

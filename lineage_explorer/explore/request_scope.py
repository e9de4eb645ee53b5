"""Select the services that handle an address, redacted or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.errors import LineageError
from lineage_explorer.query.address import get_file, is_shared
from lineage_explorer.sources.redaction.redactor import Redactor

_R = TypeVar("_R")
_S = TypeVar("_S")
_V = TypeVar("_V")

_MAX_ROUNDS = 3
"""Maximum attempts at a result, repeated while it adds new names."""


@dataclass(frozen=True, slots=True)
class RequestScope(Generic[_R]):
    """Choice of the services that handle an address.

    Attributes:
        plain: Services that return the real names.
        redacted: Services that see pseudonyms only; used for addresses with `share`.
        redactor: Redactor of addresses, inputs and errors.
        always_redact: True if every address is redacted, regardless of `share`.
        open_file: Returns the scope of an opened file, by its hash; None if files cannot be opened.
    """

    plain: _R
    redacted: _R
    redactor: Redactor
    always_redact: bool = False
    open_file: Callable[[str], RequestScope[_R]] | None = None

    def is_redacted(self, search: str) -> bool:
        """Return whether an address is handled with pseudonyms."""
        return self.always_redact or is_shared(search)

    def run(self, search: str, work: Callable[[_R, str], _V]) -> _V:
        """Run a function with the services that handle an address.

        Args:
            search: The address.
            work: Takes the services, and the address in their spelling.

        Raises:
            LineageError: Raised by `work`, redacted if the address is; or its opened file is not kept.
        """
        file = get_file(search)
        if file and self.open_file:
            return self.open_file(file).run(search, work)
        if not self.is_redacted(search):
            return work(self.plain, search)
        for _ in range(_MAX_ROUNDS):
            version = self.redactor.store.version
            try:
                result = work(self.redacted, self.canonical_url(search))
            except LineageError as error:
                raise self.redactor.redact_error(error) from None
            if self.redactor.store.version == version:
                break
        return result

    def canonical_url(self, search: str) -> str:
        """Return an address as its services spell it.

        It contains pseudonyms if the address is redacted, and real names otherwise.
        """
        if self.is_redacted(search):
            redacted = _convert_address(search, self.redactor.redact)
            return redacted if is_shared(search) else _add_share(redacted)
        return (
            _convert_address(search, self.redactor.restore) if self.redactor.store.path.exists() else search
        )

    def decode_input(self, search: str, value: _V) -> _V:
        """Return an input typed at an address, redacted if the address is."""
        return self.redactor.redact(value) if self.is_redacted(search) else value

    def map(self, select: Callable[[_R], _S]) -> RequestScope[_S]:
        """Return a scope with one part of each of the services."""
        open_file = self.open_file
        return RequestScope(
            select(self.plain),
            select(self.redacted),
            self.redactor,
            always_redact=self.always_redact,
            open_file=open_file and (lambda digest: open_file(digest).map(select)),
        )


def _convert_address(search: str, convert: Callable[[str], str]) -> str:
    """Convert the keys and values of an address.

    An address that does not change is returned exactly as it was.
    """
    pairs = _parse_pairs(search)
    # The hash of an opened file may look like an account id, and names nobody.
    converted = [(key, value) if key == "file" else (convert(key), convert(value)) for key, value in pairs]
    return search if converted == pairs else _format_pairs(converted)


def _add_share(search: str) -> str:
    """Return an address with `share` set, whatever its value was."""
    return _format_pairs(
        [*((key, value) for key, value in _parse_pairs(search) if key != "share"), ("share", "1")]
    )


def _parse_pairs(search: str) -> list[tuple[str, str]]:
    return parse_qsl(search.removeprefix("?"), keep_blank_values=True)


def _format_pairs(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")

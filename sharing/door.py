"""Select the services that handle an address, redacted or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage.address import is_shared
from lineage.errors import LineageError
from sharing.disguise import Disguise

_R = TypeVar("_R")
_S = TypeVar("_S")
_V = TypeVar("_V")

_MOST_ROUNDS = 3
"""Maximum attempts at a result, repeated while it adds new names."""


@dataclass(frozen=True, slots=True)
class Door(Generic[_R]):
    """Choice of the services that handle an address.

    Attributes:
        plain: Services that return the real names.
        sharing: Services that see pseudonyms only; used for addresses with `share`.
        disguise: Redactor of addresses, inputs and errors.
        always: True if every address is redacted, regardless of `share`.
    """

    plain: _R
    sharing: _R
    disguise: Disguise
    always: bool = False

    def shares(self, search: str) -> bool:
        """Return whether an address is handled with pseudonyms."""
        return self.always or is_shared(search)

    def answer(self, search: str, work: Callable[[_R, str], _V]) -> _V:
        """Run a function with the services that handle an address.

        Args:
            search: The address.
            work: Takes the services, and the address in their spelling.

        Raises:
            LineageError: Raised by `work`; redacted if the address is.
        """
        if not self.shares(search):
            return work(self.plain, search)
        for _ in range(_MOST_ROUNDS):
            version = self.disguise.book.edition
            try:
                result = work(self.sharing, self.spelled(search))
            except LineageError as error:
                raise self.disguise.error(error) from None
            if self.disguise.book.edition == version:
                break
        return result

    def spelled(self, search: str) -> str:
        """Return an address as its services spell it.

        It contains pseudonyms if the address is redacted, and real names otherwise.
        """
        if self.shares(search):
            redacted = _rewritten(search, self.disguise.of)
            return redacted if is_shared(search) else _shared(redacted)
        return _rewritten(search, self.disguise.revealed) if self.disguise.book.path.exists() else search

    def heard(self, search: str, said: _V) -> _V:
        """Return an input typed at an address, redacted if the address is."""
        return self.disguise.of(said) if self.shares(search) else said

    def to(self, part: Callable[[_R], _S]) -> Door[_S]:
        """Return a scope with one part of each of the services."""
        return Door(part(self.plain), part(self.sharing), self.disguise, always=self.always)


def _rewritten(search: str, convert: Callable[[str], str]) -> str:
    """Convert the keys and values of an address.

    An address that does not change is returned exactly as it was.
    """
    pairs = _pairs(search)
    converted = [(convert(key), convert(value)) for key, value in pairs]
    return search if converted == pairs else _written(converted)


def _shared(search: str) -> str:
    """Return an address with `share` set, whatever its value was."""
    return _written([*((key, value) for key, value in _pairs(search) if key != "share"), ("share", "1")])


def _pairs(search: str) -> list[tuple[str, str]]:
    return parse_qsl(search.removeprefix("?"), keep_blank_values=True)


def _written(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")

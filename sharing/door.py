"""Which reader an address is answered by."""

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
"""How often an answer is made again because making it taught a name."""


@dataclass(frozen=True, slots=True)
class Door(Generic[_R]):
    """Lets addresses in, and answers out.

    Attributes:
        plain: Who answers with names as they are.
        sharing: Who knows nothing but stand-ins; asked by addresses with `share`.
        always: True where every address shares, whatever it says.
    """

    plain: _R
    sharing: _R
    disguise: Disguise
    always: bool = False

    def shares(self, search: str) -> bool:
        """Tell whether an address is answered in stand-ins."""
        return self.always or is_shared(search)

    def answer(self, search: str, work: Callable[[_R, str], _V]) -> _V:
        """Return what some work makes of an address.

        Args:
            search: The address.
            work: Takes who answers it, and the address in their words.

        Raises:
            LineageError: What `work` raised, in the same words.
        """
        if not self.shares(search):
            return work(self.plain, search)
        for _ in range(_MOST_ROUNDS):
            edition = self.disguise.book.edition
            try:
                answer = work(self.sharing, self.spelled(search))
            except LineageError as error:
                raise self.disguise.error(error) from None
            if self.disguise.book.edition == edition:
                break
        return answer

    def spelled(self, search: str) -> str:
        """Return an address in the words of whom it is answered by: with stand-ins, or without any."""
        if self.shares(search):
            spelled = _rewritten(search, self.disguise.of)
            return spelled if is_shared(search) else _shared(spelled)
        return _rewritten(search, self.disguise.revealed) if self.disguise.book.path.exists() else search

    def heard(self, search: str, said: _V) -> _V:
        """Return what was typed at an address, in the words of whom it is answered by."""
        return self.disguise.of(said) if self.shares(search) else said

    def to(self, part: Callable[[_R], _S]) -> Door[_S]:
        """Return a door to a part of each reader."""
        return Door(part(self.plain), part(self.sharing), self.disguise, always=self.always)


def _rewritten(search: str, told: Callable[[str], str]) -> str:
    """Return an address with its parts told in another way; if nothing changes, to the letter as it was."""
    pairs = _pairs(search)
    changed = [(told(key), told(value)) for key, value in pairs]
    return search if changed == pairs else _written(changed)


def _shared(search: str) -> str:
    """Return an address that shares, whatever it said of that."""
    return _written([*((key, value) for key, value in _pairs(search) if key != "share"), ("share", "1")])


def _pairs(search: str) -> list[tuple[str, str]]:
    return parse_qsl(search.removeprefix("?"), keep_blank_values=True)


def _written(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")

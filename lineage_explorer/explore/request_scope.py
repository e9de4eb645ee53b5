"""Select the services that handle an address, redacted or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.errors import FileNotKept, InvalidQuery, LineageError, SourceUnavailable
from lineage_explorer.query.address import (
    drop_parameter,
    get_account,
    get_file,
    get_parameter,
    is_shared,
    with_account,
)
from lineage_explorer.sources.accounts.account_directory import AccountDirectory
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
        directory: The configured accounts; None if there are none to choose from.
        open_account: Returns the scope of a configured account, by its name.
    """

    plain: _R
    redacted: _R
    redactor: Redactor
    always_redact: bool = False
    open_file: Callable[[str], RequestScope[_R]] | None = None
    directory: AccountDirectory | None = None
    open_account: Callable[[str], RequestScope[_R]] | None = None

    def find(self, search: str) -> _R:
        """Return the services of an address's file or account.

        Raises:
            LineageError: The opened file is not kept, no account has this name, or it has no credentials.
        """
        file = get_file(search)
        if file:
            if self.open_file is None:
                raise FileNotKept("Opened files are known to the page alone: name an account instead.")
            return self.open_file(file).find(drop_parameter(search, "file"))
        scope = self._open(search)
        return scope.redacted if scope.is_redacted(search) else scope.plain

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
        InvalidQuery: No account has the name of the address.
        """
        file = get_file(search)
        if file and self.open_file:
            return self.open_file(file).run(self._format_against(search), work)
        if self.directory and self.open_account:
            located = self.route(search)
            return self._open(located).run(self._format_against(self._format_account(located)), work)
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

    def route(self, search: str) -> str:
        """Return an address with the account that its start belongs to.

        An ARN of another configured account or region leads there.

        Raises:
            InvalidQuery: No account has the name of the address.
        """
        directory = self.directory
        if directory is None or get_file(search):
            return search
        named = get_account(search)
        is_redacted = self.is_redacted(search)
        current = directory.find_name(named, are_names_hidden=is_redacted)
        real = _convert_address(search, self.redactor.restore) if is_redacted else search
        owner = directory.choose_account(real, current)
        return search if owner == current else with_account(search, self._name_account(search, owner))

    def _name_account(self, search: str, name: str) -> str:
        """Return an account as addresses name it; empty for the first one."""
        if self.directory is None or name == self.directory.names[0]:
            return ""
        return self.directory.get_alias(name) if self.is_redacted(search) else name

    def _open(self, search: str) -> RequestScope[_R]:
        """Return the scope of the account of an address.

        Raises:
            SourceError: There are no credentials for it.
        """
        if self.directory is None or self.open_account is None:
            return self
        name = self.directory.find_name(get_account(search), are_names_hidden=self.is_redacted(search))
        if self.directory.is_single:
            return replace(self, directory=None)
        try:
            return replace(self.open_account(name), always_redact=self.always_redact)
        except LineageError:
            if not self.is_redacted(search):
                raise
            raise SourceUnavailable(
                f"There are no usable credentials for {self.directory.get_alias(name)}. Ask whoever runs the "
                "explorer.",
                operation="Connect",
            ) from None

    def canonical_url(self, search: str) -> str:
        """Return an address as its services spell it.

        It contains pseudonyms if the address is redacted, and real names otherwise.
        """
        search = self._format_against(self._format_account(search))
        if self.is_redacted(search):
            redacted = _convert_address(search, self.redactor.redact)
            return redacted if is_shared(search) else _add_share(redacted)
        return (
            _convert_address(search, self.redactor.restore) if self.redactor.store.path.exists() else search
        )

    def _format_account(self, search: str) -> str:
        """Return an address whose account is spelled as its services do."""
        name = get_parameter(search, "account")
        if self.directory is None or not name or get_file(search):
            return search
        try:
            spelled = self._name_account(search, self.directory.find_name(name))
        except InvalidQuery:  # the page says so
            return search
        return search if spelled == name else with_account(search, spelled)

    def _format_against(self, search: str) -> str:
        """Return an address whose second account is spelled so as well."""
        name = get_parameter(search, "against_account")
        if self.directory is None or not name:
            return search
        try:
            found = self.directory.find_name(name)
        except InvalidQuery:  # the page says so
            return search
        spelled = self.directory.get_alias(found) if self.is_redacted(search) else found
        return search if spelled == name else with_account(search, spelled, "against_account")

    def decode_input(self, search: str, value: _V) -> _V:
        """Return an input typed at an address, redacted if the address is."""
        return self.redactor.redact(value) if self.is_redacted(search) else value

    def map(self, select: Callable[[_R], _S]) -> RequestScope[_S]:
        """Return a scope with one part of each of the services."""
        open_file, open_account = self.open_file, self.open_account
        return RequestScope(
            select(self.plain),
            select(self.redacted),
            self.redactor,
            always_redact=self.always_redact,
            open_file=open_file and (lambda digest: open_file(digest).map(select)),
            directory=self.directory,
            open_account=open_account and (lambda name: open_account(name).map(select)),
        )


_PLACE_FIELDS = ("file", "account", "against_file", "against_account")


def _convert_address(search: str, convert: Callable[[str], str]) -> str:
    """Convert the keys and values of an address.

    An address that does not change is returned exactly as it was.
    """
    pairs = _parse_pairs(search)
    # The hash of an opened file may look like an account id, and names nobody.
    # A configured account has a name of its own for where names are hidden.
    converted = [
        (key, value) if key in _PLACE_FIELDS else (convert(key), convert(value)) for key, value in pairs
    ]
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

"""Directory of the accounts: who owns what, and who reads it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import NamedTuple, Protocol

from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.graph.model import Arn, Association, Hit, shorten_middle
from lineage_explorer.query.address import get_parameter
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.linked_resources import LinkedResources
from lineage_explorer.sources.protocols import EntityCatalog, PagedSource

_OWNER = re.compile(r"arn:aws[a-z-]*:sagemaker:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):\S+", re.IGNORECASE)
_RETRY_SECONDS = 30.0
"""Seconds until an account whose id is not known is asked again."""


class AccountKey(NamedTuple):
    """Owner of entities: an account in a region."""

    account: str
    region: str

    def __str__(self) -> str:
        """Return it as readers see it."""
        return f"{self.account} ({self.region})"


def find_key(arn: str) -> AccountKey | None:
    """Return who owns a SageMaker resource; None for other text."""
    match = _OWNER.fullmatch(arn)
    return AccountKey(match["account"], match["region"].lower()) if match else None


@dataclass(frozen=True, slots=True)
class SharedGroup:
    """Lineage group of another account that the caller sees.

    Attributes:
        arn: Its ARN.
        name: Its name.
    """

    arn: str
    name: str


@dataclass(frozen=True, slots=True)
class TwinList:
    """`SameAs` associations of an account.

    Attributes:
        associations: The associations.
        ends: Their ends, as far as the list describes them.
        gaps: One sentence for each thing that could not be read.
    """

    associations: tuple[Association, ...] = ()
    ends: Mapping[Arn, Hit] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()


class AccountLinks(Protocol):
    """Reads what an account has in common with others; never raises."""

    def list_twins(self, *, freshness: Freshness = ANY_AGE) -> TwinList:
        """Return the `SameAs` associations of the account."""
        ...

    def list_groups(self) -> tuple[SharedGroup, ...]:
        """Return the lineage groups of other accounts.

        Raises:
            SourceError: They could not be listed.
        """
        ...


@dataclass(frozen=True, slots=True)
class AccountReader:
    """What reads one account, with its own credentials.

    Attributes:
        source: Reads graphs.
        catalog: Describes and finds entities.
        resources: Reads what is linked to entities.
        links: Reads what it has in common with other accounts.
        region: Its region.
        read_account_id: Returns the account's twelve digits; empty if they are unknown.
    """

    source: PagedSource
    catalog: EntityCatalog
    resources: LinkedResources
    links: AccountLinks
    region: str
    read_account_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Account of the directory.

    Attributes:
        name: Its name in addresses.
        title: Its title for readers: "staging · us-west-2".
        open_reader: Connects to the account; called once, when it is first read.
        account_id: Its id, if it is known before it is read.
        region: Its region, if it is known before.
    """

    name: str
    title: str
    open_reader: Callable[[], AccountReader]
    account_id: str = ""
    region: str = ""


class AccountDirectory:
    """Accounts of one explorer, the first one first; thread-safe.

    Args:
        entries: The accounts.
        timer: A monotonic clock, in seconds.
    """

    def __init__(
        self, entries: Sequence[DirectoryEntry], *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._timer = timer
        self._readers: dict[str, AccountReader] = {}
        self._keys: dict[str, AccountKey] = {}
        self._asked_at: dict[str, float] = {}
        self._locks = {entry.name: RLock() for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all accounts."""
        return tuple(self._entries)

    @property
    def is_single(self) -> bool:
        """Whether there is only one account."""
        return len(self._entries) == 1

    def get_title(self, name: str) -> str:
        """Return an account's title."""
        return self._entries[name].title

    def get_alias(self, name: str) -> str:
        """Return the name of an account where names are hidden."""
        return f"account-{self.names.index(name) + 1}"

    def find_name(self, text: str, *, are_names_hidden: bool = False) -> str:
        """Return the account that a name or an alias means.

        Args:
            text: The name; empty for the first account.
            are_names_hidden: Whether an error must not tell the others' names.

        Raises:
            InvalidQuery: No account has this name.
        """
        names = {self.get_alias(name): name for name in self.names}
        if not text:
            return self.names[0]
        name = names.get(text, text)
        if name not in self._entries:
            raise InvalidQuery(
                f"“{shorten_middle(text, 60)}” is not an account of this explorer, which has "
                f"{', '.join(names if are_names_hidden else self.names)}. Add it to the file of "
                "“--accounts”, or by “--add-account”.",
                field="account",
            )
        return name

    def get_reader(self, name: str) -> AccountReader:
        """Return what reads an account; connect to it first.

        Raises:
            SourceError: There are no credentials, or no such profile.
        """
        with self._locks[name]:
            if name not in self._readers:
                self._readers[name] = self._entries[name].open_reader()
            return self._readers[name]

    def get_key(self, name: str) -> AccountKey | None:
        """Return which account this is; None if that is not known."""
        entry = self._entries[name]
        if entry.account_id and entry.region:
            return AccountKey(entry.account_id, entry.region)
        with self._locks[name]:
            if name not in self._keys and self._is_due(name):
                self._asked_at[name] = self._timer()
                if key := self._read_key(entry):
                    self._keys[name] = key
            return self._keys.get(name)

    def _read_key(self, entry: DirectoryEntry) -> AccountKey | None:
        try:
            reader = self.get_reader(entry.name)
            account_id = entry.account_id or reader.read_account_id()
        except LineageError:
            return None
        return AccountKey(account_id, entry.region or reader.region) if account_id else None

    def find_owner(self, key: AccountKey | None, current: str = "") -> str | None:
        """Return the configured account of a key; None for no one.

        What is known is looked at first. The others are asked at the same time.

        Args:
            key: The key.
            current: The account that is preferred: an account may be configured beside its snapshots.
        """
        if key is None:
            return None
        if current and key == self.get_key(current):
            return current
        known = next((name for name, found in self._list_known() if found == key), None)
        if known is not None:
            return known
        unknown = [name for name in self.names if name not in dict(self._list_known())]
        if not unknown:
            return None
        with ContextPool(len(unknown)) as pool:
            keys = tuple(pool.map(self.get_key, unknown))
        return next((name for name, found in zip(unknown, keys, strict=True) if found == key), None)

    def choose_account(self, search: str, current: str) -> str:
        """Return the account that an address's start belongs to.

        It is the current one if the start is not the ARN of another configured account.

        Args:
            search: The address.
            current: The account that the address names.
        """
        if self.is_single:
            return current
        for key in _list_keys(get_parameter(search, "start") or get_parameter(search, "arn")):
            if key != self.get_key(current):
                return self.find_owner(key) or current
        return current

    def explain_missing(self, key: AccountKey) -> str:
        """Return how an account that is not configured is added."""
        return (
            f"Account {key} is not configured here. Start the explorer with "
            f"“--role NAME=arn:aws:iam::{key.account}:role/ROLE,region={key.region}”, "
            "or add it to the file of “--accounts”."
        )

    def explain_foreign(self, name: str, arn: str) -> str:
        """Return how to add an ARN's account; empty if it is configured."""
        key = find_key(arn)
        own = self.get_key(name)
        if key is None or own is None or key == own or self.find_owner(key):
            return ""
        return self.explain_missing(key)

    def _list_known(self) -> Iterator[tuple[str, AccountKey]]:
        for name, entry in self._entries.items():
            if entry.account_id and entry.region:
                yield name, AccountKey(entry.account_id, entry.region)
            elif name in self._keys:
                yield name, self._keys[name]

    def _is_due(self, name: str) -> bool:
        return self._timer() - self._asked_at.get(name, float("-inf")) >= _RETRY_SECONDS


def _list_keys(text: str) -> Iterator[AccountKey]:
    """Yield the owner that pasted text names."""
    if "arn:aws" in text.lower() or "arn%3a" in text.lower():
        for reading in list_readings(text):
            if key := find_key(reading):
                yield key
                return

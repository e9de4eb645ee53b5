"""Lineage groups that other accounts share, as starts for readers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Hit
from lineage_explorer.sources.accounts.account_directory import (
    AccountDirectory,
    AccountKey,
    AccountLinks,
    SharedGroup,
    find_key,
)
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

MAX_STARTS = 5
"""Entities offered of one account."""


@dataclass(frozen=True, slots=True)
class SharedAccount:
    """Account that shares its lineage.

    Attributes:
        account: Its twelve digits.
        region: Its region.
        group: Name of its lineage group; empty if only its entities are known.
        position: Its place among the configured accounts; None if it is not configured.
        starts: Its entities that are the same as the reader's, to begin at.
        advice: How it is added; empty if it is configured.
    """

    account: str
    region: str
    group: str = ""
    position: int | None = None
    starts: tuple[Hit, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class SharedAccountsRead:
    """What other accounts share, as far as it could be read.

    Attributes:
        accounts: The accounts.
        gaps: One sentence for each thing that could not be read.
        is_pending: Whether it is still being read.
    """

    accounts: tuple[SharedAccount, ...] = ()
    gaps: tuple[str, ...] = ()
    is_pending: bool = False


class SharedAccounts:
    """Lineage groups of other accounts; thread-safe.

    Args:
        name: The account whose readers use it.
        links: What it has in common with others.
        directory: All accounts.
        caches: Opens the cache.
    """

    def __init__(
        self, name: str, links: AccountLinks, directory: AccountDirectory, caches: CacheRegistry
    ) -> None:
        self._name = name
        self._links = links
        self._directory = directory
        self._read: ValueCache[Hashable, Any] = caches.open(CacheName.SHARED_ACCOUNTS)

    def read_within(self, *, seconds: float) -> SharedAccountsRead:
        """Return which accounts share their lineage; two calls, once in a while."""
        found: SharedAccountsRead | None = self._read.get_or_compute_within(
            "accounts", self._list_accounts, seconds=seconds
        )
        return found or SharedAccountsRead(is_pending=True)

    def _list_accounts(self) -> SharedAccountsRead:
        groups, gaps = self._list_groups()
        twins = self._links.list_twins()
        own = self._directory.get_key(self._name)
        names = {key: group.name for group in groups if (key := find_key(group.arn)) and key != own}
        starts: dict[AccountKey, list[Hit]] = {}
        for arn, hit in twins.ends.items():
            if own and (key := find_key(arn)) and key != own:
                starts.setdefault(key, []).append(hit)
        accounts = []
        for key in dict.fromkeys((*names, *starts)):
            name = self._directory.find_owner(key)
            position = self._directory.names.index(name) if name else None
            advice = "" if name else self._directory.explain_missing(key)
            first = tuple(starts.get(key, ()))[:MAX_STARTS]
            accounts.append(SharedAccount(*key, names.get(key, ""), position, first, advice))
        return SharedAccountsRead(tuple(accounts), (*gaps, *twins.gaps))

    def _list_groups(self) -> tuple[tuple[SharedGroup, ...], tuple[str, ...]]:
        try:
            return self._links.list_groups(), ()
        except SourceError as error:
            return (), (f"Lineage groups of other accounts could not be listed. {error}",)

"""Accounts as the explorer takes them, each behind a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lineage_explorer.sources.cache.shared_response_cache import MEMORY

if TYPE_CHECKING:
    from lineage_explorer.checks.accepted_findings import AcceptedFinding
    from lineage_explorer.sources.accounts.account_settings import AccountSettings

MAIN_ACCOUNT = "main"
"""Name of the account of `--live` or `--account`, or of the demo."""


@dataclass(frozen=True, slots=True)
class ExploredAccount:
    """Account behind a boto3 client.

    Attributes:
        title: Title for readers: "Demo account · us-west-2".
        client: `boto3.client("sagemaker")`, over AWS or over an embedded account.
        cache: Where its responses are cached, as `--cache` says it.
        read_scope: Returns the scope of its responses; called only for a cache that is shared.
        gaps: What the account, a copy, does not tell; one sentence each.
        graph_gaps: Those of them by which entities or associations are missing.
        file: Hash of the opened file that it was made of.
        name: Its name in addresses.
        account_id: Its twelve digits, if they are known before it is read.
        read_account_id: Returns the digits, or nothing if it does not know them either.
        read_caller: Returns who reads it; empty if that is not known.
        accepted: Findings of its checks that somebody accepted for all readers.
    """

    title: str
    client: Any
    cache: str = MEMORY
    read_scope: Callable[[], str] = str
    gaps: tuple[str, ...] = ()
    graph_gaps: tuple[str, ...] = ()
    file: str = ""
    name: str = MAIN_ACCOUNT
    account_id: str = ""
    read_account_id: Callable[[], str] = str
    read_caller: Callable[[], str] = str
    accepted: tuple[AcceptedFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAccount:
    """Account beside the first one, opened when it is first read.

    Attributes:
        settings: How it is reached.
        open: Opens it.
    """

    settings: AccountSettings
    open: Callable[[], ExploredAccount]

"""The explorer of an account: its services, caches and opened files.

What first requests need is imported with it, too: no request waits for that twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from dash import Dash

from assembly.accounts import describe_account, open_saved_files
from assembly.explored_account import ExploredAccount, OtherAccount
from assembly.explorer_app import PageOptions, build_app
from assembly.service_scope import build_scope, join_places
from components import details  # noqa: F401 - for the first details panel
from lineage_explorer.errors import UnreadableFile
from lineage_explorer.explore import page_facts  # noqa: F401 - as above
from lineage_explorer.explore.opened_explorer import OpenedExplorer
from lineage_explorer.explore.opened_files import ChosenFile, OpenedAccount, OpenedFiles
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.screen_cache import ScreenCache
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.sources.accounts.account_directory import AccountDirectory
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.file_store import KeptFile, open_file_store
from lineage_explorer.sources.call_counts import AccountCounts, CallTotals
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from lineage_explorer.sources.shared_reads import IDLE_SECONDS
from routes import screen_answer  # noqa: F401 - for the first screen
from sagemaker_account.errors import FileError
from server.guard_settings import GuardSettings

OPENED_FILES = "opened files"
"""What metrics call the accounts of files that readers open; no account is named so."""

READY_SECONDS = 3.0
"""Seconds that the account has for an answer, to be ready."""


def open_explorer(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    *,
    others: Sequence[OtherAccount] = (),
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallMonitor | None = None,
) -> OpenedExplorer:
    """Return the explorer of an account, with its caches.

    Args:
        account: The account.
        others: Accounts beside it.
        pseudonyms: Store of the pseudonyms for redaction; the user's own store by default.
        always_redacted: Whether redaction is always on.
        left_seconds: How long an abandoned read continues, in seconds.
        calls: Limits the calls of the account, and says how slow ones are going.
    """
    caches, counts = CacheRegistry(), AccountCounts()
    calls = calls or CallMonitor()
    counts.add(account.name, calls.counts)
    scope = build_scope(
        account,
        caches,
        others=others,
        pseudonyms=pseudonyms,
        always_redacted=always_redacted,
        left_seconds=left_seconds,
        calls=calls,
        counts=counts,
    )
    files = _build_opened_files(account.cache, caches, scope, counts)
    return OpenedExplorer(
        join_places(replace(scope, open_file=files.get_scope)),
        caches,
        ScreenCache(caches),
        files,
        read_totals=partial(_read_totals, counts, scope.directory if always_redacted else None),
        check_account=partial(_check_account, SageMakerApi(account.client, calls=calls)),
    )


def create_explorer(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    *,
    others: Sequence[OtherAccount] = (),
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallMonitor | None = None,
    settings: GuardSettings | None = None,
) -> Dash:
    """Return the Dash app of an account that is open.

    Args:
        account: The account.
        others: As for `open_explorer`, and so are the ones below.
        pseudonyms: See there.
        always_redacted: See there.
        left_seconds: See there.
        calls: See there.
        settings: Who may use it, and under which names; by default who is at this machine.
    """
    explorer = open_explorer(
        account,
        others=others,
        pseudonyms=pseudonyms,
        always_redacted=always_redacted,
        left_seconds=left_seconds,
        calls=calls,
    )
    return build_app(lambda: explorer, PageOptions(always_redacted, bool(others)), settings)


def create_app(scope: RequestScope[ExplorerServices], caches: CacheRegistry | None = None) -> Dash:
    """Return the Dash app of services; readers can open no files.

    Args:
        scope: Supplies the services for each request.
        caches: Opens the caches of the routes, and reports the use of all.
    """
    caches = caches or CacheRegistry()
    explorer = OpenedExplorer(scope, caches, ScreenCache(caches))
    has_accounts = scope.directory is not None and not scope.directory.is_single
    return build_app(lambda: explorer, PageOptions(scope.always_redact, has_accounts))


def _read_totals(counts: AccountCounts, hiding: AccountDirectory | None) -> Mapping[str, CallTotals]:
    """Return the calls by account, under other names where those are hidden."""
    totals = counts.read_totals()
    if hiding is None or hiding.is_single:
        return totals
    return {hiding.get_alias(name) if name in hiding.names else name: each for name, each in totals.items()}


def _check_account(api: SageMakerApi) -> None:
    """Read one entity, to see whether the account answers."""
    api.send("ListArtifacts", seconds=READY_SECONDS, MaxResults=1)


def _build_opened_files(
    cache: str, caches: CacheRegistry, scope: RequestScope[ExplorerServices], counts: AccountCounts
) -> OpenedFiles[RequestScope[ExplorerServices]]:
    """Return the files that readers open, each with services of its own."""

    def check(file: ChosenFile) -> None:
        from sagemaker_account.saved_files.file_account import SavedFile, read_file  # noqa: PLC0415

        try:
            read_file(SavedFile(file.name, file.content))
        except FileError as error:
            raise UnreadableFile(str(error)) from error

    def open_account(file: KeptFile) -> OpenedAccount[RequestScope[ExplorerServices]]:
        from sagemaker_account.saved_files.file_account import SavedFile, choose_start  # noqa: PLC0415

        try:
            service = open_saved_files([SavedFile(file.name, file.content)])
        except FileError as error:
            raise UnreadableFile(str(error)) from error
        account = replace(describe_account(service, file.name), file=file.digest)
        opened = build_scope(
            account,
            CacheRegistry(),
            pseudonyms=scope.redactor.store,
            always_redacted=scope.always_redact,
            calls=CallMonitor(counts=counts.open(OPENED_FILES)),
        )
        return OpenedAccount(opened, choose_start(service.account.store))

    return OpenedFiles(open_file_store(cache, caches), caches, check=check, open_account=open_account)

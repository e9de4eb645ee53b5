"""Services of the explorer: one account or several, plain and redacted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Lock

from assembly.explored_account import ExploredAccount, OtherAccount
from lineage_explorer.checks.accepted_findings import hide_names
from lineage_explorer.explore.check_store import CheckStore
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import AccountOption, AnswerCache, ExplorerServices
from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.questions.question import QueryServices
from lineage_explorer.sources.accounts.account_directory import (
    AccountDirectory,
    AccountReader,
    DirectoryEntry,
)
from lineage_explorer.sources.accounts.followed_source import FollowedSource
from lineage_explorer.sources.accounts.routed_catalog import RoutedResources, route_catalog
from lineage_explorer.sources.accounts.shared_accounts import SharedAccounts
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.endpoint_configurations import OwnAccount
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.aws.shared_lineage import SharedLineage
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations, MemoryResponseCache, now
from lineage_explorer.sources.cache.shared_response_cache import MEMORY, open_response_cache
from lineage_explorer.sources.call_counts import AccountCounts
from lineage_explorer.sources.linked_resources import LinkedResources
from lineage_explorer.sources.recording import Recording
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, get_default_store_path
from lineage_explorer.sources.redaction.redactor import Redactor, redact_source, restore_source
from lineage_explorer.sources.shared_reads import IDLE_SECONDS, SharedReads
from server.guard import USER_KEY


@dataclass(frozen=True, slots=True)
class _OpenAccount:
    """Account with its caches and what reads it."""

    account: ExploredAccount
    caches: CacheRegistry
    calls: CallMonitor
    invalidations: Invalidations
    reader: AccountReader


def build_scope(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    caches: CacheRegistry,
    *,
    others: Sequence[OtherAccount] = (),
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallMonitor | None = None,
    counts: AccountCounts | None = None,
    moment: datetime | None = None,
) -> RequestScope[ExplorerServices]:
    """Return the services of an account and of others, plain and redacted.

    Args:
        account: The account.
        caches: Opens the caches of the services.
        others: Accounts beside it, each with caches and limits of its own.
        pseudonyms: Store of the pseudonyms for redaction; the user's own store by default.
        always_redacted: Whether redaction is always on.
        left_seconds: How long an abandoned read continues, in seconds.
        calls: Limits the calls of the account, and says how slow ones are going.
        counts: Where the calls of the other accounts are counted.
        moment: When everything counts as read; None for when it is read.
    """
    redactor = Redactor(pseudonyms or PseudonymStore(get_default_store_path()), caches)
    first = _open_reader(account, caches, calls or CallMonitor(), moment)
    opened = {account.name: first}
    directory = AccountDirectory(
        [
            DirectoryEntry(
                account.name, account.title, lambda: first.reader, account.account_id, first.reader.region
            ),
            *(_describe_other(other, opened, caches, counts or AccountCounts()) for other in others),
        ]
    )
    build = partial(
        _build_account_scope,
        directory=directory,
        redactor=redactor,
        always_redacted=always_redacted,
        left_seconds=left_seconds,
    )
    scopes = {account.name: build(first)}
    lock = Lock()

    def open_account(name: str) -> RequestScope[ExplorerServices]:
        directory.get_reader(name)
        with lock:
            if name not in scopes:
                scopes[name] = build(opened[name])
            return scopes[name]

    if account.file:  # an opened file has no accounts beside it
        return scopes[account.name]
    return replace(scopes[account.name], directory=directory, open_account=open_account)


def join_places(scope: RequestScope[ExplorerServices]) -> RequestScope[ExplorerServices]:
    """Return a scope whose services can read the other accounts and files."""
    return scope.map(lambda services: replace(services, open_place=scope.find))


def _describe_other(
    other: OtherAccount, opened: dict[str, _OpenAccount], caches: CacheRegistry, counts: AccountCounts
) -> DirectoryEntry:
    """Return the entry of an account that is opened when needed."""
    settings = other.settings

    def open_reader() -> AccountReader:
        calls = CallMonitor(counts=counts.open(settings.name))
        opened[settings.name] = _open_reader(other.open(), CacheRegistry(parent=caches), calls)
        return opened[settings.name].reader

    title = " · ".join(filter(None, (settings.name, settings.region)))
    return DirectoryEntry(settings.name, title, open_reader, settings.known_account_id, settings.region)


def _open_reader(
    account: ExploredAccount, caches: CacheRegistry, calls: CallMonitor, moment: datetime | None = None
) -> _OpenAccount:
    """Return what reads one account alone."""
    clock = now if moment is None else lambda: moment
    responses = open_response_cache(account.cache, caches, read_scope=account.read_scope)
    if moment is not None:
        responses = MemoryResponseCache(caches.open(CacheName.RESPONSES_IN_MEMORY), clock=clock)
    catalog = SageMakerCatalog(account.client, responses=responses, caches=caches, calls=calls)
    source = SageMakerSource(
        account.client,
        responses=responses,
        caches=caches,
        describe=catalog.describe,
        calls=calls,
        clock=clock,
        account_gaps=account.graph_gaps,
    )
    api = SageMakerApi(account.client, responses, calls=calls)
    own = OwnAccount(api, caches)

    def read_account_id() -> str:
        return account.account_id or account.read_account_id() or own.get("")

    return _OpenAccount(
        account,
        caches,
        calls,
        Invalidations(responses, caches),
        AccountReader(
            source,
            catalog,
            SageMakerLinkedResources(account.client, caches, calls=calls),
            SharedLineage(api, read_account_id),
            str(account.client.meta.region_name),
            read_account_id,
        ),
    )


def _build_account_scope(
    opened: _OpenAccount,
    *,
    directory: AccountDirectory,
    redactor: Redactor,
    always_redacted: bool,
    left_seconds: float,
) -> RequestScope[ExplorerServices]:
    """Return the services of one account, which go on in the others."""
    account, caches, reader = opened.account, opened.caches, opened.reader
    name = account.name
    catalog = route_catalog(name, reader.catalog, directory)
    resources = RoutedResources(name, reader.resources, directory)
    shared_reads = SharedReads(
        FollowedSource(name, reader.source, directory), caches, idle_seconds=left_seconds
    )
    services = ExplorerServices(
        shared_reads,
        catalog,
        AnswerCache(QueryServices(shared_reads, catalog, resources), caches, opened.invalidations),
        LayoutStore(caches),
        caches.open(CacheName.EXPANDED_GRAPHS),
        account.title,
        caches.open(CacheName.COMPARISONS),
        memo=GraphMemo(caches),
        checks=CheckStore(caches, account.accepted),
        describe_wait=opened.calls.describe,
        account="" if name == directory.names[0] else name,
        accounts=_list_options(directory),
        links=None if directory.is_single else SharedAccounts(name, reader.links, directory, caches),
        file=account.file,
        account_gaps=account.gaps,
        account_graph_gaps=account.graph_gaps,
        region=account.client.meta.region_name,
        open_reading=partial(_open_reading, opened, redactor.store, is_redacted=False),
        read_caller=partial(_name_reader, account.read_caller),
    )
    number = "" if directory.is_single else f" {directory.names.index(name) + 1}"
    redacted_services = _build_redacted_services(
        services,
        resources,
        opened.invalidations,
        redactor,
        caches,
        title=f"Account{number} · {reader.region}",
    )
    redacted_services = replace(
        redacted_services,
        account=directory.get_alias(name) if services.account else "",
        accounts=_list_options(directory, are_names_hidden=True),
        open_reading=partial(_open_reading, opened, redactor.store, is_redacted=True),
    )
    return RequestScope(services, redacted_services, redactor, always_redact=always_redacted)


def _name_reader(read_caller: Callable[[], str]) -> str:
    """Return who reads: who signed in, and with whose rights."""
    from flask import has_request_context, request  # noqa: PLC0415 - commands do without

    user = request.environ.get(USER_KEY, "") if has_request_context() else ""
    caller = read_caller()
    return f"{user}, with the rights of {caller}" if user and caller else user or caller


def _list_options(
    directory: AccountDirectory, *, are_names_hidden: bool = False
) -> tuple[AccountOption, ...]:
    """Return the accounts to switch to; none if there is only one."""
    if directory.is_single:
        return ()
    return tuple(
        AccountOption(
            "" if number == 1 else directory.get_alias(name) if are_names_hidden else name,
            f"Account {number}" if are_names_hidden else directory.get_title(name),
        )
        for number, name in enumerate(directory.names, start=1)
    )


def _open_reading(
    opened: _OpenAccount,
    pseudonyms: PseudonymStore | None,
    recording: Recording,
    moment: datetime | None,
    *,
    is_redacted: bool,
) -> ExplorerServices:
    """Return services that read an account anew, and record it."""
    from lineage_explorer.sources.aws.recording_client import RecordingClient  # noqa: PLC0415 - rarely used

    client = RecordingClient(opened.account.client, recording)
    scope = build_scope(
        replace(opened.account, client=client, cache=MEMORY),
        CacheRegistry(),
        pseudonyms=pseudonyms,
        calls=opened.calls,
        moment=moment,
    )
    return scope.redacted if is_redacted else scope.plain


def _build_redacted_services(  # noqa: PLR0913 - all parts meet here
    services: ExplorerServices,
    resources: LinkedResources,
    invalidations: Invalidations,
    redactor: Redactor,
    caches: CacheRegistry,
    *,
    title: str,
) -> ExplorerServices:
    """Return the services for redaction mode.

    They read the same account through the same caches; names are redacted. What is made of redacted graphs
    has caches of its own.
    """
    source, catalog = redact_source(services.source, redactor), redact_source(services.catalog, redactor)
    question_services = QueryServices(source, catalog, redact_source(resources, redactor))
    return ExplorerServices(
        source,
        catalog,
        restore_source(AnswerCache(question_services, caches, invalidations), redactor),
        LayoutStore(caches),
        restore_source(caches.open(CacheName.EXPANDED_GRAPHS), redactor),
        title,
        restore_source(caches.open(CacheName.COMPARISONS), redactor),
        is_redacted=True,
        memo=GraphMemo(caches),
        checks=restore_source(
            CheckStore(caches, hide_names(services.checks.accepted, redactor.redact)), redactor
        ),
        describe_wait=services.describe_wait,
        links=redact_source(services.links, redactor) if services.links else None,
        file=services.file,
        account_gaps=redactor.redact(services.account_gaps) if services.account_gaps else (),
    )

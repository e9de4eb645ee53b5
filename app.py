"""Command line and composition root of the explorer.

It selects the account, the request scope and the port. Only this module imports all parts.
"""

from __future__ import annotations

from lineage_explorer import gc_tuning  # noqa: F401 - first: speeds up other imports

# isort: split
import argparse
import atexit
import gc
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from html import escape
from pathlib import Path
from socket import socket
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from dash import Dash
from flask import has_request_context, request

import routes
from callbacks import register_all
from callbacks.error_handler import report_error
from components import asset_bundles
from components.shell import shell
from components.skeleton import insert_skeleton
from lineage_explorer.api.ask_command import choose_exit_status, run_ask_command, run_mcp_command
from lineage_explorer.api.check_command import run_check_command
from lineage_explorer.command_line import list_accounts, parse_options
from lineage_explorer.errors import LineageError, NothingFound, SourceError, UnreadableFile
from lineage_explorer.explore.check_store import CheckStore
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.opened_files import ChosenFile, OpenedAccount, OpenedFiles
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import AccountOption, AnswerCache, ExplorerServices
from lineage_explorer.explore.start_resolution import find_start
from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.export.export_command import run_export_command
from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.question import QueryServices
from lineage_explorer.sources.accounts.account_directory import (
    AccountDirectory,
    AccountReader,
    DirectoryEntry,
)
from lineage_explorer.sources.accounts.account_settings import AccountSettings
from lineage_explorer.sources.accounts.followed_source import FollowedSource
from lineage_explorer.sources.accounts.routed_catalog import RoutedResources, route_catalog
from lineage_explorer.sources.accounts.shared_accounts import SharedAccounts
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallBoard
from lineage_explorer.sources.aws.endpoint_configurations import OwnAccount
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.aws.shared_lineage import SharedLineage
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.file_store import MAX_FILE_BYTES, KeptFile, open_file_store
from lineage_explorer.sources.cache.response_cache import Invalidations, MemoryResponseCache, now
from lineage_explorer.sources.cache.shared_response_cache import MEMORY, open_response_cache
from lineage_explorer.sources.call_counts import open_call_meter
from lineage_explorer.sources.linked_resources import LinkedResources
from lineage_explorer.sources.recording import Recording
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, get_default_store_path
from lineage_explorer.sources.redaction.redactor import Redactor, redact_source, restore_source
from lineage_explorer.sources.shared_reads import IDLE_SECONDS, SharedReads
from routes import open_file
from routes.metrics import ObservedServer
from sagemaker_account import demo, endpoint, transport
from sagemaker_account.errors import EndpointError, FileError, ServiceError, StoreError
from sagemaker_account.fault_injection import Service
from sagemaker_account.lazy_service import LazyService, start_subprocess, stop_subprocesses
from sagemaker_account.provenance import Provenance
from sagemaker_account.recorded_account import RecordedAccount, open_service
from sagemaker_account.service import Account
from sagemaker_account.store import SQLITE_SIGNATURE, Store
from sagemaker_account.wire import CONTENT_TYPE, build_error_response
from server.access_log import LogForm, configure_logging
from server.base_path import serve_under
from server.errors import Refusal, SettingsError
from server.guard import USER_KEY, Answer, Guard, GuardParts
from server.guard_settings import GuardSettings, build_settings
from server.listen import ListenError, Server, ServerLimits, bind
from server.request_counts import RequestCounts
from server.response_headers import ResponseHeaders
from server.route_names import RouteNames, split_rules
from server.script_hashes import hash_inline_scripts
from server.signals import raise_interrupts, stop_on_signals
from server.workers import WorkerPool

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

MAIN_ACCOUNT = "main"
"""Name of the account of `--live` or `--account`, or of the demo."""

THREADS = 16
"""Number of threads of the server.

A page sends half a dozen requests at once. A request that waits for an account blocks a thread, but uses no
processor."""


READY_SECONDS = 3.0
"""Seconds that the account has for an answer, to be ready."""


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


@dataclass(frozen=True, slots=True)
class OtherAccount:
    """Account beside the first one, opened when it is first read.

    Attributes:
        settings: How it is reached.
        open: Opens it.
    """

    settings: AccountSettings
    open: Callable[[], ExploredAccount]


@dataclass(frozen=True, slots=True)
class _OpenAccount:
    """Account with its caches and what reads it."""

    account: ExploredAccount
    caches: CacheRegistry
    calls: CallBoard
    invalidations: Invalidations
    reader: AccountReader


class _ModernDash(Dash):
    """Dash app without polyfills for old browsers."""

    def interpolate_index(self, *, scripts: str, **parts: str) -> str:  # type: ignore[override]
        page: str = super().interpolate_index(scripts=asset_bundles.remove_polyfill(scripts), **parts)  # type: ignore[no-untyped-call]
        user = request.environ.get(USER_KEY, "") if has_request_context() else ""
        return page.replace("<html ", f'<html data-reader="{escape(user)}" ', 1) if user else page


def create_app(
    scope: RequestScope[ExplorerServices],
    caches: CacheRegistry | None = None,
    files: OpenedFiles[RequestScope[ExplorerServices]] | None = None,
    *,
    settings: GuardSettings | None = None,
    observed: ObservedServer | None = None,
) -> Dash:
    """Create the Dash app, behind its guard.

    Args:
        scope: Supplies the services for each request.
        caches: Opens the caches of the routes, and reports the use of all.
        files: Opens files; None if readers may open none.
        settings: Who may use it, and under which names; by default who is at this machine.
        observed: What operators see of it.
    """
    app = _ModernDash(
        __name__,
        title="Lineage Explorer",
        update_title="",
        on_error=report_error,
        health_endpoint="health",
        compress=True,
        assets_ignore=asset_bundles.ASSETS_IGNORE,
    )
    # Relative to the page, as its own links are. Dash itself sets it in this way, for notebooks.
    dict.__setitem__(app.config, "requests_pathname_prefix", "./")
    attribute = ' data-share="always"' if scope.always_redact else ""
    page = app.index_string.replace("<html>", f'<html lang="en"{attribute}>')
    app.index_string = asset_bundles.serve_bundles(app.server, insert_skeleton(page))
    app.layout = shell(
        always_redacted=scope.always_redact,
        has_accounts=scope.directory is not None and not scope.directory.is_single,
    )
    counts = RequestCounts()
    observed = replace(observed or ObservedServer(), collectors=(counts,))
    routes.register(app, scope, caches or CacheRegistry(), files, observed=observed)
    register_all(app, scope)
    app.server.wsgi_app = _guard_explorer(app, settings or GuardSettings(), counts)
    return app


def _guard_explorer(app: Dash, settings: GuardSettings, counts: RequestCounts) -> Guard:
    """Return the explorer's WSGI application behind its guard."""
    exact, prefixes = split_rules(rule.rule for rule in app.server.url_map.iter_rules())
    names = RouteNames(
        exact,
        prefixes,
        static_prefixes=("/assets/", "/_dash-component-suites/", "/_favicon.ico"),
        body_limits={open_file.ROUTE: 2 * MAX_FILE_BYTES},  # the route says what is too large for a file
    )
    hashes = (*app.csp_hashes(), *hash_inline_scripts(app.index_string))
    headers = ResponseHeaders(hashes, settings.frame_ancestors)
    parts = GuardParts(names, headers, counts, open_meter=open_call_meter)
    return Guard(app.server.wsgi_app, settings, parts)


def create_explorer(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    *,
    others: Sequence[OtherAccount] = (),
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallBoard | None = None,
    settings: GuardSettings | None = None,
) -> Dash:
    """Create the explorer of an account, with its caches.

    Args:
        account: The account.
        others: Accounts beside it.
        pseudonyms: Store of the pseudonyms for redaction; the user's own store by default.
        always_redacted: Whether redaction is always on.
        left_seconds: How long an abandoned read continues, in seconds.
        calls: Limits the calls of the account, and says how slow ones are going.
        settings: Who may use it, and under which names; by default who is at this machine.
    """
    caches, calls = CacheRegistry(), calls or CallBoard()
    scope = build_scope(
        account,
        caches,
        others=others,
        pseudonyms=pseudonyms,
        always_redacted=always_redacted,
        left_seconds=left_seconds,
        calls=calls,
    )
    files = _build_opened_files(account.cache, caches, scope)
    return create_app(
        replace(scope, open_file=files.get_scope),
        caches,
        files,
        settings=settings,
        observed=ObservedServer(
            calls.counts.read_totals,
            check_account=partial(_check_account, SageMakerApi(account.client, calls=calls)),
        ),
    )


def _check_account(api: SageMakerApi) -> None:
    """Read one entity, to see whether the account answers."""
    api.send("ListArtifacts", seconds=READY_SECONDS, MaxResults=1)


def _build_opened_files(
    cache: str, caches: CacheRegistry, scope: RequestScope[ExplorerServices]
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
            service = _open_saved_files([SavedFile(file.name, file.content)])
        except FileError as error:
            raise UnreadableFile(str(error)) from error
        account = replace(_describe_account(service, file.name), file=file.digest)
        opened = build_scope(
            account,
            CacheRegistry(),
            pseudonyms=scope.redactor.store,
            always_redacted=scope.always_redact,
        )
        return OpenedAccount(opened, choose_start(service.account.store))

    return OpenedFiles(open_file_store(cache, caches), caches, check=check, open_account=open_account)


def build_scope(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    caches: CacheRegistry,
    *,
    others: Sequence[OtherAccount] = (),
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallBoard | None = None,
    moment: datetime | None = None,
) -> RequestScope[ExplorerServices]:
    """Return the services of an account and of others, plain and redacted.

    Args:
        account: The account.
        caches: Opens the caches of the services.
        others: Accounts beside it, each with caches and limits of its own.
        pseudonyms: As for `create_explorer`, and so are the others.
        always_redacted: See there.
        left_seconds: See there.
        calls: See there.
        moment: When everything counts as read; None for when it is read.
    """
    redactor = Redactor(pseudonyms or PseudonymStore(get_default_store_path()), caches)
    first = _open_reader(account, caches, calls or CallBoard(), moment)
    opened = {account.name: first}
    directory = AccountDirectory(
        [
            DirectoryEntry(
                account.name, account.title, lambda: first.reader, account.account_id, first.reader.region
            ),
            *(_describe_other(other, opened) for other in others),
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


def _describe_other(other: OtherAccount, opened: dict[str, _OpenAccount]) -> DirectoryEntry:
    """Return the entry of an account that is opened when needed."""
    settings = other.settings

    def open_reader() -> AccountReader:
        opened[settings.name] = _open_reader(other.open(), CacheRegistry(), CallBoard())
        return opened[settings.name].reader

    title = " · ".join(filter(None, (settings.name, settings.region)))
    return DirectoryEntry(settings.name, title, open_reader, settings.known_account_id, settings.region)


def _open_reader(
    account: ExploredAccount, caches: CacheRegistry, calls: CallBoard, moment: datetime | None = None
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
        checks=CheckStore(caches),
        describe_wait=opened.calls.describe,
        account="" if name == directory.names[0] else name,
        accounts=_list_options(directory),
        links=None if directory.is_single else SharedAccounts(name, reader.links, directory, caches),
        file=account.file,
        account_gaps=account.gaps,
        account_graph_gaps=account.graph_gaps,
        region=account.client.meta.region_name,
        open_reading=partial(_open_reading, account, redactor.store, is_redacted=False),
        read_caller=account.read_caller,
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
        open_reading=partial(_open_reading, account, redactor.store, is_redacted=True),
    )
    return RequestScope(services, redacted_services, redactor, always_redact=always_redacted)


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
    account: ExploredAccount,
    pseudonyms: PseudonymStore | None,
    recording: Recording,
    moment: datetime | None,
    *,
    is_redacted: bool,
) -> ExplorerServices:
    """Return services that read an account anew, and record it."""
    from lineage_explorer.sources.aws.recording_client import RecordingClient  # noqa: PLC0415 - rarely used

    client = RecordingClient(account.client, recording)
    scope = build_scope(
        replace(account, client=client, cache=MEMORY), CacheRegistry(), pseudonyms=pseudonyms, moment=moment
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
        checks=restore_source(CheckStore(caches), redactor),
        describe_wait=services.describe_wait,
        links=redact_source(services.links, redactor) if services.links else None,
        file=services.file,
        account_gaps=redactor.redact(services.account_gaps) if services.account_gaps else (),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    An error is printed on stderr as one sentence. Its status is 2 for commands that serve; others tell apart
    what was used wrongly from what is not known and what could not be read.
    """
    options = parse_options(argv)
    return _run_command(options, _COMMANDS[options.command])


def _run_command(options: argparse.Namespace, command: Command) -> int:
    try:
        with ExitStack() as stack:
            return command(options, stack) or 0
    except (LineageError, StoreError, FileError, EndpointError, SettingsError, ListenError) as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return choose_exit_status(error) if options.command in ("ask", "check", "export", "mcp") else 2
    except KeyboardInterrupt:
        pass
    return 0


def _run_explorer(options: argparse.Namespace, stack: ExitStack) -> int:
    return _serve(options, stack, _build_explorer, "Lineage Explorer")


def _build_explorer(
    options: argparse.Namespace, stack: ExitStack, settings: GuardSettings
) -> WSGIApplication:
    account, others = _connect_accounts(options, stack)
    pseudonyms = PseudonymStore(Path(options.pseudonyms or get_default_store_path()))
    if options.share:
        pseudonyms.list_entries()  # fail at the start if the store cannot be read
    app = create_explorer(
        account, others=others, pseudonyms=pseudonyms, always_redacted=options.share, settings=settings
    )
    return serve_under(app.server, options.base_path)


def _run_ask(options: argparse.Namespace, stack: ExitStack) -> None:
    run_ask_command(options, _build_command_scope(options, stack))


def _run_check(options: argparse.Namespace, stack: ExitStack) -> int:
    return run_check_command(options, _build_command_scope(options, stack))


def _run_mcp(options: argparse.Namespace, stack: ExitStack) -> None:
    run_mcp_command(options, _build_command_scope(options, stack))


def _run_export(options: argparse.Namespace, stack: ExitStack) -> int:
    return run_export_command(options, _build_command_scope(options, stack))


def _run_verify(options: argparse.Namespace, _stack: ExitStack) -> int:
    from lineage_explorer.export.evidence_verification import (  # noqa: PLC0415 - serving does without
        RecordedAccountFacts,
        run_verify_command,
    )
    from lineage_explorer.sources.aws.recording_client import open_record  # noqa: PLC0415 - as above

    def open_services(
        recording: Recording, moment: datetime, facts: RecordedAccountFacts
    ) -> ExplorerServices:
        client = open_record(recording, region=facts.region)
        account = ExploredAccount(facts.title, client, gaps=facts.gaps, graph_gaps=facts.graph_gaps)
        pseudonyms = PseudonymStore(Path(get_default_store_path()))
        return build_scope(account, CacheRegistry(), pseudonyms=pseudonyms, moment=moment).plain

    return run_verify_command(options, open_services)


def _build_command_scope(options: argparse.Namespace, stack: ExitStack) -> RequestScope[ExplorerServices]:
    """Return the services of a command that serves no page."""
    account, others = _connect_accounts(options, stack)
    pseudonyms = PseudonymStore(Path(options.pseudonyms or get_default_store_path()))
    return build_scope(
        account, CacheRegistry(), others=others, pseudonyms=pseudonyms, always_redacted=options.share
    )


def _run_endpoint(options: argparse.Namespace, stack: ExitStack) -> int:
    return _serve(options, stack, _build_endpoint, "SageMaker's lineage API of the embedded account")


def _build_endpoint(
    options: argparse.Namespace, stack: ExitStack, settings: GuardSettings
) -> WSGIApplication:
    account = _open_account(options.account, stack, create=True)
    try:
        app = endpoint.build_wsgi_app(
            account,
            latency_ms=options.latency,
            throttle=options.throttle,
            fail=options.fail,
            deny=options.deny,
        )
    except ValueError as error:  # invalid combination of faults
        raise EndpointError(str(error)) from error
    return serve_under(guard_endpoint(app, settings), options.base_path)


def guard_endpoint(app: Any, settings: GuardSettings) -> Guard:
    """Return the endpoint's WSGI application behind its guard."""

    def write_error(_environ: Any, refusal: Refusal) -> Answer:
        response = build_error_response(ServiceError(refusal.code, refusal.detail, refusal.status))
        kept = {name: value for name, value in response.headers.items() if name.startswith("x-amzn")}
        return Answer(response.status, CONTENT_TYPE, response.body, (*kept.items(), *refusal.headers))

    names = RouteNames(
        frozenset({"/", "/health"}), pages=frozenset(), max_body_bytes=2 * endpoint.MAX_BODY_BYTES
    )
    return Guard(app, settings, GuardParts(names, write_refusal=write_error))


def _run_snapshot(options: argparse.Namespace, stack: ExitStack) -> int:
    """Copy an account into a file; return the exit status."""
    from lineage_explorer.sources.aws.snapshot.crawl import take_snapshot  # noqa: PLC0415
    from lineage_explorer.sources.aws.snapshot.progress_display import (  # noqa: PLC0415
        describe_summary,
        show_progress,
    )
    from sagemaker_account.snapshot_file import SnapshotStore  # noqa: PLC0415

    if options.out in options.account:
        raise StoreError(f"{options.out} cannot be copied into itself. Choose another file.")
    try:
        client, caller = _connect_for_snapshot(options, stack)
        starts = _find_starts(client, options.start)
        store = Store.open(options.out, create=True)
        stack.callback(store.close)
        provenance = Provenance(
            region=client.meta.region_name,
            origin="snapshot",
            read_by=caller,
            started=datetime.now(UTC).isoformat(),
            starts=tuple(starts),
        )
        file = SnapshotStore(store, options.out, provenance)
        with show_progress() as report:
            summary = take_snapshot(SageMakerApi(client), file, starts, report=report)
    except NothingFound as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 1
    except SourceError as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 3
    file.finish(
        ended="" if summary.unfinished else datetime.now(UTC).isoformat(),
        gaps=(*summary.gaps, *summary.refused),
        graph_gaps=summary.graph_gaps,
    )
    print(describe_summary(summary, options.out))
    return 3 if summary.unfinished else 0


def _run_doctor(options: argparse.Namespace, _stack: ExitStack) -> int:
    from lineage_explorer.sources.aws.doctor.doctor_command import run_doctor_command  # noqa: PLC0415

    return run_doctor_command(options)


def _find_starts(client: Any, texts: Sequence[str]) -> list[Arn]:
    """Return the entities that texts stand for."""
    catalog = SageMakerCatalog(client)
    starts: list[Arn] = []
    for text in texts:
        found = None
        while found is None:
            found = find_start(catalog, text)
        starts += [hit.arn for hit in found] if isinstance(found, tuple) else [found]
    return starts


def _connect_for_snapshot(options: argparse.Namespace, stack: ExitStack) -> tuple[Any, str]:
    """Return a client of the account, and who uses it."""
    if not options.live:
        return transport.connect(_open_account(options.account, stack, create=False)), ""
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    return client, session.read_caller_arn(client, profile=options.profile)


AppBuilder: TypeAlias = "Callable[[argparse.Namespace, ExitStack, GuardSettings], WSGIApplication]"
"""Builds the application that a command serves."""

Command: TypeAlias = Callable[[argparse.Namespace, ExitStack], int | None]

_COMMANDS: dict[str, Command] = {
    "explore": _run_explorer,
    "endpoint": _run_endpoint,
    "snapshot": _run_snapshot,
    "doctor": _run_doctor,
    "ask": _run_ask,
    "check": _run_check,
    "mcp": _run_mcp,
    "export": _run_export,
    "verify": _run_verify,
}


def _connect_accounts(
    options: argparse.Namespace, stack: ExitStack
) -> tuple[ExploredAccount, tuple[OtherAccount, ...]]:
    """Return the first account of the options, and those beside it.

    `--live`, `--account` or the demo comes first, unless others alone are named.
    """
    named = list_accounts(options)
    others = tuple(
        OtherAccount(settings, partial(_connect_named, settings, options, stack)) for settings in named
    )
    if options.live:
        return _connect_live(options), others
    if options.account or not others:
        return _connect_embedded(options, stack), others
    return others[0].open(), others[1:]


def _connect_live(options: argparse.Namespace) -> ExploredAccount:
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    title = session.format_account_title(client, profile=options.profile)
    return ExploredAccount(
        title,
        client,
        options.cache,
        lambda: f"{session.read_cache_scope(client, profile=options.profile)}{options.cache_key}",
        read_account_id=lambda: session.read_account_id(client, profile=options.profile),
        read_caller=lambda: session.read_caller_arn(client, profile=options.profile),
    )


def _connect_named(
    settings: AccountSettings, options: argparse.Namespace, stack: ExitStack
) -> ExploredAccount:
    """Open an account that a file or an option names."""
    name, account_id = settings.name, settings.known_account_id
    if settings.files:
        account = _connect_files(settings.files, options, stack)
        title = f"{name} · {account.client.meta.region_name}"
        return replace(account, name=name, title=title, account_id=account_id or account.account_id)
    profile = settings.profile or options.profile
    client = session.connect(
        profile=profile,
        region=settings.region or options.region,
        endpoint_url=settings.endpoint_url or None,
        role=settings.role,
        external_id=settings.external_id,
    )
    role_scope = f"{client.meta.endpoint_url} {client.meta.region_name} {settings.role}"

    def read_scope() -> str:
        scope = role_scope if settings.role else session.read_cache_scope(client, profile=profile)
        return f"{scope}{options.cache_key}"

    return ExploredAccount(
        f"{name} · {client.meta.region_name}",
        client,
        options.cache,
        read_scope,
        name=name,
        account_id=account_id,
        read_account_id=lambda: session.read_account_id(client, profile=profile),
        read_caller=lambda: session.read_caller_arn(client, profile=profile),
    )


def _connect_embedded(options: argparse.Namespace, stack: ExitStack) -> ExploredAccount:
    return _connect_files(options.account, options, stack)


def _connect_files(files: Sequence[str], options: argparse.Namespace, stack: ExitStack) -> ExploredAccount:
    """Open the account of files; of the demo if there are none."""
    service = _open_account(files, stack, create=False, demo_file=options.demo_file)
    account = _describe_account(service, Path(files[0]).name if files else "Demo account")
    # Each start builds a new account of the demo or of files, so its cached responses must not be shared.
    is_stored = files and not _is_saved_file(files[0])
    scope = _scope_of_account(files[0]) if is_stored else f"{options.run_id} {' '.join(files)}"
    scope = f"{scope} {service.region}{options.cache_key}"
    return replace(account, cache=options.cache, read_scope=lambda: scope)


def _describe_account(service: Service, name: str) -> ExploredAccount:
    """Return an embedded account with its title and gaps."""
    provenance = service.provenance if isinstance(service, RecordedAccount) else Provenance()
    words = (provenance.describe() or name) if not provenance.started else f"{name} · {provenance.describe()}"
    return ExploredAccount(
        f"{words} · {service.region}",
        transport.connect(service),
        gaps=provenance.gaps,
        graph_gaps=provenance.graph_gaps,
        account_id=_find_account_id(service),
    )


def _find_account_id(service: Service) -> str:
    """Return the id of an embedded account."""
    account = service.account if isinstance(service, RecordedAccount) else service
    return account.owner.account_id if isinstance(account, Account) else demo.ACCOUNT


def _is_saved_file(name: str) -> bool:
    """Return whether a name is that of a file to be converted."""
    path = Path(name)
    if "://" in name or not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(len(SQLITE_SIGNATURE))
    return bool(beginning) and beginning != SQLITE_SIGNATURE


def _scope_of_account(account: str) -> str:
    """Return a name for an account that all workers share.

    A file's name is its absolute path; a database's name is its URL.
    """
    return account if "://" in account else str(Path(account).resolve())


def _open_account(files: Sequence[str], stack: ExitStack, *, create: bool, demo_file: str = "") -> Service:
    """Open the account of files or of a database.

    Without any it is the demo account: of a file that exists, or built in a temporary file.
    """
    if any(map(_is_saved_file, files)) or len(files) > 1:
        return _open_named_files([Path(name) for name in files])
    if files:
        store = Store.open(files[0], create=create)
        stack.callback(store.close)
        return open_service(store)
    if demo_file:
        store = Store.open(demo_file, create=False)
        stack.callback(store.close)
        return demo.open_demo_account(store)
    directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-demo-"))
    path = str(Path(directory) / "demo.sqlite")
    store = Store.open(path, create=True)
    stack.callback(store.close)
    wait = start_subprocess(partial(demo.build_file, path), "The demo account")
    service = LazyService(partial(_load_demo, store, wait), region=demo.REGION)
    stack.callback(service.wait)
    stack.callback(stop_subprocesses)  # first of the three at the end
    return service


def _open_named_files(paths: Sequence[Path]) -> RecordedAccount:
    from sagemaker_account.saved_files.file_account import SavedFile  # noqa: PLC0415

    for path in paths:
        if not path.is_file():
            raise FileError(f"There is no file at {path}.")
    return _open_saved_files([SavedFile(path.name, path.read_bytes()) for path in paths])


def _open_saved_files(files: Sequence[Any]) -> RecordedAccount:
    """Return the account of saved files, in a temporary file.

    That file is removed when the account is no longer used.
    """
    from sagemaker_account.saved_files.file_account import open_files  # noqa: PLC0415

    directory = tempfile.mkdtemp(prefix="lineage-files-")
    store = Store.open(str(Path(directory) / "account.sqlite"), create=True)
    weakref.finalize(store, shutil.rmtree, directory, ignore_errors=True)
    return open_files(store, files)


def _load_demo(store: Store, wait: Callable[[], None]) -> Account:
    wait()
    return demo.open_demo_account(store)


def _serve(options: argparse.Namespace, stack: ExitStack, build: AppBuilder, title: str) -> int:
    """Serve an application until told to end; return the exit status."""
    settings = _prepare_guard(options)
    listening = stack.enter_context(bind(options.host, options.port))
    address = _describe_address(options, settings, title, listening.getsockname()[1])
    if options.workers == 1:
        _serve_alone(lambda: build(options, stack, settings), listening, address)
        return 0
    _share_among_workers(options, stack)

    def run_worker(options: argparse.Namespace, stack: ExitStack) -> None:
        _serve_alone(lambda: build(options, stack, settings), listening)

    gc.freeze()
    print(address, flush=True)
    return WorkerPool(options.workers, partial(_run_command, options, run_worker)).run()


def _prepare_guard(options: argparse.Namespace) -> GuardSettings:
    """Return who may use a server, and begin its log."""
    settings = build_settings(options)
    configure_logging(LogForm(options.log), has_names=options.log_names, secrets=(settings.token,))
    return settings


def _describe_address(options: argparse.Namespace, settings: GuardSettings, title: str, port: int) -> str:
    """Return the address that is served, and how to sign in."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    # A secret of the environment stays there.
    token = settings.token if settings.token != os.environ.get("LINEAGE_TOKEN") else ""
    is_page = options.command != "endpoint"
    query = f"/?token={quote(token, safe='')}" if token and is_page else ""
    lines = [f"{title}: http://{host}:{port}{options.base_path}{query}"]
    if token and not is_page:
        lines.append(f"Clients send this token as their access key id: {token}")
    return "\n".join(lines)


def _serve_alone(build: Callable[[], WSGIApplication], listening: socket, address: str = "") -> None:
    app = build()
    gc.freeze()  # keep what was imported out of all garbage collections
    limits = ServerLimits(THREADS, body_bytes=2 * MAX_FILE_BYTES)  # what is too large gets a sentence first
    server = Server(app, listening, limits)
    with stop_on_signals(server.stop):
        if address:
            print(address, flush=True)
        server.run()


def _share_among_workers(options: argparse.Namespace, stack: ExitStack) -> None:
    """Prepare what workers have in common.

    It is the demo, the answers, and one folder for all that is temporary: a worker that is killed leaves
    nothing behind.
    """
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-workers-"))
    tempfile.tempdir = folder
    stack.callback(setattr, tempfile, "tempdir", None)
    if options.cache == MEMORY:
        options.cache = f"disk:{folder}/answers"
    if not options.live and not options.account:
        options.demo_file = str(Path(folder) / "demo.sqlite")
        start_subprocess(partial(demo.build_file, options.demo_file), "The demo account")()


def run_process() -> int:
    """Run the command of this process.

    SIGTERM and SIGHUP end it as Ctrl+C does.
    """
    raise_interrupts()
    return main()


@cache
def _build_server() -> WSGIApplication:
    """Return the explorer for another WSGI server.

    Environment variables set it up. What it opens is closed when the process ends.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    options = parse_options([])
    settings = _prepare_guard(options)
    return _build_explorer(options, stack, settings)


def __getattr__(name: str) -> Any:
    """Return `server`, which `gunicorn app:server` asks for."""
    if name == "server":
        return _build_server()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    sys.exit(run_process())

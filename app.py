"""Command line and composition root of the explorer.

It selects the account, the request scope and the port. Only this module imports all parts.
"""

from __future__ import annotations

from lineage_explorer import gc_tuning  # noqa: F401 - first: speeds up other imports

# isort: split
import argparse
import gc
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from dash import Dash

import routes
from callbacks import register_all
from callbacks.error_handler import report_error
from components import asset_bundles
from components.shell import shell
from components.skeleton import insert_skeleton
from lineage_explorer.command_line import parse_options
from lineage_explorer.errors import LineageError
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import AnswerCache, ExplorerServices
from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.questions.question import QueryServices
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.call_limits import CallBoard
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations
from lineage_explorer.sources.cache.shared_response_cache import MEMORY, open_response_cache
from lineage_explorer.sources.linked_resources import LinkedResources
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, get_default_store_path
from lineage_explorer.sources.redaction.redactor import Redactor, redact_source, restore_source
from lineage_explorer.sources.shared_reads import IDLE_SECONDS, SharedReads
from sagemaker_account import demo, endpoint, transport
from sagemaker_account.errors import EndpointError, StoreError
from sagemaker_account.fault_injection import Service
from sagemaker_account.lazy_service import LazyService, start_subprocess
from sagemaker_account.service import Account
from sagemaker_account.store import Store

THREADS = 16
"""Number of threads of the server.

A page sends half a dozen requests at once. A request that waits for an account blocks a thread, but uses no
processor."""


@dataclass(frozen=True, slots=True)
class ExploredAccount:
    """Account behind a boto3 client.

    Attributes:
        title: Title for readers: "Demo account · us-west-2".
        client: `boto3.client("sagemaker")`, over AWS or over an embedded account.
        cache: Where its responses are cached, as `--cache` says it.
        read_scope: Returns the scope of its responses; called only for a cache that is shared.
    """

    title: str
    client: Any
    cache: str = MEMORY
    read_scope: Callable[[], str] = str


class _ModernDash(Dash):
    """Dash app without polyfills for old browsers."""

    def interpolate_index(self, *, scripts: str, **parts: str) -> str:  # type: ignore[override]
        page: str = super().interpolate_index(scripts=asset_bundles.remove_polyfill(scripts), **parts)  # type: ignore[no-untyped-call]
        return page


def create_app(scope: RequestScope[ExplorerServices], caches: CacheRegistry | None = None) -> Dash:
    """Create the Dash app.

    Args:
        scope: Supplies the services for each request.
        caches: Opens the caches of the routes, and reports the use of all.
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
    attribute = ' data-share="always"' if scope.always_redact else ""
    page = app.index_string.replace("<html>", f'<html lang="en"{attribute}>')
    app.index_string = asset_bundles.serve_bundles(app.server, insert_skeleton(page))
    app.layout = shell(always_redacted=scope.always_redact)
    routes.register(app, scope, caches or CacheRegistry())
    register_all(app, scope)
    return app


def create_explorer(
    account: ExploredAccount,
    *,
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallBoard | None = None,
) -> Dash:
    """Create the explorer of an account, with its caches.

    Args:
        account: The account.
        pseudonyms: Store of the pseudonyms for redaction; the user's own store by default.
        always_redacted: Whether redaction is always on.
        left_seconds: How long an abandoned read continues, in seconds.
        calls: Limits the calls of the account, and says how slow ones are going.
    """
    caches = CacheRegistry()
    scope = build_scope(
        account,
        caches,
        pseudonyms=pseudonyms,
        always_redacted=always_redacted,
        left_seconds=left_seconds,
        calls=calls,
    )
    return create_app(scope, caches)


def build_scope(  # noqa: PLR0913 - all parts meet here
    account: ExploredAccount,
    caches: CacheRegistry,
    *,
    pseudonyms: PseudonymStore | None = None,
    always_redacted: bool = False,
    left_seconds: float = IDLE_SECONDS,
    calls: CallBoard | None = None,
) -> RequestScope[ExplorerServices]:
    """Return the services of an account, plain and redacted.

    Args:
        account: The account.
        caches: Opens the caches of the services.
        pseudonyms: As for `create_explorer`, and so are the others.
        always_redacted: See there.
        left_seconds: See there.
        calls: See there.
    """
    calls = calls or CallBoard()
    responses = open_response_cache(account.cache, caches, read_scope=account.read_scope)
    catalog = SageMakerCatalog(account.client, responses=responses, caches=caches, calls=calls)
    source = SageMakerSource(
        account.client, responses=responses, caches=caches, describe=catalog.describe, calls=calls
    )
    shared_reads = SharedReads(source, caches, idle_seconds=left_seconds)
    resources = SageMakerLinkedResources(account.client, caches, calls=calls)
    invalidations = Invalidations(responses, caches)
    services = ExplorerServices(
        shared_reads,
        catalog,
        AnswerCache(QueryServices(shared_reads, catalog, resources), caches, invalidations),
        LayoutStore(caches),
        caches.open(CacheName.EXPANDED_GRAPHS),
        account.title,
        memo=GraphMemo(caches),
        describe_wait=calls.describe,
    )
    redactor = Redactor(pseudonyms or PseudonymStore(get_default_store_path()), caches)
    title = f"Account · {account.client.meta.region_name}"
    redacted_services = _build_redacted_services(
        services, resources, invalidations, redactor, caches, title=title
    )
    return RequestScope(services, redacted_services, redactor, always_redact=always_redacted)


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
        is_redacted=True,
        memo=GraphMemo(caches),
        describe_wait=services.describe_wait,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    The status is 0, or 2 after an error, which is printed on stderr as one sentence.
    """
    options = parse_options(argv)
    try:
        with ExitStack() as stack:
            _COMMANDS[options.command](options, stack)
    except (LineageError, StoreError, EndpointError) as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _run_explorer(options: argparse.Namespace, stack: ExitStack) -> None:
    account = _connect_live(options) if options.live else _connect_embedded(options, stack)
    pseudonyms = PseudonymStore(Path(options.stand_ins or get_default_store_path()))
    if options.share:
        pseudonyms.list_entries()  # fail at the start if the store cannot be read
    app = create_explorer(account, pseudonyms=pseudonyms, always_redacted=options.share)
    _serve(app.server, options, "Lineage Explorer")


def _run_endpoint(options: argparse.Namespace, stack: ExitStack) -> None:
    account = _open_account(options, stack, create=True)
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
    _serve(app, options, "SageMaker's lineage API of the embedded account")


_COMMANDS: dict[str, Callable[[argparse.Namespace, ExitStack], None]] = {
    "explore": _run_explorer,
    "endpoint": _run_endpoint,
}


def _connect_live(options: argparse.Namespace) -> ExploredAccount:
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    title = session.format_account_title(client, profile=options.profile)
    return ExploredAccount(
        title, client, options.cache, lambda: session.read_cache_scope(client, profile=options.profile)
    )


def _connect_embedded(options: argparse.Namespace, stack: ExitStack) -> ExploredAccount:
    account = _open_account(options, stack, create=False)
    name = "Demo account" if options.account is None else Path(options.account).name
    # Each start builds a new demo account, so its cached responses must not be shared.
    scope = uuid4().hex if options.account is None else _scope_of_account(options.account)
    title, region = f"{name} · {account.region}", account.region
    return ExploredAccount(title, transport.connect(account), options.cache, lambda: f"{scope} {region}")


def _scope_of_account(account: str) -> str:
    """Return a name for an account that all workers share.

    A file's name is its absolute path; a database's name is its URL.
    """
    return account if "://" in account else str(Path(account).resolve())


def _open_account(options: argparse.Namespace, stack: ExitStack, *, create: bool) -> Service:
    """Open the account that the options name.

    Without a name, start to build the demo account in a temporary file.
    """
    if options.account is not None:
        store = Store.open(options.account, create=create)
        stack.callback(store.close)
        return Account(store)
    directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-demo-"))
    path = str(Path(directory) / "demo.sqlite")
    store = Store.open(path, create=True)
    stack.callback(store.close)
    wait = start_subprocess(partial(demo.build_file, path), "The demo account")
    service = LazyService(partial(_load_demo, store, wait), region=demo.REGION)
    stack.callback(service.wait)
    return service


def _load_demo(store: Store, wait: Callable[[], None]) -> Account:
    wait()
    return demo.open_demo_account(store)


def _serve(app: Any, options: argparse.Namespace, title: str) -> None:
    gc.freeze()  # keep what was imported out of all garbage collections
    server = endpoint.listen(app, options.host, options.port, threads=THREADS)
    print(f"{title}: http://{options.host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    sys.exit(main())

"""The commands that serve, by one process or several.

The explorer of the demo listens as soon as its page can be served. A thread prepares the rest, and the first
request that needs the account waits for it. An account that somebody names may be wrong, so it is opened
before.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from assembly.deferred import Deferred
from assembly.demo_file import DemoFile, needs_demo
from assembly.run_command import run_command
from lineage_explorer.option_variables import read_variable
from lineage_explorer.sources.cache.file_store import MAX_FILE_BYTES
from lineage_explorer.sources.cache.shared_response_cache import MEMORY
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, get_default_store_path
from server.access_log import LogForm, configure_logging
from server.attempt_limit import AttemptLimit
from server.base_path import check_under, serve_under
from server.connection_share import ConnectionCounts, ConnectionShare
from server.errors import FindRefusal
from server.guard_settings import GuardSettings, build_settings
from server.listen import Server, ServerLimits, bind
from server.signals import stop_on_signals

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from lineage_explorer.explore.opened_explorer import OpenedExplorer

THREADS = 16
"""Number of threads of the server.

A page sends half a dozen requests at once. A request that waits for an account blocks a thread, but uses no
processor."""


@dataclass(frozen=True, slots=True)
class BuiltApp:
    """Application that can be served.

    Attributes:
        wsgi: The application.
        find_refusal: Returns why a body is not read.
        explorer: What its requests wait for; None if they wait for nothing.
    """

    wsgi: WSGIApplication
    find_refusal: FindRefusal
    explorer: Deferred[OpenedExplorer] | None = None


AppBuilder: TypeAlias = Callable[[argparse.Namespace, ExitStack, GuardSettings], BuiltApp]
"""Builds the application that a command serves."""


def serve_explorer(options: argparse.Namespace, stack: ExitStack) -> int:
    """Serve the explorer until told to end; return the exit status."""
    return _serve(options, stack, build_explorer, "Lineage Explorer")


def serve_endpoint(options: argparse.Namespace, stack: ExitStack) -> int:
    """Serve the embedded account's API; return the exit status."""
    return _serve(options, stack, _build_endpoint, "SageMaker's lineage API of the embedded account")


def prepare_guard(options: argparse.Namespace, stack: ExitStack) -> GuardSettings:
    """Return who may use a server; begin its log."""
    settings = build_settings(options)
    secrets = (settings.token,)
    stack.callback(configure_logging(LogForm(options.log), has_names=options.log_names, secrets=secrets))
    return settings


def build_explorer(options: argparse.Namespace, stack: ExitStack, settings: GuardSettings) -> BuiltApp:
    """Return the explorer's application.

    That of the demo waits for what has yet to be started.
    """
    from assembly.explorer_app import PageOptions, build_app  # noqa: PLC0415 - an endpoint does without Dash

    pseudonyms = PseudonymStore(Path(options.pseudonyms or get_default_store_path()))
    if options.share:
        pseudonyms.list_entries()  # fail at the start if the store cannot be read
    join = partial(_join_workers, Path(options.metrics_folder), stack) if options.metrics_folder else None
    open_explorer = partial(_open_explorer, options, stack, pseudonyms)
    page = PageOptions(always_redacted=options.share)
    if needs_demo(options) and options.cache == MEMORY:
        deferred = Deferred(open_explorer)
        app = build_app(deferred.get, page, settings)
        stack.callback(deferred.wait)
        return _build_served_app(app.server, app.server.wsgi_app, options.base_path, deferred)
    explorer = open_explorer()
    directory = explorer.scope.directory
    page = replace(page, has_accounts=directory is not None and not directory.is_single)
    app = build_app(lambda: explorer, page, settings, join)
    return _build_served_app(app.server, app.server.wsgi_app, options.base_path)


def _build_served_app(
    app: WSGIApplication, guard: Any, base_path: str, explorer: Deferred[OpenedExplorer] | None = None
) -> BuiltApp:
    """Return an application under its path.

    Args:
        app: The application.
        guard: Its guard.
        base_path: The path; may be empty.
        explorer: What its requests wait for.
    """
    return BuiltApp(serve_under(app, base_path), check_under(guard.find_refusal, base_path), explorer)


def _join_workers(folder: Path, stack: ExitStack, read_own: Callable[[], str]) -> Callable[[], str]:
    """Return what tells the metrics of all workers."""
    from server.worker_metrics import WorkerMetrics  # noqa: PLC0415 - one process needs none

    metrics = WorkerMetrics(folder, read_own)
    metrics.start()
    stack.callback(metrics.stop)
    return metrics.read


def _open_explorer(
    options: argparse.Namespace, stack: ExitStack, pseudonyms: PseudonymStore
) -> OpenedExplorer:
    """Open the accounts that options name; return their explorer."""
    from assembly.accounts import connect_accounts  # noqa: PLC0415 - after the page, see the module
    from assembly.explorer import open_explorer  # noqa: PLC0415 - as above

    account, others = connect_accounts(options, stack)
    explorer = open_explorer(account, others=others, pseudonyms=pseudonyms, always_redacted=options.share)
    gc.freeze()  # keep what was imported out of all garbage collections
    return explorer


def _build_endpoint(options: argparse.Namespace, stack: ExitStack, settings: GuardSettings) -> BuiltApp:
    from assembly.endpoint_app import build_endpoint  # noqa: PLC0415 - the explorer does without

    guard = build_endpoint(options, stack, settings)
    return _build_served_app(guard, guard, options.base_path)


def _serve(options: argparse.Namespace, stack: ExitStack, build: AppBuilder, title: str) -> int:
    """Serve an application until told to end; return the exit status."""
    settings = prepare_guard(options, stack)
    listening = stack.enter_context(bind(options.host, options.port))
    address = _describe_address(options, settings, title, listening.getsockname()[1])
    if options.workers == 1:
        _serve_alone(lambda: build(options, stack, settings), listening, address)
        return 0
    shared = replace(settings, attempts=_share_attempts(stack))
    return _serve_by_workers(
        options, stack, lambda options, stack: build(options, stack, shared), listening, address
    )


def _share_attempts(stack: ExitStack) -> AttemptLimit:
    """Return a limit of wrong tokens that holds for all workers together."""
    from server.shared_penalties import SharedPenalties  # noqa: PLC0415 - Windows has neither

    return AttemptLimit(stack.enter_context(closing(SharedPenalties())))


def _describe_address(options: argparse.Namespace, settings: GuardSettings, title: str, port: int) -> str:
    """Return the address that is served, and how to sign in."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    # A secret of the environment stays there.
    token = settings.token if settings.token != read_variable("TOKEN") else ""
    is_page = options.command != "endpoint"
    query = f"/?token={quote(token, safe='')}" if token and is_page else ""
    lines = [f"{title}: http://{host}:{port}{options.base_path}{query}"]
    if token and not is_page:
        lines.append(f"Clients send this token as their access key id: {token}")
    return "\n".join(lines)


def _serve_alone(
    build: Callable[[], BuiltApp],
    listening: socket,
    address: str = "",
    share: ConnectionShare | None = None,
) -> None:
    """Serve an application by this process.

    Args:
        build: Returns the application.
        listening: The socket.
        address: What is printed when it is served, if anything.
        share: What it may take of the connections; None for all.

    Raises:
        Exception: What its requests wait for could not be made.
    """
    app = build()
    gc.freeze()  # as above
    limits = ServerLimits(THREADS, body_bytes=2 * MAX_FILE_BYTES)  # what is too large gets a sentence first
    server = Server(app.wsgi, listening, limits, app.find_refusal, share)
    with stop_on_signals(server.stop):
        if address:
            print(address, flush=True)
        if app.explorer:
            app.explorer.start(on_failure=server.stop)
        server.run()
    if app.explorer:
        app.explorer.check()


def _serve_by_workers(
    options: argparse.Namespace,
    stack: ExitStack,
    build: Callable[[argparse.Namespace, ExitStack], BuiltApp],
    listening: socket,
    address: str,
) -> int:
    """Serve an application by several processes; return the exit status.

    They have in common what is imported, the demo, the answers, and one folder for all that is temporary: a
    worker that is killed leaves nothing behind.
    """
    from assembly import endpoint_app, explorer  # noqa: F401, PLC0415 - imported once for all workers
    from server.workers import WorkerPool  # noqa: PLC0415 - one process needs no pool

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-workers-"))
    tempfile.tempdir = folder
    stack.callback(setattr, tempfile, "tempdir", None)
    options.metrics_folder = str(Path(folder) / "metrics")
    if options.cache == MEMORY:
        options.cache = f"disk:{folder}/answers"
    if options.demo_file:
        options.demo_file.wait()
        options.demo_file = DemoFile(options.demo_file.path, wait=lambda: None)

    counts = stack.enter_context(closing(ConnectionCounts(options.workers)))

    def run_worker(worker: int, options: argparse.Namespace, stack: ExitStack) -> int:
        _serve_alone(lambda: build(options, stack), listening, share=ConnectionShare(counts, worker))
        return 0

    gc.freeze()
    print(address, flush=True)
    return WorkerPool(options.workers, lambda worker: run_command(options, partial(run_worker, worker))).run()

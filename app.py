"""Command line and composition root of the explorer.

It selects the account, the request scope and the port. Only this module imports all parts.
"""

from __future__ import annotations

import collecting  # noqa: F401 - first, because it makes the other imports faster

# isort: split
import argparse
import gc
import sys
import tempfile
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from dash import Dash

from account import demo, endpoint, transport
from account.apart import begun_apart
from account.denial import Service
from account.errors import EndpointError, StoreError
from account.opening import Opening
from account.service import Account
from account.store import Store
from callbacks import register_all
from callbacks.explore import Placements, Reader
from callbacks.notices import report
from components import bundles
from components.shell import shell
from components.waiting import waited
from lineage.answers import RememberedAnswers
from lineage.aws import session
from lineage.aws.catalog import SageMakerCatalog
from lineage.aws.reader import SageMakerSource
from lineage.aws.resources import SageMakerResources
from lineage.cache import Cache, setting
from lineage.cache.marks import Marks
from lineage.errors import LineageError
from lineage.growth import Extended
from lineage.promises import Promises
from lineage.questions.question import Desk
from lineage.readings import LEFT_SECONDS, Anew, Readings
from lineage.resources import Resources
from lineage.source import EntityCatalog, ReadingSource
from options import parsed
from sharing.book import Book, usual_path
from sharing.disguise import Disguise
from sharing.door import Door
from sharing.veil import retold, veiled

THREADS = 16
"""Number of threads of the server.

A page sends half a dozen requests at once. A request that waits for an account blocks a thread, but uses no
processor."""
CACHED_ANSWERS = 256
CACHED_SECONDS = 300
PLACEMENTS = 512
"""Number of stored layouts.

Fifty readers need about as many if each takes ten steps."""
PLACED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Explored:
    """Account behind a boto3 client.

    Attributes:
        title: Title for readers: "Demo account · us-west-2".
        client: `boto3.client("sagemaker")`, over AWS or over an embedded account.
        cache: Returns a cache of its responses: a new one for each caller, or one that all share.
    """

    title: str
    client: Any
    cache: Callable[[], Cache] = field(default_factory=lambda: setting.in_memory(CACHED_SECONDS))


class _Page(Dash):
    """Dash app without polyfills for old browsers."""

    def interpolate_index(self, *, scripts: str, **parts: str) -> str:  # type: ignore[override]
        page: str = super().interpolate_index(scripts=bundles.modern(scripts), **parts)  # type: ignore[no-untyped-call]
        return page


def create_app(door: Door[Reader]) -> Dash:
    """Create the Dash app.

    Args:
        door: Supplies the services for each request.
    """
    app = _Page(
        __name__,
        title="Lineage Explorer",
        update_title="",
        on_error=report,
        health_endpoint="health",
        compress=True,
        assets_ignore=bundles.IGNORED,
    )
    attribute = ' data-share="always"' if door.always else ""
    page = app.index_string.replace("<html>", f'<html lang="en"{attribute}>')
    app.index_string = bundles.served(app.server, waited(page))
    app.layout = shell(always_shared=door.always)
    register_all(app, door)
    return app


def explorer(
    explored: Explored,
    *,
    book: Book | None = None,
    always_shared: bool = False,
    left_seconds: float = LEFT_SECONDS,
) -> Dash:
    """Create the explorer of an account, with its caches.

    Args:
        explored: The account.
        book: Store of the pseudonyms for redaction; the user's own store by default.
        always_shared: Whether redaction is always on.
        left_seconds: How long an abandoned read continues, in seconds.
    """
    responses = explored.cache()
    catalog = SageMakerCatalog(explored.client, cache=explored.cache())
    source = SageMakerSource(explored.client, cache=responses, describe=catalog.describe)
    shared_reads = Readings(source, entries=CACHED_ANSWERS, seconds=CACHED_SECONDS, left_seconds=left_seconds)
    resources = SageMakerResources(explored.client)
    invalidations = Marks(responses)
    answer_cache = _answers(shared_reads, catalog, resources, invalidations)
    services = Reader(shared_reads, catalog, answer_cache, _placements(), _pictures(), explored.title)
    redactor = Disguise(book or Book(usual_path()))
    title = f"Account · {explored.client.meta.region_name}"
    redacted_services = _sharing(services, resources, invalidations, redactor, title=title)
    return create_app(Door(services, redacted_services, redactor, always=always_shared))


def _sharing(
    services: Reader, resources: Resources, invalidations: Marks, redactor: Disguise, *, title: str
) -> Reader:
    """Return the services for redaction mode.

    They use the same account and caches; names are redacted.
    """
    source, catalog = veiled(services.source, redactor), veiled(services.catalog, redactor)
    answer_cache = retold(_answers(source, catalog, veiled(resources, redactor), invalidations), redactor)
    expansions = retold(_pictures(), redactor)
    return Reader(source, catalog, answer_cache, _placements(), expansions, title, share=True)


def _answers(
    source: ReadingSource, catalog: EntityCatalog, resources: Resources, invalidations: Marks
) -> RememberedAnswers:
    return RememberedAnswers(
        Desk(source, catalog, resources),
        anew=Desk(Anew(source), catalog, resources),
        entries=CACHED_ANSWERS,
        seconds=CACHED_SECONDS,
        marks=invalidations,
    )


def _placements() -> Placements:
    return Placements(entries=PLACEMENTS, seconds=PLACED_SECONDS)


def _pictures() -> Promises[Hashable, Extended]:
    return Promises(entries=CACHED_ANSWERS, seconds=CACHED_SECONDS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    The status is 0, or 2 after an error, which is printed on stderr as one sentence.
    """
    options = parsed(argv)
    try:
        with ExitStack() as stack:
            _COMMANDS[options.command](options, stack)
    except (LineageError, StoreError, EndpointError) as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _explore(options: argparse.Namespace, stack: ExitStack) -> None:
    account = _live(options) if options.live else _embedded(options, stack)
    pseudonyms = Book(Path(options.stand_ins or usual_path()))
    if options.share:
        pseudonyms.entries()  # fail at the start if the store cannot be read
    app = explorer(account, book=pseudonyms, always_shared=options.share)
    _serve(app.server, options, "Lineage Explorer")


def _endpoint(options: argparse.Namespace, stack: ExitStack) -> None:
    account = _account(options, stack, create=True)
    try:
        app = endpoint.wsgi_app(
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
    "explore": _explore,
    "endpoint": _endpoint,
}


def _live(options: argparse.Namespace) -> Explored:
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    title = session.account_title(client, profile=options.profile)
    return Explored(title, client, _cache(options, lambda: session.scope(client, profile=options.profile)))


def _embedded(options: argparse.Namespace, stack: ExitStack) -> Explored:
    account = _account(options, stack, create=False)
    name = "Demo account" if options.account is None else Path(options.account).name
    # Each start builds a new demo account, so its cached responses must not be shared.
    scope = uuid4().hex if options.account is None else _absolute(options.account)
    cache = _cache(options, lambda: f"{scope} {account.region}")
    return Explored(f"{name} · {account.region}", transport.connect(account), cache)


def _cache(options: argparse.Namespace, scope: Callable[[], str]) -> Callable[[], Cache]:
    return setting.opened(options.cache, seconds=CACHED_SECONDS, scope=scope)


def _absolute(account: str) -> str:
    """Return a name for an account that all workers share.

    A file's name is its absolute path; a database's name is its URL.
    """
    return account if "://" in account else str(Path(account).resolve())


def _account(options: argparse.Namespace, stack: ExitStack, *, create: bool) -> Service:
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
    wait = begun_apart(partial(demo.build_file, path), "The demo account")
    service = Opening(partial(_filled, store, wait), region=demo.REGION)
    stack.callback(service.wait)
    return service


def _filled(store: Store, wait: Callable[[], None]) -> Account:
    wait()
    return demo.filled(store)


def _serve(app: Any, options: argparse.Namespace, title: str) -> None:
    gc.freeze()  # keep what was imported out of all garbage collections
    server = endpoint.listen(app, options.host, options.port, threads=THREADS)
    print(f"{title}: http://{options.host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    sys.exit(main())

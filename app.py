"""The command line: which account, which door, which port. The only place where all parts meet."""

from __future__ import annotations

import collecting  # noqa: F401 - first, because the other imports are faster for it

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
"""A page asks for half a dozen things at once; waiting for an account costs a thread, not a core."""
CACHED_ANSWERS = 256
CACHED_SECONDS = 300
PLACEMENTS = 512
"""Fifty people who walk ten steps each have as many pictures to continue."""
PLACED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Explored:
    """An account behind a boto3 client.

    Attributes:
        title: What it is, for readers: "Demo account · us-west-2".
        client: `boto3.client("sagemaker")`, over AWS or over an embedded account.
        cache: Gives a cache of its answers, one of its own to each who asks, or to all the one they share.
    """

    title: str
    client: Any
    cache: Callable[[], Cache] = field(default_factory=lambda: setting.in_memory(CACHED_SECONDS))


class _Page(Dash):
    """A Dash app for the browsers of today."""

    def interpolate_index(self, *, scripts: str, **parts: str) -> str:  # type: ignore[override]
        page: str = super().interpolate_index(scripts=bundles.modern(scripts), **parts)  # type: ignore[no-untyped-call]
        return page


def create_app(door: Door[Reader]) -> Dash:
    """Return the explorer; behind the door is whom it asks."""
    app = _Page(
        __name__,
        title="Lineage Explorer",
        update_title="",
        on_error=report,
        health_endpoint="health",
        compress=True,
        assets_ignore=bundles.IGNORED,
    )
    shared = ' data-share="always"' if door.always else ""
    page = app.index_string.replace("<html>", f'<html lang="en"{shared}>')
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
    """Return the explorer over an account, with its caches.

    Args:
        explored: The account.
        book: Where the stand-ins of those who share their screen are remembered; the user's if not given.
        always_shared: Whether stand-ins are all that anybody is shown.
        left_seconds: How long reading goes on for nobody.
    """
    pages = explored.cache()
    catalog = SageMakerCatalog(explored.client, cache=explored.cache())
    source = SageMakerSource(explored.client, cache=pages, describe=catalog.describe)
    readings = Readings(source, entries=CACHED_ANSWERS, seconds=CACHED_SECONDS, left_seconds=left_seconds)
    resources = SageMakerResources(explored.client)
    marks = Marks(pages)
    answers = _answers(readings, catalog, resources, marks)
    plain = Reader(readings, catalog, answers, _placements(), _pictures(), explored.title)
    disguise = Disguise(book or Book(usual_path()))
    title = f"Account · {explored.client.meta.region_name}"
    sharing = _sharing(plain, resources, marks, disguise, title=title)
    return create_app(Door(plain, sharing, disguise, always=always_shared))


def _sharing(plain: Reader, resources: Resources, marks: Marks, disguise: Disguise, *, title: str) -> Reader:
    """Return who is asked for onlookers: the same account and caches, behind a veil."""
    source, catalog = veiled(plain.source, disguise), veiled(plain.catalog, disguise)
    answers = retold(_answers(source, catalog, veiled(resources, disguise), marks), disguise)
    pictures = retold(_pictures(), disguise)
    return Reader(source, catalog, answers, _placements(), pictures, title, share=True)


def _answers(
    source: ReadingSource, catalog: EntityCatalog, resources: Resources, marks: Marks
) -> RememberedAnswers:
    return RememberedAnswers(
        Desk(source, catalog, resources),
        anew=Desk(Anew(source), catalog, resources),
        entries=CACHED_ANSWERS,
        seconds=CACHED_SECONDS,
        marks=marks,
    )


def _placements() -> Placements:
    return Placements(entries=PLACEMENTS, seconds=PLACED_SECONDS)


def _pictures() -> Promises[Hashable, Extended]:
    return Promises(entries=CACHED_ANSWERS, seconds=CACHED_SECONDS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0, or 2 with one sentence on stderr."""
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
    explored = _live(options) if options.live else _embedded(options, stack)
    book = Book(Path(options.stand_ins or usual_path()))
    if options.share:
        book.entries()  # a server that cannot share says so before it is asked
    app = explorer(explored, book=book, always_shared=options.share)
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
    except ValueError as error:  # faults that no call could have
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
    # The demo is built anew at each start: its answers are nobody else's.
    scope = uuid4().hex if options.account is None else _absolute(options.account)
    cache = _cache(options, lambda: f"{scope} {account.region}")
    return Explored(f"{name} · {account.region}", transport.connect(account), cache)


def _cache(options: argparse.Namespace, scope: Callable[[], str]) -> Callable[[], Cache]:
    return setting.opened(options.cache, seconds=CACHED_SECONDS, scope=scope)


def _absolute(account: str) -> str:
    """Name an account file alike wherever a worker was started; a database's URL is its name."""
    return account if "://" in account else str(Path(account).resolve())


def _account(options: argparse.Namespace, stack: ExitStack, *, create: bool) -> Service:
    """Open the account that the options name; without one, begin to build the demo in a file of its own."""
    if options.account is not None:
        store = Store.open(options.account, create=create)
        stack.callback(store.close)
        return Account(store)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-demo-"))
    path = str(Path(folder) / "demo.sqlite")
    store = Store.open(path, create=True)
    stack.callback(store.close)
    wait = begun_apart(partial(demo.build_file, path), "The demo account")
    opening = Opening(partial(_filled, store, wait), region=demo.REGION)
    stack.callback(opening.wait)
    return opening


def _filled(store: Store, wait: Callable[[], None]) -> Account:
    wait()
    return demo.filled(store)


def _serve(app: Any, options: argparse.Namespace, what: str) -> None:
    gc.freeze()  # what was imported stays: no collection has to look through it for garbage
    server = endpoint.listen(app, options.host, options.port, threads=THREADS)
    print(f"{what}: http://{options.host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    sys.exit(main())

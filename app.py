"""The command line: which account, which door, which port. The only place where all parts meet."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from dash import Dash

from account import demo, endpoint, transport
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
from lineage.aws import session
from lineage.aws.catalog import SageMakerCatalog
from lineage.aws.reader import SageMakerSource
from lineage.aws.resources import SageMakerResources
from lineage.cache import CachedSource, Remembered, RememberedAnswers
from lineage.errors import LineageError
from lineage.growth import Extended
from lineage.questions.question import Desk

EXPLORER_PORT = 8050
ENDPOINT_PORT = 9099
THREADS = 16
"""A page asks for half a dozen things at once; waiting for an account costs a thread, not a core."""
CACHED_ANSWERS = 256
CACHED_SECONDS = 300
PLACED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Explored:
    """An account behind a boto3 client.

    Attributes:
        title: What it is, for readers: "Demo account · us-west-2".
        client: `boto3.client("sagemaker")`, over AWS or over an embedded account.
    """

    title: str
    client: Any


def create_app(reader: Reader) -> Dash:
    """Return the explorer; `reader` is whom it asks."""
    app = Dash(
        __name__,
        title="Lineage Explorer",
        update_title="",
        on_error=report,
        health_endpoint="health",
        compress=True,
        assets_ignore=bundles.IGNORED,
    )
    app.index_string = bundles.served(app.server, app.index_string.replace("<html>", '<html lang="en">'))
    app.layout = shell(account=reader.account)
    register_all(app, reader)
    return app


def explorer(explored: Explored) -> Dash:
    """Return the explorer over an account, with its caches."""
    catalog = SageMakerCatalog(explored.client)
    source = SageMakerSource(explored.client, describe=catalog.describe)
    cached = CachedSource(source, entries=CACHED_ANSWERS, seconds=CACHED_SECONDS)
    desk = Desk(cached, catalog, SageMakerResources(explored.client))
    answers = RememberedAnswers(desk, entries=CACHED_ANSWERS, seconds=CACHED_SECONDS)
    placements = Placements(entries=CACHED_ANSWERS, seconds=PLACED_SECONDS)
    pictures: Remembered[Hashable, Extended] = Remembered(entries=CACHED_ANSWERS, seconds=CACHED_SECONDS)
    return create_app(Reader(cached, catalog, answers, placements, pictures, explored.title))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0, or 2 with one sentence on stderr."""
    options = _parsed(argv)
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
    app = explorer(_live(options) if options.live else _embedded(options, stack))
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
    return Explored(session.account_title(client, profile=options.profile), client)


def _embedded(options: argparse.Namespace, stack: ExitStack) -> Explored:
    account = _account(options, stack, create=False)
    name = "Demo account" if options.account is None else Path(options.account).name
    return Explored(f"{name} · {account.region}", transport.connect(account))


def _account(options: argparse.Namespace, stack: ExitStack, *, create: bool) -> Service:
    """Open the account that the options name; without one, begin to build the demo in a file of its own."""
    if options.account is not None:
        store = Store.open(options.account, create=create)
        stack.callback(store.close)
        return Account(store)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-demo-"))
    store = Store.open(str(Path(folder) / "demo.sqlite"), create=True)
    stack.callback(store.close)
    opening = Opening(partial(demo.build, store), region=demo.REGION)
    stack.callback(opening.wait)
    return opening


def _serve(app: Any, options: argparse.Namespace, what: str) -> None:
    server = endpoint.listen(app, options.host, options.port, threads=THREADS)
    print(f"{what}: http://{options.host}:{server.effective_port}", flush=True)
    server.run()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; the options are a `--help` away."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"lineage explorer: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="app.py", description="Explore Amazon SageMaker's ML lineage in the browser.")
    _common(parser, port=EXPLORER_PORT)
    _over_aws(parser)
    parser.add_argument(
        "--live",
        action="store_true",
        default=_set("LIVE") not in (None, "", "0"),
        help="explore AWS, not the demo",
    )
    parser.set_defaults(command="explore")
    commands = parser.add_subparsers(title="other commands")
    door = commands.add_parser("endpoint", help="serve the embedded account's SageMaker API over HTTP")
    _common(door, port=ENDPOINT_PORT)
    _faults(door)
    door.set_defaults(command="endpoint")
    return parser


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.command == "endpoint" and options.throttle + options.fail > 1:
        parser.error(
            f"--throttle {options.throttle} and --fail {options.fail} add up to more than every call"
        )
    if options.command == "explore" and options.live and options.account:
        parser.error("--live explores AWS and --account a file: choose one")
    return options


def _common(parser: argparse.ArgumentParser, *, port: int) -> None:
    parser.add_argument(
        "--host", default=_set("HOST") or "127.0.0.1", help="address to serve on (%(default)s)"
    )
    parser.add_argument(
        "--port", type=_port, default=_set("PORT") or port, help="port to serve on (%(default)s)"
    )
    parser.add_argument(
        "--account",
        default=_set("ACCOUNT"),
        metavar="FILE|URL",
        help="an account file (SQLite) or database URL instead of the demo",
    )


def _over_aws(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", default=_set("PROFILE"), help="AWS profile, with --live")
    parser.add_argument("--region", default=_set("REGION"), help="AWS region, with --live")
    parser.add_argument(
        "--endpoint-url",
        default=_set("ENDPOINT_URL"),
        metavar="URL",
        help="another SageMaker endpoint, with --live",
    )


def _faults(parser: argparse.ArgumentParser) -> None:
    for name, kind, metavar, meaning in (
        ("latency", _amount, "MS", "milliseconds added to each call"),
        ("throttle", _share, "RATE", "share of calls answered “Rate exceeded”, 0 to 1"),
        ("fail", _share, "RATE", "share of calls answered with an internal failure, 0 to 1"),
    ):
        default = _set(name.upper()) or "0"
        parser.add_argument(f"--{name}", type=kind, default=default, metavar=metavar, help=meaning)
    parser.add_argument(
        "--deny",
        type=_operations,
        default=_set("DENY") or "",
        metavar="OPERATIONS",
        help="operations answered “access denied”, separated by commas: ListTags,Describe*",
    )


def _set(option: str) -> str | None:
    """Return what the environment says of an option: LINEAGE_PORT for --port."""
    return os.environ.get(f"LINEAGE_{option}") or None


def _operations(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - the range of TCP ports
        raise argparse.ArgumentTypeError(f"{text} is no port: use 1 to 65535, or 0 for a free one")
    return port


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no amount: use 0 or more")
    return amount


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: use 0 to 1")
    return share


if __name__ == "__main__":
    sys.exit(main())

"""Options of the command line.

Each can also be set by an environment variable: `LINEAGE_PORT` sets the default of `--port`.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

from lineage_explorer.api.ask_command import add_ask_parser, add_mcp_parser
from lineage_explorer.api.check_command import add_check_parser
from lineage_explorer.export.export_command import add_export_parser, add_verify_parser
from lineage_explorer.guard_options import add_guard_options, make_token
from lineage_explorer.option_variables import read_flag, read_values, read_variable
from lineage_explorer.sources.redaction.pseudonym_store import get_default_store_path

if TYPE_CHECKING:
    from lineage_explorer.sources.accounts.account_settings import AccountSettings

EXPLORER_PORT = 8050
ENDPOINT_PORT = 9099
MAX_WORKERS = 64


def parse_options(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse a command line.

    An invalid command line ends the process with one sentence and exit status 2.
    """
    parser = _build_parser()
    options = parser.parse_args(argv)
    options.account = options.account or list(filter(None, [read_variable("ACCOUNT")]))
    options.run_id = uuid4().hex  # names what is made for this run alone
    options.demo_file = None  # until the demo is being built
    options.metrics_folder = ""  # of workers that share their metrics
    options.token = make_token() if options.token == "" else options.token
    if options.command == "endpoint" and options.throttle + options.fail > 1:
        parser.error(f"--throttle {options.throttle} and --fail {options.fail} add up to more than 1")
    if options.command == "doctor" and not options.live:
        parser.error("doctor checks access to AWS: give --live, with --profile and --region as for the page")
    if options.command != "endpoint" and options.live and options.account:
        parser.error("--live reads AWS and --account a file: choose one")
    return options


class _Parser(argparse.ArgumentParser):
    """Argument parser that reports an error in one line.

    It omits the usage, which `--help` prints.
    """

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"lineage explorer: {message}\n")


def _build_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="app.py", description="Explore Amazon SageMaker's ML lineage in the browser.")
    _add_server_options(parser, port=EXPLORER_PORT)
    _add_account_options(parser)
    parser.set_defaults(command="explore")
    commands = parser.add_subparsers(title="other commands")
    endpoint = commands.add_parser("endpoint", help="serve the embedded account's SageMaker API over HTTP")
    _add_server_options(endpoint, port=ENDPOINT_PORT)
    _add_file_option(endpoint)
    _add_fault_options(endpoint)
    endpoint.set_defaults(command="endpoint")
    _add_snapshot_command(commands)
    _add_account_options(_add_doctor_parser(commands), is_repeated=True)
    _add_account_options(add_mcp_parser(commands), is_repeated=True)
    for command_parser in (add_ask_parser(commands), add_check_parser(commands), add_export_parser(commands)):
        _add_account_options(command_parser, is_repeated=True)
        _add_name_option(command_parser)
    add_verify_parser(commands)
    return parser


def _add_server_options(parser: argparse.ArgumentParser, *, port: int) -> None:
    parser.add_argument(
        "--host", default=read_variable("HOST") or "127.0.0.1", help="address to serve on (%(default)s)"
    )
    parser.add_argument(
        "--port", type=_port, default=read_variable("PORT") or port, help="port to serve on (%(default)s)"
    )
    add_guard_options(parser)
    parser.add_argument(
        "--base-path",
        type=_base_path,
        default=read_variable("BASE_PATH") or "",
        metavar="/PREFIX",
        help="path that a proxy puts before every address; it may pass it on or strip it",
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default=read_variable("WORKERS") or 1,
        metavar="N",
        help="processes that serve behind one port (%(default)s)",
    )


def _add_snapshot_command(commands: Any) -> None:
    """Add the command that copies an account into a file."""
    parser = commands.add_parser("snapshot", help="copy an account's lineage into an account file")
    parser.add_argument("out", metavar="OUT", help="the account file; an earlier snapshot is continued")
    parser.add_argument(
        "start",
        metavar="START",
        nargs="*",
        help="copy only what is connected to it: an ARN, an S3 URI, … as in the start box",
    )
    own = argparse.ArgumentParser(add_help=False)
    for add in (_add_file_option, _add_aws_options, _add_named_options):
        add(own)
    _add_group(parser, own, is_repeated=True)
    _add_name_option(parser)
    parser.set_defaults(command="snapshot")


def _add_name_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses one of several accounts."""
    parser.add_argument(
        "--account-name",
        default=read_variable("ACCOUNT_NAME"),
        metavar="NAME",
        help="which of several accounts is read (the first)",
    )


def _add_doctor_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command that checks access to AWS; return its parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor", help="check credentials, region, clock and permissions"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(command="doctor")
    return parser


def _add_account_options(parser: argparse.ArgumentParser, *, is_repeated: bool = False) -> None:
    """Add the options that say which account is read, and how.

    Args:
        parser: The parser.
        is_repeated: Whether they stand before the command as well, where they have their defaults.
    """
    own = argparse.ArgumentParser(add_help=False)
    _add_file_option(own)
    _add_aws_options(own)
    _add_named_options(own)
    _add_redaction_options(own)
    _add_accepted_option(own)
    own.add_argument(
        "--cache",
        default=read_variable("CACHE") or "memory",
        metavar="WHERE",
        help="where answers are kept: memory, disk:FOLDER or redis://HOST:PORT, which workers share (memory)",
    )
    own.add_argument(
        "--cache-key",
        default=read_variable("CACHE_KEY") or "",
        metavar="SECRET",
        help="secret that signs what workers share, so that nobody else can forge it",
    )
    _add_group(parser, own, is_repeated=is_repeated)


def _add_group(parser: argparse.ArgumentParser, own: argparse.ArgumentParser, *, is_repeated: bool) -> None:
    """Add the options of another parser as one group."""
    group = parser.add_argument_group("account")
    for action in own._actions:  # noqa: SLF001 - argparse copies actions itself, but not without their defaults
        if is_repeated:
            action.default = argparse.SUPPRESS
        group._add_action(action)  # noqa: SLF001 - as above


def _add_file_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--account",
        action="append",
        metavar="FILE|URL",
        help="an account file (SQLite) or database URL instead of the demo; or saved QueryLineage responses "
        "(JSON), then several are joined",
    )


def _add_aws_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--live",
        action="store_true",
        default=read_flag("LIVE"),
        help="read AWS, not the demo",
    )
    parser.add_argument("--profile", default=read_variable("PROFILE"), help="AWS profile, with --live")
    parser.add_argument("--region", default=read_variable("REGION"), help="AWS region, with --live")
    parser.add_argument(
        "--endpoint-url",
        default=read_variable("ENDPOINT_URL"),
        metavar="URL",
        help="another SageMaker endpoint, with --live",
    )


def _add_named_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that name several accounts."""
    parser.add_argument(
        "--accounts",
        default=read_variable("ACCOUNTS"),
        metavar="FILE",
        help="several accounts and regions to switch between, in a TOML or JSON file",
    )
    parser.add_argument(
        "--add-account",
        action="append",
        default=read_values("ADD_ACCOUNT") or None,
        metavar="NAME,KEY=VALUE,…",
        help="one more account: profile, region, role, external_id, endpoint_url, file, account_id",
    )
    parser.add_argument(
        "--role",
        action="append",
        default=read_values("ROLE") or None,
        metavar="NAME=ARN[,KEY=VALUE]",
        help="one more account, by a role to assume; with region=… and external_id=…",
    )


def _split_variable(option: str) -> list[str] | None:
    """Return the words of an option's environment variable."""
    return (read_variable(option) or "").split() or None


def _add_accepted_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accepted",
        metavar="FILE",
        default=read_variable("ACCEPTED"),
        help="a JSON list of findings that are accepted: rule, arn, reason, name, expires (beside an account "
        "file: its name, and then .accepted.json)",
    )


def _add_redaction_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--share",
        action="store_true",
        default=read_flag("SHARE"),
        help="always replace account ids, buckets and user names",
    )
    parser.add_argument(
        "--stand-ins",  # its former name
        "--pseudonyms",
        dest="pseudonyms",
        default=read_variable("PSEUDONYMS") or read_variable("STAND_INS"),
        metavar="FILE",
        help=f"where the replaced names are stored ({get_default_store_path()})",
    )


def _add_fault_options(parser: argparse.ArgumentParser) -> None:
    for name, parse, metavar, description in (
        ("latency", _amount, "MS", "milliseconds added to each call"),
        ("throttle", _share, "RATE", "share of calls answered “Rate exceeded”, 0 to 1"),
        ("fail", _share, "RATE", "share of calls answered with an internal failure, 0 to 1"),
    ):
        default = read_variable(name.upper()) or "0"
        parser.add_argument(f"--{name}", type=parse, default=default, metavar=metavar, help=description)
    parser.add_argument(
        "--deny",
        type=_operations,
        default=read_variable("DENY") or "",
        metavar="OPERATIONS",
        help="operations answered “access denied”, separated by commas: ListTags,Describe*",
    )


def list_accounts(options: argparse.Namespace) -> tuple[AccountSettings, ...]:
    """Return the accounts that options name, besides `--live` and `--account`.

    Raises:
        InvalidQuery: An option, or the file, is not understood.
    """
    from lineage_explorer.sources.accounts import account_settings  # noqa: PLC0415 - one account needs none

    if not (options.accounts or options.add_account or options.role):
        return ()
    found = [
        *(account_settings.read_account_file(Path(options.accounts)) if options.accounts else ()),
        *(each for text in options.add_account or () for each in account_settings.parse_account_option(text)),
        *(each for text in options.role or () for each in account_settings.parse_role_option(text)),
    ]
    return account_settings.check_accounts(found)


def _operations(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - the range of TCP ports
        raise argparse.ArgumentTypeError(f"{text} is not a port: use 1 to 65535, or 0 for a free one")
    return port


def _workers(text: str) -> int:
    count = int(text) if text.isdecimal() else 0
    if not 1 <= count <= MAX_WORKERS:
        raise argparse.ArgumentTypeError(f"{text} is not a number of workers: use 1 to {MAX_WORKERS}")
    if count > 1 and not hasattr(os, "fork"):
        raise argparse.ArgumentTypeError("more than 1 worker needs Linux or macOS: use 1")
    return count


def _base_path(text: str) -> str:
    path = f"/{text.strip('/')}".rstrip("/")
    if path and not re.fullmatch(r"(/[\w.~!$&'()*+,;=:@%-]+)+", path, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text} is not a path: write it as /tools/lineage")
    return path


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not an amount: use 0 or more")
    return amount


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share: use 0 to 1")
    return share

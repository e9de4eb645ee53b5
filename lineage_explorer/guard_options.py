"""Options of the command line that say who may use a server."""

from __future__ import annotations

import argparse
import secrets

from lineage_explorer.option_variables import read_flag, read_values, read_variable


def add_guard_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about sign-in, names of the server, and its log."""
    group = parser.add_argument_group("who may use it")
    group.add_argument(
        "--allow-host",
        action="append",
        default=read_values("ALLOW_HOST", ","),
        metavar="NAME",
        help="another name that the server answers to, such as lineage.example.com; may repeat",
    )
    group.add_argument(
        "--token",
        nargs="?",
        const="",
        default=read_variable("TOKEN"),
        help="who uses it needs this token; without a value, one is made and printed with the address",
    )
    group.add_argument(
        "--user-header",
        default=read_variable("USER_HEADER"),
        metavar="NAME",
        help="header in which a proxy names who has signed in, with --trusted-proxy",
    )
    group.add_argument(
        "--trusted-proxy",
        action="append",
        default=read_values("TRUSTED_PROXY", ","),
        metavar="ADDRESS",
        help="address or range of a proxy whose headers count; may repeat",
    )
    group.add_argument(
        "--alb",
        default=read_variable("ALB"),
        metavar="ARN",
        help="the load balancer that signs x-amzn-oidc-data, with --user-header",
    )
    group.add_argument(
        "--public",
        action="store_true",
        default=read_flag("PUBLIC"),
        help="everybody who reaches the server may use it",
    )
    group.add_argument(
        "--allow-frame",
        action="append",
        default=read_values("ALLOW_FRAME", ","),
        metavar="ORIGIN",
        help="site that may show the page in a frame, or self; may repeat",
    )
    _add_log_options(parser)


def _add_log_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("log")
    group.add_argument(
        "--log",
        type=parse_log_form,
        default=read_variable("LOG") or "text",
        metavar="text|json",
        help="form of the log on standard error (%(default)s)",
    )
    group.add_argument(
        "--log-names",
        action="store_true",
        default=read_flag("LOG_NAMES"),
        help="keep ARNs, URIs and addresses in the log",
    )


def make_token() -> str:
    """Return a new token; all workers of a server share it."""
    return secrets.token_urlsafe(24)


def parse_log_form(text: str) -> str:
    """Return a form of the log.

    Raises:
        ArgumentTypeError: There is no such form.
    """
    if text not in ("text", "json"):
        raise argparse.ArgumentTypeError(f"{text} is not a log format: use text or json")
    return text

"""Options of the command line that say who may use a server."""

from __future__ import annotations

import argparse
import os
import secrets


def add_guard_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about sign-in, names of the server, and its log."""
    group = parser.add_argument_group("who may use it")
    group.add_argument(
        "--allow-host",
        action="append",
        default=_list_values("ALLOW_HOST"),
        metavar="NAME",
        help="another name that the server answers to, such as lineage.example.com; may repeat",
    )
    group.add_argument(
        "--token",
        nargs="?",
        const="",
        default=os.environ.get("LINEAGE_TOKEN") or None,
        help="who uses it needs this token; without a value, one is made and printed with the address",
    )
    group.add_argument(
        "--user-header",
        default=os.environ.get("LINEAGE_USER_HEADER") or None,
        metavar="NAME",
        help="header in which a proxy names who has signed in, with --trusted-proxy",
    )
    group.add_argument(
        "--trusted-proxy",
        action="append",
        default=_list_values("TRUSTED_PROXY"),
        metavar="ADDRESS",
        help="address or range of a proxy whose headers count; may repeat",
    )
    group.add_argument(
        "--alb",
        default=os.environ.get("LINEAGE_ALB") or None,
        metavar="ARN",
        help="the load balancer that signs x-amzn-oidc-data, with --user-header",
    )
    group.add_argument(
        "--public",
        action="store_true",
        default=os.environ.get("LINEAGE_PUBLIC") not in (None, "", "0"),
        help="everybody who reaches the server may use it",
    )
    group.add_argument(
        "--allow-frame",
        action="append",
        default=_list_values("ALLOW_FRAME"),
        metavar="ORIGIN",
        help="site that may show the page in a frame, or self; may repeat",
    )
    _add_log_options(parser)


def _add_log_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("log")
    group.add_argument(
        "--log",
        type=parse_log_form,
        default=os.environ.get("LINEAGE_LOG") or "text",
        metavar="text|json",
        help="form of the log on standard error (%(default)s)",
    )
    group.add_argument(
        "--log-names",
        action="store_true",
        default=os.environ.get("LINEAGE_LOG_NAMES") not in (None, "", "0"),
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


def _list_values(option: str) -> list[str]:
    """Return the values of an environment variable, separated by commas."""
    return [value.strip() for value in os.environ.get(f"LINEAGE_{option}", "").split(",") if value.strip()]

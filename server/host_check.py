"""Check of the Host header: which names a server answers to.

A web page can point its own name at the address of this server (DNS rebinding). The browser then sends that
name, so a server that answers to its own names alone gives such a page nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from server.errors import Refusal
from server.guard_settings import GuardSettings, is_loopback, is_wildcard

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_MAX_SHOWN = 80

ANY_HOST = "*"
"""Allowed name that stands for any: for servers that no browser of their own machine can reach."""


def parse_host(header: str) -> str:
    """Return the name in a Host header; empty if there is none."""
    match = _HOST.fullmatch(header)
    return match[1].lower().strip("[]").removesuffix(".") if match else ""


def build_host_check(settings: GuardSettings) -> Callable[[str], None]:
    """Return a check of Host headers that raises a `Refusal`.

    A server on loopback answers to loopback's names, to that of `--host`, and to those of `--allow-host`. One
    that listens at all addresses of its machine answers to any address besides: a page cannot make an address
    its own name. An allowed name that begins with a dot stands for all names that end so, and `*` for any.
    """
    names = {parse_host(name) for name in (settings.host, *settings.allowed_hosts)} - {""}
    if ":" in settings.host:
        names.add(settings.host.strip("[]").lower())
    endings = tuple(name for name in names if name.startswith("."))
    accepts_addresses, accepts_all = is_wildcard(settings.host), ANY_HOST in settings.allowed_hosts

    def check_host(header: str) -> None:
        name = parse_host(header)
        is_own = name in names or is_loopback(name) or (bool(endings) and name.endswith(endings))
        if not name or not (is_own or accepts_all or (accepts_addresses and _is_address(name))):
            raise _build_refusal(header)

    return check_host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _build_refusal(header: str) -> Refusal:
    shown = re.sub(r"[^!-~]", "?", header)[:_MAX_SHOWN]
    if not shown:
        return Refusal(421, "wrong_host", "No host", "The request names no host.")
    detail = f"This server does not answer to “{shown}”. Start it with --allow-host NAME if it should."
    return Refusal(421, "wrong_host", "Another host", detail)

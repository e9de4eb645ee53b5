"""Settings of the guard, and the check that a server may start."""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from server.attempt_limit import AttemptLimit
from server.errors import SettingsError

ALB_HEADER = "x-amzn-oidc-data"
"""Header in which an Application Load Balancer says who has signed in, with a signature."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_ALLOWED_HOST = re.compile(r"\*|\.?[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?", re.ASCII)
_COOKIE_SAFE = re.compile(r"[!-~]{1,512}")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """Who may use a server, and under which names.

    Attributes:
        host: Address that the server listens at.
        allowed_hosts: Further names that requests may be sent to.
        token: Secret that signs people and programs in; empty for none.
        user_header: Header in which a proxy names the person; empty for none.
        trusted_proxies: Networks of the proxies whose headers count.
        alb_arn: ARN of the load balancer that signs `x-amzn-oidc-data`; empty for any.
        is_public: Whether everybody who reaches the server may use it.
        frame_ancestors: Origins whose pages may show the page in a frame.
        read_alb_key: Returns the public key at a URL, as PEM; by default over HTTPS.
        attempts: Limit of wrong tokens; by default one of this process.
    """

    host: str = "127.0.0.1"
    allowed_hosts: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    user_header: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    alb_arn: str = ""
    is_public: bool = False
    frame_ancestors: tuple[str, ...] = ()
    read_alb_key: Callable[[str], str] | None = None
    attempts: AttemptLimit | None = None

    @property
    def needs_sign_in(self) -> bool:
        """Whether a request must say who sends it."""
        return bool(self.token or self.user_header)


def build_settings(options: argparse.Namespace) -> GuardSettings:
    """Return the settings of a command line.

    Raises:
        SettingsError: A server must not start with them.
    """
    settings = GuardSettings(
        host=options.host,
        allowed_hosts=tuple(options.allow_host),
        token=options.token or "",
        user_header=options.user_header or "",
        trusted_proxies=parse_networks(tuple(options.trusted_proxy)),
        alb_arn=options.alb or "",
        is_public=options.public,
        frame_ancestors=tuple(options.allow_frame),
    )
    check_settings(settings)
    return settings


def is_loopback(host: str) -> bool:
    """Return whether only programs of this machine reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_wildcard(host: str) -> bool:
    """Return whether an address stands for all of the machine's."""
    try:
        return not host or ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def parse_networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Return the networks that addresses and ranges stand for.

    Raises:
        SettingsError: A text is neither.
    """
    networks = []
    for text in texts:
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError as error:
            raise SettingsError(
                f"--trusted-proxy “{text}” is not an address. Write it as 10.0.0.5 or 10.0.0.0/16."
            ) from error
    return tuple(networks)


def check_settings(settings: GuardSettings) -> None:
    """Check that a server may start.

    Raises:
        SettingsError: Strangers could use it, or a setting has no effect.
    """
    if settings.is_public and settings.needs_sign_in:
        raise SettingsError("--public lets everybody in: leave it out, or --token and --user-header.")
    if not (is_loopback(settings.host) or settings.needs_sign_in or settings.is_public):
        raise SettingsError(
            f"--host {settings.host or '“”'} lets other machines in: add --token, or --user-header with "
            "--trusted-proxy, or --public if everybody there may see the account."
        )
    _check_sign_in(settings)
    for origin in settings.frame_ancestors:
        _check_origin(origin)


def _check_sign_in(settings: GuardSettings) -> None:
    for name in settings.allowed_hosts:
        if not _ALLOWED_HOST.fullmatch(name):
            raise SettingsError(f"--allow-host “{name}” is not a name. Write it as lineage.example.com.")
    if settings.token and not _COOKIE_SAFE.fullmatch(settings.token):
        raise SettingsError("--token has up to 512 letters, digits and signs, without spaces.")
    if settings.user_header and not _HEADER_NAME.fullmatch(settings.user_header):
        raise SettingsError(f"--user-header “{settings.user_header}” is not the name of a header.")
    if settings.user_header and not settings.trusted_proxies:
        raise SettingsError(
            "--user-header needs --trusted-proxy ADDRESS: anybody else could send that header, too."
        )
    if settings.alb_arn and settings.user_header.lower() != ALB_HEADER:
        raise SettingsError(f"--alb belongs to --user-header {ALB_HEADER}.")


def _check_origin(origin: str) -> None:
    parts = urlsplit(origin)
    is_origin = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.path.strip("/")
    if origin != "self" and not (is_origin and re.fullmatch(r"[\w:/.*\[\]-]+", origin)):
        raise SettingsError(
            f"--allow-frame “{origin}” is not an origin. Write it as https://wiki.example.com, or self."
        )

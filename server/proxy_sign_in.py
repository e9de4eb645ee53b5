"""Sign-in by a proxy, which names people in a header."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from server.alb_token import AlbTokens
from server.errors import Refusal, SettingsError
from server.guard_settings import ALB_HEADER, GuardSettings, Network

PEER_KEY = "lineage.peer"
"""Key of a WSGI environment: address of the other end, where a server rewrites REMOTE_ADDR."""

_MAX_USER = 200


def is_trusted(environ: Mapping[str, Any], proxies: tuple[Network, ...]) -> bool:
    """Return whether a request comes from a trusted proxy itself."""
    peer = environ.get(PEER_KEY) or environ.get("REMOTE_ADDR") or ""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in proxies)


def read_client_address(environ: Mapping[str, Any], proxies: tuple[Network, ...]) -> str:
    """Return the address that has sent a request, by a trusted proxy."""
    peer = str(environ.get(PEER_KEY) or environ.get("REMOTE_ADDR") or "")
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return forwarded[:_MAX_USER] if forwarded and is_trusted(environ, proxies) else peer


class ProxySignIn:
    """Sign-in by the header of a trusted proxy.

    Args:
        settings: Names the header and the proxies.

    Raises:
        SettingsError: What verifies the load balancer's signature is not installed.
    """

    def __init__(self, settings: GuardSettings) -> None:
        self._key = f"HTTP_{settings.user_header.upper().replace('-', '_')}"
        self._header = settings.user_header
        self._proxies = settings.trusted_proxies
        self._parse = _choose_parser(settings)

    def identify(self, environ: Mapping[str, Any]) -> str:
        """Return who has signed in at the proxy; empty if nobody.

        Raises:
            Refusal: Somebody else has sent the header, or it is forged or expired.
        """
        value = self._read_header(environ)
        return self._parse(value) if value else ""

    def has_user(self, environ: Mapping[str, Any]) -> bool:
        """Return whether the proxy names somebody, who may be forged.

        Raises:
            Refusal: Somebody else has sent the header.
        """
        return bool(self._read_header(environ))

    def _read_header(self, environ: Mapping[str, Any]) -> str:
        value: str = environ.get(self._key, "")
        if value and not is_trusted(environ, self._proxies):
            detail = f"{self._header} counts only from the addresses that --trusted-proxy names."
            raise Refusal(403, "untrusted_proxy", "Not from the proxy", detail)
        return value


def _choose_parser(settings: GuardSettings) -> Callable[[str], str]:
    if settings.user_header.lower() != ALB_HEADER:
        return _clean_user
    try:
        return AlbTokens(alb_arn=settings.alb_arn, read_key=settings.read_alb_key).read_user
    except ImportError as error:
        raise SettingsError(
            f"--user-header {ALB_HEADER} needs two more packages: pip install 'lineage-explorer[alb]'."
        ) from error


def _clean_user(value: str) -> str:
    """Return a name as it was sent in UTF-8, without control characters.

    Raises:
        Refusal: It is too long.
    """
    try:
        text = value.encode("latin-1").decode()
    except UnicodeError:
        text = value
    name = "".join(character for character in text if character.isprintable()).strip()
    if len(name) > _MAX_USER:
        raise Refusal(403, "invalid_user", "User not valid", "The proxy sent a user name that is too long.")
    return name

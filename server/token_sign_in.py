"""Sign-in by a token, and from then on by a cookie.

It is in the address or entered in a form. Programs send the token with each request instead: as
`Authorization: Bearer TOKEN`, or, where they sign requests as AWS clients do, as the access key id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any

from itsdangerous import BadSignature, TimestampSigner

from server.attempt_limit import AttemptLimit

SESSION_SECONDS = 7 * 24 * 3600
"""How long somebody stays signed in, in seconds."""

_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
_ACCESS_KEY = re.compile(r"AWS4-HMAC-SHA256 +Credential=([^/,\s]+)/")
_SESSION = b"1"


def _find_token(environ: Mapping[str, Any]) -> str:
    """Return the token that a program sends; empty if it sends none."""
    header = environ.get("HTTP_AUTHORIZATION", "")
    match = _BEARER.fullmatch(header.strip()) or _ACCESS_KEY.match(header)
    return match[1] if match else ""


class TokenSignIn:
    """Sign-in by one token, which all who know it share.

    Args:
        token: The token.
        attempts: Limit of wrong tokens.
    """

    def __init__(self, token: str, attempts: AttemptLimit | None = None) -> None:
        self._digest = sha256(token.encode()).digest()
        self._attempts = attempts or AttemptLimit()
        self._signer = TimestampSigner(self._digest, salt="lineage session", digest_method=sha256)
        # Cookies do not tell ports apart: two explorers of one machine must not sign each other's people out.
        self.cookie_name = f"lineage_{sha256(b'cookie' + self._digest).hexdigest()[:10]}"

    def matches(self, token: str, address: str) -> bool:
        """Return whether a token is right.

        The comparison takes the same time for every token.

        Args:
            token: The token that was sent.
            address: Who has sent it.

        Raises:
            Refusal: Too many wrong tokens came from that address.
        """
        is_right = self._compare(token, address)
        if not is_right:
            self._attempts.record_failure(address)
        return is_right

    def _compare(self, token: str, address: str) -> bool:
        self._attempts.check(address)
        return compare_digest(sha256(token.encode(errors="replace")).digest(), self._digest)

    def is_signed_in(self, environ: Mapping[str, Any], address: str) -> bool:
        """Return whether a request has a valid cookie, or the token itself.

        Raises:
            Refusal: Too many wrong tokens came from that address.
        """
        token = _find_token(environ)
        return self.has_session(environ) or (bool(token) and self.matches(token, address))

    def is_known(self, environ: Mapping[str, Any], address: str) -> bool:
        """Return the same, but count nothing.

        Raises:
            Refusal: Too many wrong tokens came from that address.
        """
        token = _find_token(environ)
        return self.has_session(environ) or (bool(token) and self._compare(token, address))

    def has_session(self, environ: Mapping[str, Any]) -> bool:
        """Return whether a request has a valid cookie."""
        try:
            morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(self.cookie_name)
        except CookieError:
            return False
        if morsel is None:
            return False
        try:
            return self._signer.unsign(morsel.value, max_age=SESSION_SECONDS) == _SESSION
        except BadSignature:
            return False

    def build_cookie(self, *, path: str, is_secure: bool) -> str:
        """Return the header that signs a browser in.

        Args:
            path: Path of the page.
            is_secure: Whether the browser must send it over HTTPS only.
        """
        value = self._signer.sign(_SESSION).decode()
        cookie: SimpleCookie = SimpleCookie({self.cookie_name: value})
        morsel = cookie[self.cookie_name]
        morsel["path"], morsel["max-age"] = path or "/", SESSION_SECONDS
        morsel["httponly"], morsel["samesite"] = True, "Lax"
        if is_secure:
            morsel["secure"] = True
        return morsel.OutputString()

"""Tokens in which an Application Load Balancer says who has signed in.

The load balancer signs them (ES256) with keys that it publishes by region.
"""

from __future__ import annotations

import base64
import json
import re
import urllib.request
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from server.errors import Refusal

_SIGNER = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):elasticloadbalancing:(?P<region>[a-z]{2}[a-z-]*-\d+):\d{12}"
    r":loadbalancer/app/[A-Za-z0-9-]+/[0-9a-f]+"
)
_KEY_ID = re.compile(r"[A-Za-z0-9-]{1,100}")
_KEY_SECONDS = 5.0
_MAX_KEY_BYTES = 10_000
_MAX_KEYS = 100
_MAX_TOKEN = 16_384
_CLOCK_SKEW_SECONDS = 10
_NAMES = ("email", "preferred_username", "username", "name", "sub")
"""Claims that name a person, the best first."""


def build_key_url(signer: str, key_id: str) -> str:
    """Return where a load balancer's public key is.

    Raises:
        Refusal: One of them is malformed.
    """
    match = _SIGNER.fullmatch(signer)
    if match is None or not _KEY_ID.fullmatch(key_id):
        raise _build_refusal("It names no load balancer or key.")
    region = match["region"]
    if match["partition"] == "aws-us-gov":
        return f"https://s3-{region}.amazonaws.com/aws-elb-public-keys-prod-{region}/{key_id}"
    ending = ".cn" if match["partition"] == "aws-cn" else ""
    return f"https://public-keys.auth.elb.{region}.amazonaws.com{ending}/{key_id}"


def request_key(url: str) -> str:
    """Return the key at a URL, as PEM.

    Raises:
        OSError: It could not be read.
    """
    with urllib.request.urlopen(url, timeout=_KEY_SECONDS) as answer:  # noqa: S310 - https, by build_key_url
        return str(answer.read(_MAX_KEY_BYTES).decode("ascii", errors="replace"))


class AlbTokens:
    """Reader of a load balancer's tokens; thread-safe.

    Args:
        alb_arn: ARN of the load balancer; empty for any.
        read_key: Returns the public key at a URL.

    Raises:
        ImportError: The library that verifies signatures is not installed.
    """

    def __init__(self, *, alb_arn: str = "", read_key: Callable[[str], str] | None = None) -> None:
        import cryptography  # noqa: F401, PLC0415 - what jwt verifies such signatures with
        import jwt  # noqa: PLC0415 - with a load balancer only

        self._jwt: Any = jwt
        self._alb_arn = alb_arn
        self._read_key = read_key or request_key
        self._keys: dict[str, str] = {}
        self._lock = Lock()

    def read_user(self, token: str) -> str:
        """Return whom a token names.

        Raises:
            Refusal: It is forged or expired, names nobody, or its key could not be read.
        """
        header = _parse_header(token)
        signer = str(header.get("signer", ""))
        if header.get("alg") != "ES256" or (self._alb_arn and signer != self._alb_arn):
            raise _build_refusal("Another load balancer has signed it, or nobody.")
        key = self._get_key(build_key_url(signer, str(header.get("kid", ""))))
        try:
            claims = self._jwt.decode(
                token,
                key,
                algorithms=["ES256"],
                leeway=_CLOCK_SKEW_SECONDS,
                options={"require": ["exp"], "verify_aud": False},
            )
        except self._jwt.ExpiredSignatureError as error:
            raise _build_refusal("It has expired. Load the page again.") from error
        except (self._jwt.PyJWTError, ValueError, TypeError) as error:
            raise _build_refusal("Its signature does not match.") from error
        user = next((str(claims[name]) for name in _NAMES if claims.get(name)), "")
        user = "".join(character for character in user if character.isprintable()).strip()
        if not user:
            raise _build_refusal("It names no user.")
        return user[:200]

    def _get_key(self, url: str) -> str:
        with self._lock:
            key = self._keys.get(url)
        if key is None:
            try:
                key = self._read_key(url)
            except (OSError, ValueError) as error:
                raise Refusal(
                    503, "no_key", "Sign-in cannot be checked", "The load balancer's key could not be read."
                ) from error
            with self._lock:
                if len(self._keys) >= _MAX_KEYS:
                    self._keys.clear()
                self._keys[url] = key
        return key


def _parse_header(token: str) -> Mapping[str, Any]:
    """Return the header of a token, before anything is verified.

    Raises:
        Refusal: It is not a token.
    """
    first = token[:_MAX_TOKEN].partition(".")[0].rstrip("=")
    try:
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as error:
        raise _build_refusal("It is not a token.") from error
    if not isinstance(header, dict) or len(token) > _MAX_TOKEN:
        raise _build_refusal("It is not a token.")
    return header


def _build_refusal(sentence: str) -> Refusal:
    return Refusal(
        403, "invalid_user", "Sign-in is not valid", f"The proxy's token cannot be used. {sentence}"
    )

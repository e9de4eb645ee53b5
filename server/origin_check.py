"""Check of origins: pages of other sites may only link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from server.errors import Refusal

_OWN = ("", "same-origin", "none")
"""Values of Sec-Fetch-Site for the page itself, a typed address, and programs, which send none."""

_SAFE_METHODS = ("GET", "HEAD")


def check_origin(environ: Mapping[str, Any], *, is_page: bool, is_framed: bool = False) -> None:
    """Refuse a request that a page of another site has sent.

    Following a link to the page is fine: that shows it to the person and tells the other site nothing.
    Browsers send Sec-Fetch-Site to HTTPS and loopback alone. Elsewhere Origin tells for what is sent by POST.

    Args:
        environ: The request.
        is_page: Whether the path is one that people open.
        is_framed: Whether pages of other sites may show it in a frame.

    Raises:
        Refusal: Another site's page has sent it.
    """
    site = environ.get("HTTP_SEC_FETCH_SITE", "").lower()
    if not site and environ["REQUEST_METHOD"] not in _SAFE_METHODS:
        is_own = _is_own_origin(environ)
    else:
        is_own = site in _OWN or (is_page and _is_navigation(environ, is_framed=is_framed))
    if not is_own:
        detail = "Other sites may link to the explorer, but not use it. Open its page itself."
        raise Refusal(403, "cross_site", "Another site asks", detail)


def _is_navigation(environ: Mapping[str, Any], *, is_framed: bool) -> bool:
    """Return whether somebody follows a link, in a tab of their own."""
    destinations = ("", "document", "iframe", "frame") if is_framed else ("", "document")
    return (
        environ["REQUEST_METHOD"] in _SAFE_METHODS
        and environ.get("HTTP_SEC_FETCH_MODE", "navigate").lower() == "navigate"
        and environ.get("HTTP_SEC_FETCH_DEST", "").lower() in destinations
    )


def _is_own_origin(environ: Mapping[str, Any]) -> bool:
    origin = environ.get("HTTP_ORIGIN", "")
    return not origin or urlsplit(origin).netloc.lower() == environ.get("HTTP_HOST", "").lower()

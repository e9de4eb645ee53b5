"""Headers of every answer, which tell browsers what the page may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REQUEST_ID_HEADER = "X-Request-Id"

NO_STORE = "no-store"
REVALIDATE = "private, no-cache"
"""For the page itself, which holds nothing of the account: a browser may keep it, but must ask."""

_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
"""Features of browsers that the page never uses."""

_FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    # Addresses hold ARNs, so no other site is told where a link was followed.
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _FEATURES)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


@dataclass(frozen=True, slots=True)
class ResponseHeaders:
    """Headers that a guard adds.

    Attributes:
        script_hashes: Hashes of the inline scripts that may run, each as `'sha256-…'`.
        frame_ancestors: Origins whose pages may show the page in a frame, or `self`.
    """

    script_hashes: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()

    def format_policy(self) -> str:
        """Return the Content-Security-Policy.

        Styles may be inline, because Cytoscape and the icons have them; scripts may not.
        """
        ancestors = ["'self'" if origin == "self" else origin for origin in self.frame_ancestors]
        directives = {
            "default-src": ["'none'"],
            "script-src": ["'self'", *self.script_hashes],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:"],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'"],
            "frame-ancestors": ancestors or ["'none'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
        }
        return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())

    def list_headers(self) -> list[tuple[str, str]]:
        """Return the headers that every answer gets unless it has them."""
        framing = [] if self.frame_ancestors else [("X-Frame-Options", "DENY")]
        return [("Content-Security-Policy", self.format_policy()), *_FIXED, *framing]


def add_headers(
    headers: Sequence[tuple[str, str]], defaults: Iterable[tuple[str, str]], *, cache: str
) -> list[tuple[str, str]]:
    """Return an answer's headers with those that it lacks.

    Args:
        headers: Headers of the application.
        defaults: Headers for every answer.
        cache: Cache-Control of an answer that says nothing about it; empty to leave it so.
    """
    kept = [(name, value) for name, value in headers if name.lower() != "server"]
    present = {name.lower() for name, _ in kept}
    wanted = [*defaults, *([("Cache-Control", cache)] if cache else [])]
    return [*kept, *((name, value) for name, value in wanted if name.lower() not in present)]

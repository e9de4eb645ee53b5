"""Scripts, styles and typeface of a saved page, read from files."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

_OURS = Path(__file__).parent
_ASSETS = _OURS.parents[1] / "assets"

_SCRIPTS = (
    _OURS / "vendor" / "cytoscape.min.js",
    _ASSETS / "icons.js",
    _ASSETS / "flow.js",
    _ASSETS / "faces.js",
    _ASSETS / "cards.js",
    _ASSETS / "lanes.js",
    _ASSETS / "levels.js",
    _ASSETS / "print.js",
    _ASSETS / "pointing.js",
    _ASSETS / "camera.js",
    _ASSETS / "picture.js",
    _ASSETS / "page.js",
    _ASSETS / "current.js",
    _ASSETS / "find.js",
    _ASSETS / "twin.js",
    _OURS / "facts.js",
    _OURS / "open.js",
)


def ours(name: str) -> str:
    """Return a file that only saved pages have."""
    return _read(_OURS / name)


def theme() -> str:
    """Return the script that selects light or dark before rendering."""
    return ours("theme.js")


def scripts() -> tuple[str, ...]:
    """Return the other scripts, in the order in which they run."""
    return tuple(map(_read, _SCRIPTS))


def style() -> str:
    """Return all styles as one text, with the typeface embedded.

    The typeface files are embedded as data URLs.
    """
    files = (*sorted(_ASSETS.glob("*.css")), _OURS / "page.css")
    return re.sub(r'url\("(fonts/[^"]+)"\)', _inlined, "\n".join(map(_read, files)))


def policy(trusted: Iterable[str]) -> str:
    """Return a content security policy for exactly these scripts.

    Nothing else runs, and nothing is fetched.
    """
    hashes = (f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in trusted)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; font-src data:; img-src data:; "
        f"style-src 'unsafe-inline'; script-src {' '.join(hashes)}"
    )


def _inlined(match: re.Match[str]) -> str:
    font = b64encode((_ASSETS / match[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")

"""Scripts, styles and typeface of a saved page, read from files."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

_PAGE_FILES = Path(__file__).parent
_ASSETS = _PAGE_FILES.parents[1] / "assets"

_SCRIPTS = (
    _PAGE_FILES / "vendor" / "cytoscape.min.js",
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
    _PAGE_FILES / "facts.js",
    _PAGE_FILES / "open.js",
)


def read_page_file(name: str) -> str:
    """Return a file that only saved pages have."""
    return _read_text(_PAGE_FILES / name)


def read_theme_script() -> str:
    """Return the script that selects light or dark before rendering."""
    return read_page_file("theme.js")


def read_scripts() -> tuple[str, ...]:
    """Return the other scripts, in the order in which they run."""
    return tuple(map(_read_text, _SCRIPTS))


def build_stylesheet() -> str:
    """Return all styles as one text, with the typeface embedded.

    The typeface files are embedded as data URLs.
    """
    files = (*sorted(_ASSETS.glob("*.css")), _PAGE_FILES / "page.css")
    return re.sub(r'url\("(fonts/[^"]+)"\)', _inline_font, "\n".join(map(_read_text, files)))


def build_content_policy(allowed_scripts: Iterable[str]) -> str:
    """Return a content security policy for exactly these scripts.

    Nothing else runs, and nothing is fetched.
    """
    hashes = (
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in allowed_scripts
    )
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; font-src data:; img-src data:; "
        f"style-src 'unsafe-inline'; script-src {' '.join(hashes)}"
    )


def _inline_font(match: re.Match[str]) -> str:
    font = b64encode((_ASSETS / match[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")

"""Bundles of the page's own scripts and styles.

All files of one kind are served as one file, because thirty requests delay the first screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response

_A_YEAR = "public, max-age=31536000, immutable"
_FOLDER = Path(__file__).parent.parent / "assets"

_POLYFILL = re.compile(r'<script src="[^"]*/polyfill@[^"]*"></script>\n?')

IGNORED = r".*\.(css|js)$"
"""Pattern of the files that Dash must not link one by one.

Dash serves the rest of the folder as usual."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """All files of one kind, concatenated in the order of their names.

    Attributes:
        name: File name in the URL. The folder is the one of the original files, because `url()` in styles is
            relative.
        mimetype: MIME type of the response.
        tag: HTML element that loads the bundle, with a placeholder for its URL.
        before: Placeholder of Dash's index page before which the element is inserted.
        text: Content of the bundle.
    """

    name: str
    mimetype: str
    tag: str
    before: str
    text: str

    @property
    def element(self) -> str:
        """HTML element that loads the bundle.

        Its URL contains a hash of the content, so that browsers can cache it for a year.
        """
        version = sha256(self.text.encode()).hexdigest()[:12]
        return self.tag.format(f"/assets/{self.name}?v={version}")

    def answer(self) -> Response:
        """Return the bundle as a cacheable response."""
        return Response(self.text, mimetype=self.mimetype, headers={"Cache-Control": _A_YEAR})


def bundles(folder: Path = _FOLDER) -> Sequence[Bundle]:
    """Return the bundles of a folder: styles, then scripts."""
    styles, scripts = (
        "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob(f"*.{kind}")))
        for kind in ("css", "js")
    )
    return (
        Bundle("all.css", "text/css", '<link rel="stylesheet" href="{}">', "{%css%}", styles),
        Bundle("all.js", "text/javascript", '<script src="{}"></script>', "{%config%}", scripts),
    )


def served(server: Flask, page: str) -> str:
    """Serve the bundles and insert their elements into a page.

    The bundled scripts come before those of Dash. They only add listeners, except that they request the first
    screen; that request is in flight while the other scripts are parsed.

    Returns:
        The page's HTML.
    """
    for bundle in bundles():
        server.add_url_rule(f"/assets/{bundle.name}", bundle.name, bundle.answer)
        page = page.replace(bundle.before, f"{bundle.element}\n{bundle.before}")
    return page


def modern(scripts: str) -> str:
    """Remove the polyfill for old browsers from Dash's script elements.

    Cytoscape.js and the page's own scripts need a newer browser anyway. The polyfill replaces built-ins such
    as iterators, and takes more than a tenth of the start-up time.
    """
    return _POLYFILL.sub("", scripts)

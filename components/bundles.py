"""The page's own scripts and styles, each kind as one file: thirty requests hold up the first screen."""

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
"""What Dash is not to ask for one by one; the rest of the folder it serves as ever."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of one kind, one after the other in the order of their names.

    Attributes:
        name: As the page asks for it, beside the files that it is made of: `url()` in styles is relative.
        mimetype: What it is.
        tag: How a page asks for it, with a place for the address.
        before: What of Dash's it stands before in the page.
        text: The files.
    """

    name: str
    mimetype: str
    tag: str
    before: str
    text: str

    @property
    def element(self) -> str:
        """The element that asks for it; another text has another address, so that it may be kept for ever."""
        version = sha256(self.text.encode()).hexdigest()[:12]
        return self.tag.format(f"/assets/{self.name}?v={version}")

    def answer(self) -> Response:
        """Return it as a browser may keep it."""
        return Response(self.text, mimetype=self.mimetype, headers={"Cache-Control": _A_YEAR})


def bundles(folder: Path = _FOLDER) -> Sequence[Bundle]:
    """Return a folder's styles and scripts."""
    styles, scripts = (
        "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob(f"*.{kind}")))
        for kind in ("css", "js")
    )
    return (
        Bundle("all.css", "text/css", '<link rel="stylesheet" href="{}">', "{%css%}", styles),
        Bundle("all.js", "text/javascript", '<script src="{}"></script>', "{%config%}", scripts),
    )


def served(server: Flask, page: str) -> str:
    """Serve the bundles, and return a page's HTML with their elements.

    Our scripts stand before those of Dash: they only listen, but for the first screen's request, which is
    under way while the others are read.
    """
    for bundle in bundles():
        server.add_url_rule(f"/assets/{bundle.name}", bundle.name, bundle.answer)
        page = page.replace(bundle.before, f"{bundle.element}\n{bundle.before}")
    return page


def modern(scripts: str) -> str:
    """Return the elements of Dash's scripts without that of what older browsers lack.

    Cytoscape.js and the page's own scripts need a newer browser anyway, and it costs more than a tenth of a
    start: it replaces what the browser has, iterators among them, with its own.
    """
    return _POLYFILL.sub("", scripts)

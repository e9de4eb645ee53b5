"""Bundles of the page's own script and styles.

`web/` has their sources, and `make bundles` builds them. One file of each kind is served, because thirty
requests delay the first screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response

_CACHE_ONE_YEAR = "public, max-age=31536000, immutable"
FOLDER = Path(__file__).parent.parent / "assets"

_UNUSED = re.compile(r'<script src="[^"]*/(?:polyfill@|dash/dcc/|dash/dash_table/)[^"]*"></script>\n?')

ASSETS_IGNORE = r".*\.(css|js)$"
"""Pattern of the files that Dash must not link.

Dash serves the rest of the folder as usual."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Built file.

    Attributes:
        name: File name, also in the URL: `url()` in styles is relative to the folder.
        mimetype: MIME type of the response.
        tag_template: HTML element that loads the bundle, with a placeholder for its URL.
        insert_before: Placeholder of Dash's index page before which the element is inserted.
        content: Content of the bundle.
    """

    name: str
    mimetype: str
    tag_template: str
    insert_before: str
    content: str

    @property
    def element(self) -> str:
        """HTML element that loads the bundle.

        Its URL contains a hash of the content, so that browsers can cache it for a year.
        """
        version = sha256(self.content.encode()).hexdigest()[:12]
        return self.tag_template.format(f"./assets/{self.name}?v={version}")

    def build_response(self) -> Response:
        """Return the bundle as a cacheable response."""
        return Response(self.content, mimetype=self.mimetype, headers={"Cache-Control": _CACHE_ONE_YEAR})


def load_bundles(folder: Path = FOLDER) -> Sequence[Bundle]:
    """Return the bundles of a folder: styles, then script."""
    styles, script = (
        (folder / f"explorer.bundle.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")
    )
    return (
        Bundle("explorer.bundle.css", "text/css", '<link rel="stylesheet" href="{}">', "{%css%}", styles),
        Bundle("explorer.bundle.js", "text/javascript", '<script src="{}"></script>', "{%config%}", script),
    )


def serve_bundles(server: Flask, page: str) -> str:
    """Serve the bundles and insert their elements into a page.

    The script comes before those of Dash. It only adds listeners, except that it requests the first screen;
    that request is in flight while the other scripts are parsed.

    Returns:
        The page's HTML.
    """
    for bundle in load_bundles():
        server.add_url_rule(f"/assets/{bundle.name}", bundle.name, bundle.build_response)
        page = page.replace(bundle.insert_before, f"{bundle.element}\n{bundle.insert_before}")
    return page


def remove_unused_scripts(scripts: str) -> str:
    """Remove scripts that the page does not use from Dash's script elements.

    Dash links its core components and its table on every page; `components/controls.py` has what this page
    needs of them. They were 126 kB of the transfer. So was the polyfill for old browsers (34 kB):
    Cytoscape.js and the page's own scripts need a newer browser anyway, and it slows down iteration.
    """
    return _UNUSED.sub("", scripts)

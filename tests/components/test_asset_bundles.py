"""Bundles of the page's own script and styles, cached by content."""

from __future__ import annotations

import pytest
from flask import Flask

from components.asset_bundles import load_bundles, serve_bundles


@pytest.fixture
def folder(tmp_path):
    for name, text in {"explorer.bundle.js": "one();", "explorer.bundle.css": "a {}"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_styles_and_script_are_one_file_each(folder):
    assert [bundle.content for bundle in load_bundles(folder)] == ["a {}", "one();"]


def test_changed_content_changes_the_url(folder):
    before = load_bundles(folder)[1].element
    (folder / "explorer.bundle.js").write_text("two();")
    assert load_bundles(folder)[1].element != before


def test_bundle_urls_of_a_page_are_served_and_cacheable():
    server = Flask(__name__)
    page = serve_bundles(server, "{%css%} {%config%}")
    css, script = "explorer.bundle.css", "explorer.bundle.js"
    assert page.index(css) < page.index("{%css%}") < page.index(script) < page.index("{%config%}")
    for bundle in load_bundles():
        answer = server.test_client().get(f"/assets/{bundle.name}")
        assert (answer.text, answer.mimetype) == (bundle.content, bundle.mimetype)
        assert "immutable" in answer.headers["Cache-Control"]

"""Bundles of the page's own scripts and styles, cached by content."""

from __future__ import annotations

import pytest
from flask import Flask

from components.asset_bundles import load_bundles, serve_bundles


@pytest.fixture
def folder(tmp_path):
    for name, text in {"b.js": "two();", "a.js": "one();", "a.css": "a {}", "logo.svg": "<svg/>"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_files_of_one_type_are_joined_in_alphabetical_order(folder):
    styles, scripts = load_bundles(folder)
    assert (styles.content, scripts.content) == ("a {}", "one();\ntwo();")


def test_changed_content_changes_the_url(folder):
    before = load_bundles(folder)[1].element
    (folder / "b.js").write_text("three();")
    assert load_bundles(folder)[1].element != before


def test_bundle_urls_of_a_page_are_served_and_cacheable():
    server = Flask(__name__)
    page = serve_bundles(server, "{%css%} {%config%}")
    assert page.index("all.css") < page.index("{%css%}") < page.index("all.js") < page.index("{%config%}")
    for bundle in load_bundles():
        answer = server.test_client().get(f"/assets/{bundle.name}")
        assert (answer.text, answer.mimetype) == (bundle.content, bundle.mimetype)
        assert "immutable" in answer.headers["Cache-Control"]

"""Bundles of the page's own script and styles, cached by content."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from components.asset_bundles import load_bundles, serve_bundles
from components.skeleton import insert_skeleton
from lineage_explorer.query.address import describe_grammar, parse_address
from tests.support.graph_builders import DATA, ENDPOINT, MODEL


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


def test_page_contains_the_grammar_of_the_address_as_data():
    page = insert_skeleton("{%css%} {%app_entry%}")
    element = re.search(r'<script type="application/json" id=url-grammar>(.*?)</script>', page)
    assert element
    assert json.loads(element[1]) == describe_grammar()


def test_a_new_focus_drops_what_the_grammar_says():
    search = (
        f"?start={ENDPOINT}&question=endpoint-jobs&view=table&hide=data&between={DATA}&between={MODEL}"
        f"&path=1&grow=up:{DATA}&fold={MODEL}"
    )
    address = parse_address(search)
    moved = address.with_start(MODEL)
    assert (moved.question_slug, moved.between, bool(moved.expansion)) == (None, None, False)
    assert (moved.view, moved.hidden_kinds) == (address.view, address.hidden_kinds)
    compared = {"against", "as_of", "against_as_of", "against_file", "against_account", "only"}
    dropped = {"question", "grow", "fold", "further", "moved", "between", "path", *compared}
    grammar = describe_grammar()
    assert {*grammar["dropped_by_focus"], *grammar["dropped_off_path"]} == dropped

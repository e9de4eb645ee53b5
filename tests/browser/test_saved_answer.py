"""A question's answer, saved as a page and read where there is neither server nor network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

LONGEST = 1 / 3
"""What an answer may take of the window's height."""
SENTENCE = "Approved by priya-raman on 4 Nov 2026"


@pytest.fixture
def saved(explore, chromium: Browser, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """Return a function that saves what the explorer shows, and opens it in a window without a network."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)

    def save() -> Page:
        with explore.page.expect_download() as download:
            explore.page.click("#save")
        file = tmp_path / "saved.html"
        download.value.save_as(file)
        opened = context.new_page()
        opened.goto(file.as_uri())
        opened.wait_for_selector("#lineage[data-key]")
        return opened

    yield save
    context.close()


def test_who_approved_it_and_when_stands_on_the_page(explore, production, saved):
    explore.open(start=production, question="package-approvals")
    page = saved()
    assert page.inner_text("#answer .eyebrow") == "Who approved this, and when?"
    assert SENTENCE in page.inner_text("#answer h2") == explore.page.inner_text("#answer h2")
    assert page.locator("#answer tbody tr").all_inner_texts() == [
        row.strip() for row in explore.page.locator("#answer tbody tr").all_inner_texts()
    ]
    approved = page.locator("#answer tbody tr", has_text="priya-raman").inner_text()
    assert "2026-11-04 14:10" in approved
    assert unquote(urlsplit(explore.page.url).query) in page.inner_text(".status-bar")


def test_a_long_list_leaves_the_picture_its_room_and_more_when_it_is_folded(explore, production, saved):
    explore.open(start=production, question="relationships")
    page = saved()
    window, whole = 900, page.locator("#answer table").bounding_box()
    shown, picture = page.locator("#answer").bounding_box(), page.locator("#graph").bounding_box()
    assert shown["height"] <= window * LONGEST < whole["height"]
    assert picture["height"] > window * LONGEST
    page.click("#answer summary")
    assert page.locator("#graph").bounding_box()["height"] > picture["height"]


def test_on_paper_the_whole_list_is_there_also_where_it_is_folded(explore, production, saved):
    explore.open(start=production, question="relationships")
    page = saved()
    page.click("#answer summary")
    page.emulate_media(media="print")
    assert page.locator("#answer tbody tr").last.is_visible()
    table, answer = page.locator("#answer table").bounding_box(), page.locator("#answer").bounding_box()
    assert table["height"] < answer["height"]


def test_a_page_without_a_question_says_what_the_explorer_says(explore, production, saved):
    explore.open(start=production, direction="Ascendants")
    page = saved()
    assert page.locator("#answer").count() == 0
    assert page.inner_text("#status") == explore.page.inner_text("#status")
    assert unquote(urlsplit(explore.page.url).query) in page.inner_text(".status-bar")

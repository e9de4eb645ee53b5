"""A question's answer saved as a page, opened offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.explorer_page import press_export

LONGEST = 1 / 3
"""What an answer may take of the window's height."""
SENTENCE = "Approved by priya-raman on 4 Nov 2026"


@pytest.fixture
def save_and_open(explore, chromium: Browser, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """Return a function that saves the view and opens it offline."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)

    def save() -> Page:
        with explore.page.expect_download() as download:
            press_export(explore.page)
        file = tmp_path / "saved.html"
        download.value.save_as(file)
        opened = context.new_page()
        opened.goto(file.as_uri())
        opened.wait_for_selector("#lineage[data-key]")
        return opened

    yield save
    context.close()


def test_saved_page_names_the_approver_and_the_date(explore, production, save_and_open):
    explore.open(start=production, question="package-approvals")
    page = save_and_open()
    assert page.inner_text("#answer .eyebrow") == "Who approved this, and when?"
    assert SENTENCE in page.inner_text("#answer h2") == explore.page.inner_text("#answer h2")
    assert page.locator("#answer tbody tr").all_inner_texts() == [
        row.strip() for row in explore.page.locator("#answer tbody tr").all_inner_texts()
    ]
    approved = page.locator("#answer tbody tr", has_text="priya-raman").inner_text()
    assert "2026-11-04 14:10" in approved
    assert unquote(urlsplit(explore.page.url).query) in page.inner_text(".status-bar")


def test_long_list_leaves_room_for_the_graph_and_more_when_folded(explore, production, save_and_open):
    explore.open(start=production, question="relationships")
    page = save_and_open()
    window, whole = 900, page.locator("#answer table").bounding_box()
    shown, picture = page.locator("#answer").bounding_box(), page.locator("#graph").bounding_box()
    assert shown["height"] <= window * LONGEST < whole["height"]
    assert picture["height"] > window * LONGEST
    page.click("#answer summary")
    assert page.locator("#graph").bounding_box()["height"] > picture["height"]


def test_printed_page_has_the_whole_list_even_if_folded(explore, production, save_and_open):
    explore.open(start=production, question="relationships")
    page = save_and_open()
    page.click("#answer summary")
    count = page.locator("#answer tbody tr").count()
    page.emulate_media(media="print")
    assert page.locator("#answer tbody tr").last.is_visible()  # also where no script runs
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rows = page.locator(".paper-table").first.locator("tbody tr")
    assert rows.count() == count > 20
    assert rows.last.is_visible()


def test_saved_page_without_a_question_repeats_the_summary(explore, production, save_and_open):
    explore.open(start=production, direction="Ascendants")
    page = save_and_open()
    assert page.locator("#answer").count() == 0
    assert page.inner_text("#status") == explore.page.inner_text("#status")
    assert unquote(urlsplit(explore.page.url).query) in page.inner_text(".status-bar")

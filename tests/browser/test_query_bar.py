"""Chips above the picture, and what they open."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(explore, production):
    """Return a window on the data sets behind an endpoint."""
    explore.open(start=production, type="DataSet", depth="8")
    return explore.page


def test_direction_chip_opens_a_menu_that_changes_it_and_keeps_the_rest(page, explore, production):
    page.click("#chips summary >> text=Direction")
    key = explore.attribute("key")
    page.click("#chips .chip-menu >> text='Downstream'")
    explore.await_new(key)
    assert explore.asked == {
        "start": [production],
        "direction": ["Descendants"],
        "depth": ["8"],
        "type": ["DataSet"],
    }
    assert "Downstream" in explore.text("#chips summary >> nth=0")


def test_menu_closes_by_escape_and_by_a_click_elsewhere(page):
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(700, 500)):
        page.click("#chips summary >> nth=1")
        assert page.is_visible("#chips .chip-menu.depth")
        close()
        page.wait_for_selector("#chips .chip-menu.depth", state="hidden")


def test_filter_is_left_out_by_its_cross_and_added_in_the_form(page, explore, production):
    key = explore.attribute("key")
    page.get_by_role("link", name="Remove Type Data set").click()
    explore.await_new(key)
    assert explore.asked == {"start": [production], "depth": ["8"]}
    assert page.is_hidden("#question")
    page.click("#chips .add")
    assert page.evaluate("document.activeElement.id") == "lineage_type"


def test_bookmark_says_filters_and_depth(page):
    assert page.title() == "customer-churn-production · Depth 8, Type Data set · Lineage Explorer"


def test_filter_stays_readable_beside_the_open_form(page, explore, production):
    page.set_viewport_size({"width": 1280, "height": 800})
    explore.open(start=production, created_after="2026-03-01T00:00:00Z")
    page.click("#chips .add")
    line = page.locator("#chips").bounding_box()
    box = page.locator("#chips .removable").bounding_box()
    assert box["x"] + box["width"] <= line["x"] + line["width"]


def test_zoom_is_told_in_percent(page):
    before = page.inner_text("#zoom-level")
    page.click("#zoom-in")
    page.wait_for_function(
        "before => document.getElementById('zoom-level').textContent !== before", arg=before
    )
    assert page.inner_text("#zoom-level").endswith(" %")

"""How the page is furnished: panels put away and brought back, small windows, presenting."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(explore, production):
    """Return a window that shows the demo's production endpoint."""
    explore.open(start=production)
    return explore.page


def width(page) -> float:
    return page.locator("#graph").bounding_box()["width"]


def test_a_panel_that_is_put_away_leaves_its_room_to_the_picture_and_comes_back(page):
    before = width(page)
    for toggle, panel in (("question", "#question"), ("facts", "#details")):
        page.click(f"#toggle-{toggle}")
        assert not page.is_visible(panel)
        assert width(page) > before + 200
        assert page.get_attribute(f"#toggle-{toggle}", "aria-expanded") == "false"
        page.click(f"#toggle-{toggle}")
        assert page.is_visible(panel)
        assert width(page) == before


def test_a_panel_stays_away_when_the_page_is_opened_again(page, explore):
    page.click("#toggle-question")
    page.reload()
    explore.settle()
    assert not page.is_visible("#question")
    assert page.get_attribute("#toggle-question", "aria-expanded") == "false"


def test_the_key_to_the_start_box_brings_its_panel_back(page):
    page.click("#toggle-question")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "start"


def test_a_small_window_shows_the_picture_and_lays_one_panel_at_a_time_over_it(page):
    page.set_viewport_size({"width": 820, "height": 1100})
    assert not page.is_visible("#question")
    assert not page.is_visible("#details")
    assert width(page) == 820
    page.click("#toggle-facts")
    page.click("#toggle-question")
    assert page.is_visible("#question")
    assert not page.is_visible("#details")
    page.fill("#depth", "2")
    page.click("#run")
    page.wait_for_selector("#question", state="hidden")


def test_presenting_leaves_picture_legend_and_sentence_in_large_type_until_a_key_or_a_button_ends_it(page):
    for end in (lambda: page.keyboard.press("Escape"), lambda: page.click("#end")):
        page.click("#present")
        assert not any(page.is_visible(part) for part in ("header", "#question", "#details", ".toolbar"))
        assert all(page.is_visible(part) for part in ("#graph", ".legend", "#status"))
        assert page.evaluate("parseFloat(getComputedStyle(document.getElementById('status')).fontSize)") >= 20
        end()
        page.wait_for_selector("header")
        assert page.is_visible("#details")

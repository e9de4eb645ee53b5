"""Panels are closed and reopened; small windows; presentation mode."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(explore, production):
    """Return a window that shows the demo's production endpoint."""
    explore.open(start=production)
    return explore.page


def panel_width(page) -> float:
    return page.locator("#graph").bounding_box()["width"]


def test_closed_panel_gives_its_space_to_the_graph_and_reopens(page):
    before = panel_width(page)
    for toggle, panel in (("question", "#question"), ("facts", "#details")):
        page.click(f"#toggle-{toggle}")
        assert not page.is_visible(panel)
        assert panel_width(page) > before + 200
        assert page.get_attribute(f"#toggle-{toggle}", "aria-expanded") == "false"
        page.click(f"#toggle-{toggle}")
        assert page.is_visible(panel)
        assert panel_width(page) == before


def test_closed_panel_stays_closed_after_reopening_the_page(page, explore):
    page.click("#toggle-question")
    page.reload()
    explore.settle()
    assert not page.is_visible("#question")
    assert page.get_attribute("#toggle-question", "aria-expanded") == "false"


def test_shortcut_of_the_start_box_reopens_its_panel(page):
    page.click("#toggle-question")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "start"


def test_small_window_overlays_one_panel_at_a_time(page):
    page.set_viewport_size({"width": 820, "height": 1100})
    assert not page.is_visible("#question")
    assert not page.is_visible("#details")
    assert panel_width(page) == 820
    page.click("#toggle-facts")
    page.click("#toggle-question")
    assert page.is_visible("#question")
    assert not page.is_visible("#details")
    page.fill("#depth", "2")
    page.click("#run")
    page.wait_for_selector("#question", state="hidden")


def test_presentation_shows_graph_legend_and_summary_until_it_is_ended(page):
    for end in (lambda: page.keyboard.press("Escape"), lambda: page.click("#end")):
        page.click("#present")
        assert not any(page.is_visible(part) for part in ("header", "#question", "#details", ".toolbar"))
        assert all(page.is_visible(part) for part in ("#graph", ".legend", "#status"))
        assert page.evaluate("parseFloat(getComputedStyle(document.getElementById('status')).fontSize)") >= 20
        end()
        page.wait_for_selector("header")
        assert page.is_visible("#details")

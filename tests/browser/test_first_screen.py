"""The first screen is usable while scripts are still loading."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.support.explorer_page import Explorer

SCRIPT = "**/dash_renderer*"
DARK = "rgb(18, 23, 31)"


class DelayedWindow:
    """A window at the first screen whose scripts are delayed."""

    def __init__(self, explore: Explorer) -> None:
        self._page = explore.page
        self._routes: list[Route] = []
        self._page.route(SCRIPT, self._hold)
        self._page.goto(explore.address, wait_until="commit")
        self._page.wait_for_selector(".waiting")
        # The page's own scripts have run: from now on keys are heard.
        self._page.wait_for_function("Boolean(window.dash_clientside?.lineage)")

    def _hold(self, route: Route) -> None:
        self._routes.append(route)

    def come(self) -> None:
        """Let the page come."""
        while not self._routes:
            self._page.wait_for_timeout(20)
        self._routes.pop().continue_()
        self._page.wait_for_selector(".waiting", state="detached")


@pytest.fixture
def delayed_window(explore) -> DelayedWindow:
    return DelayedWindow(explore)


def is_loading(explore: Explorer):
    return explore.page.locator(".waiting")


def test_start_links_are_shown_before_the_scripts_load(explore, delayed_window):
    expect(is_loading(explore).get_by_role("link", name="customer-churn-production endpoint")).to_be_visible()
    assert explore.page.locator("#lineage").count() == 0
    here = await_whole(is_loading(explore).locator(".welcome"))
    delayed_window.come()
    assert await_whole(explore.page.locator("#welcome")) == here


def await_whole(welcome: Locator) -> str:
    """Return the text of the first screen once no part of it is still being read."""
    expect(welcome.locator(".products")).not_to_contain_text("…")
    expect(welcome).not_to_contain_text("Loading")
    return welcome.inner_text()


def test_early_click_on_a_link_leads_to_its_target(explore, delayed_window, production):
    is_loading(explore).get_by_role("link", name="customer-churn-production endpoint").click()
    delayed_window.come()
    explore.settle()
    assert explore.attribute("start") == production
    explore.page.go_back()
    expect(explore.page.locator("#welcome h1")).to_be_visible()
    assert explore.asked == {}


def test_going_back_before_loading_returns_to_the_first_screen(explore, delayed_window):
    is_loading(explore).get_by_role("link", name="customer-churn-production endpoint").click()
    expect(is_loading(explore).locator(".welcome")).to_be_hidden()
    explore.page.evaluate("() => history.back()")
    expect(is_loading(explore).locator(".welcome h1")).to_be_visible()
    delayed_window.come()
    expect(explore.page.locator("#welcome h1")).to_be_visible()


def test_early_typing_is_kept_in_the_start_box_and_searched(explore, delayed_window):
    explore.page.keyboard.press("/")
    explore.page.keyboard.type("abalne")
    explore.page.keyboard.press("ArrowLeft")
    explore.page.keyboard.press("ArrowLeft")
    delayed_window.come()
    expect(explore.page.locator("#start")).to_be_focused()
    expect(explore.page.locator("#start")).to_have_js_property("selectionStart", 4)
    explore.page.keyboard.type("o")
    expect(explore.page.locator("#start")).to_have_value("abalone")
    expect(explore.page.locator("#hits a").first).to_contain_text("abalone")


def test_early_enter_submits_once_loaded(explore, delayed_window, production):
    is_loading(explore).locator(".home-search").click()
    is_loading(explore).get_by_label("Start").fill(production)
    explore.page.keyboard.press("Enter")
    delayed_window.come()
    explore.await_state("complete")
    assert explore.attribute("start") == production


def test_keyboard_focus_stays_on_its_link_after_loading(explore, delayed_window):
    is_loading(explore).get_by_role("link", name="customer-churn-staging endpoint").focus()
    delayed_window.come()
    expect(
        explore.page.locator("#welcome").get_by_role("link", name="customer-churn-staging endpoint")
    ).to_be_focused()


@pytest.mark.parametrize(("system", "kept", "seen"), [("light", "dark", "dark"), ("dark", None, "dark")])
def test_first_screen_uses_the_dark_theme(explore, system, kept, seen):
    explore.page.emulate_media(color_scheme=system)
    explore.page.goto(f"{explore.address}/health")
    if kept:
        explore.page.evaluate("kept => localStorage.setItem('lineage-color-scheme', kept)", kept)
    held = DelayedWindow(explore)
    expect(explore.page.locator("html")).to_have_attribute("data-color-scheme", seen)
    expect(is_loading(explore)).to_have_css("background-color", DARK)
    held.come()
    expect(explore.page.locator("body")).to_have_css("background-color", DARK)


def test_early_keyboard_shortcuts_raise_no_error(delayed_window, page):
    for key in ("?", "Escape", "ArrowDown", "Control+Enter", "Control+f", "Control+k"):
        page.keyboard.press(key)  # the window's fixture looks for script errors
    delayed_window.come()

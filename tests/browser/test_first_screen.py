"""While the page is on its way one can read its first screen; what was done there is done when it has come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.support.explorer_page import Explorer

SCRIPT = "**/dash_renderer*"
DARK = "rgb(18, 23, 31)"


class Held:
    """A window at the first screen, with one of Dash's scripts still on its way."""

    def __init__(self, explore: Explorer) -> None:
        self._page = explore.page
        self._routes: list[Route] = []
        self._page.route(SCRIPT, self._hold)
        self._page.goto(explore.address, wait_until="commit")
        self._page.wait_for_selector(".waiting")

    def _hold(self, route: Route) -> None:
        self._routes.append(route)

    def come(self) -> None:
        """Let the page come."""
        while not self._routes:
            self._page.wait_for_timeout(20)
        self._routes.pop().continue_()
        self._page.wait_for_selector(".waiting", state="detached")


@pytest.fixture
def held(explore) -> Held:
    return Held(explore)


def waiting(explore: Explorer):
    return explore.page.locator(".waiting")


def test_entities_to_start_from_are_there_before_the_page_is(explore, held):
    expect(waiting(explore).get_by_role("link", name="customer-churn-production")).to_be_visible()
    assert explore.page.locator("#lineage").count() == 0
    here = waiting(explore).locator(".welcome").inner_text()
    held.come()
    assert explore.text("#welcome") == here


def test_a_link_that_is_followed_before_leads_where_it_leads_later(explore, held, production):
    waiting(explore).get_by_role("link", name="customer-churn-production").click()
    held.come()
    explore.settle()
    assert explore.told("start") == production
    explore.page.go_back()
    expect(explore.page.locator("#welcome h1")).to_be_visible()
    assert explore.asked == {}


def test_who_goes_back_before_the_page_has_come_is_where_they_were(explore, held):
    waiting(explore).get_by_role("link", name="customer-churn-production").click()
    expect(waiting(explore).locator(".welcome")).to_be_hidden()
    explore.page.evaluate("() => history.back()")
    expect(waiting(explore).locator(".welcome h1")).to_be_visible()
    held.come()
    expect(explore.page.locator("#welcome h1")).to_be_visible()


def test_what_is_typed_before_stands_in_the_start_box_and_is_searched(explore, held):
    explore.page.keyboard.press("/")
    explore.page.keyboard.type("abalne")
    explore.page.keyboard.press("ArrowLeft")
    explore.page.keyboard.press("ArrowLeft")
    held.come()
    expect(explore.page.locator("#start")).to_be_focused()
    expect(explore.page.locator("#start")).to_have_js_property("selectionStart", 4)
    explore.page.keyboard.type("o")
    expect(explore.page.locator("#start")).to_have_value("abalone")
    expect(explore.page.locator("#hits a").first).to_contain_text("abalone")


def test_enter_before_asks_when_the_page_has_come(explore, held, production):
    waiting(explore).get_by_label("Start").fill(production)
    explore.page.keyboard.press("Enter")
    held.come()
    explore.await_state("complete")
    assert explore.told("start") == production


def test_the_keyboard_goes_on_from_the_link_that_it_had_come_to(explore, held):
    waiting(explore).get_by_role("link", name="customer-churn-staging").focus()
    held.come()
    expect(
        explore.page.locator("#welcome").get_by_role("link", name="customer-churn-staging")
    ).to_be_focused()


@pytest.mark.parametrize(("system", "kept", "seen"), [("light", "dark", "dark"), ("dark", None, "dark")])
def test_who_reads_in_the_dark_is_not_dazzled(explore, system, kept, seen):
    explore.page.emulate_media(color_scheme=system)
    explore.page.goto(f"{explore.address}/health")
    if kept:
        explore.page.evaluate("kept => localStorage.setItem('mantine-color-scheme-value', kept)", kept)
    held = Held(explore)
    expect(explore.page.locator("html")).to_have_attribute("data-mantine-color-scheme", seen)
    expect(waiting(explore)).to_have_css("background-color", DARK)
    held.come()
    expect(explore.page.locator("body")).to_have_css("background-color", DARK)


def test_the_pages_own_keys_are_no_mistake_before(held, page):
    for key in ("?", "Escape", "ArrowDown", "Control+Enter", "Control+f", "Control+k"):
        page.keyboard.press(key)  # the window's fixture looks for script errors
    held.come()

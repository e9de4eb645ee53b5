"""Panels are closed and reopened; small windows; presentation mode."""

from __future__ import annotations

import pytest

from tests.browser.test_camera import count_cards_in_view


@pytest.fixture
def page(explore, production):
    """Return a window that shows the demo's production endpoint."""
    explore.open(start=production)
    return explore.page


def panel_width(page) -> float:
    return page.locator("#graph").bounding_box()["width"]


def active_id(page) -> str:
    """Return the id of the element that the keyboard is in."""
    return page.evaluate("document.activeElement.id")


def find_other(explore) -> str:
    """Return a drawn entity other than the focus."""
    return next(arn for arn, node in explore.nodes().items() if node["type_title"] == "Model package")


def test_closed_panel_gives_its_space_to_the_graph_and_reopens(page, explore):
    explore.show_form()
    before = panel_width(page)
    for toggle, panel in (("question", "#question"), ("facts", "#details")):
        page.click(f"#toggle-{toggle}")
        assert not page.is_visible(panel)
        assert panel_width(page) > before + 200
        assert page.get_attribute(f"#toggle-{toggle}", "aria-expanded") == "false"
        page.click(f"#toggle-{toggle}")
        assert page.is_visible(panel)
        assert panel_width(page) == before


def test_panels_stay_as_they_were_left_after_reopening_the_page(page, explore):
    for is_form_open, is_facts_open in ((True, False), (False, True)):
        page.click("#toggle-question")
        page.click("#toggle-facts")
        page.reload()
        explore.settle()
        for panel, toggle, is_open in (
            ("#question", "#toggle-question", is_form_open),
            ("#details", "#toggle-facts", is_facts_open),
        ):
            assert page.is_visible(panel) == is_open
            assert page.get_attribute(toggle, "aria-expanded") == str(is_open).lower()


def test_search_box_and_its_key_open_the_start_box_over_the_page(page):
    assert page.get_by_role("button", name="Search names, or paste an ARN or S3 URI").is_visible()
    width = panel_width(page)
    for open_search in (lambda: page.click("#search"), lambda: page.keyboard.press("/")):
        assert not page.is_visible("#start")
        open_search()
        assert active_id(page) == "start"
        assert page.get_attribute("#search", "aria-expanded") == "true"
        assert page.is_hidden("#depth")
        assert panel_width(page) == width
        page.keyboard.press("Escape")
        assert active_id(page) == "lineage"


def test_search_closes_by_a_press_beside_it_and_opens_the_whole_form(page):
    page.click("#search")
    page.mouse.click(*center_of(page, ".trail"))
    assert page.is_hidden("#start")
    page.click("#search")
    page.click("#whole-form")
    assert page.is_visible("#start")
    assert page.is_visible("#depth")
    assert page.is_hidden("#whole-form")


def center_of(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_form_is_closed_on_the_first_screen_until_it_is_wanted(page, explore):
    page.click(".brand")
    explore.await_state("idle")
    assert not page.is_visible("#question")
    page.click("#welcome .home-search")
    assert active_id(page) == "start"
    page.keyboard.press("Escape")
    page.click("#welcome .starts a >> nth=0")
    explore.await_state("complete")
    assert not page.is_visible("#question")
    assert panel_width(page) > 1000


def test_search_that_finds_nothing_says_so_once_and_at_its_box(page, explore):
    page.click(".brand")
    explore.await_state("idle")
    page.keyboard.press("/")
    page.keyboard.type("no-such-name")
    page.keyboard.press("Enter")
    explore.await_state("error")
    assert "No match" in page.inner_text(".field:has(#start) .field-error")
    assert page.is_hidden("#notice")
    assert page.is_hidden("#depth")


def test_form_opened_for_a_search_gives_way_to_what_it_leads_to(page, explore):
    other = find_other(explore)
    page.click("#search")
    page.fill("#start", other)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#lineage[data-start="{other}"]')
    page.wait_for_selector("#question", state="hidden")
    assert active_id(page) == "lineage"


def test_form_stays_while_it_is_run_again_for_the_same_focus(page, explore):
    explore.show_form()
    key = explore.attribute("key")
    page.fill("#depth", "2")
    page.press("#depth", "Control+Enter")
    explore.await_new(key)
    assert page.is_visible("#depth")
    assert active_id(page) == "depth"


def test_form_stays_while_somebody_writes_in_it(page, explore):
    other = find_other(explore)
    page.click("#search")
    page.keyboard.type("chu")
    explore.navigate(f"?start={other}")
    page.wait_for_selector(f'#lineage[data-start="{other}"]')
    explore.settle()
    assert active_id(page) == "start"
    assert page.is_visible("#start")


def test_error_keeps_the_form_over_a_small_window(page, explore):
    page.set_viewport_size({"width": 820, "height": 1100})
    explore.show_form()
    page.fill("#depth", "11")
    page.press("#depth", "Control+Enter")
    explore.await_state("error")
    assert page.is_visible(".field:has(#depth) .field-error")
    assert active_id(page) == "depth"
    page.fill("#depth", "2")
    page.press("#depth", "Control+Enter")
    page.wait_for_selector("#question", state="hidden")
    assert active_id(page) == "lineage"


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


def test_presentation_shows_graph_legend_and_sentence_until_it_is_ended(page):
    for end in (lambda: page.keyboard.press("Escape"), lambda: page.click("#end")):
        page.click("#present")
        assert not any(page.is_visible(part) for part in ("header", "#question", "#details", ".toolbar"))
        assert all(page.is_visible(part) for part in ("#graph", ".legend", "#headline"))
        assert (
            page.evaluate("parseFloat(getComputedStyle(document.getElementById('headline')).fontSize)") >= 20
        )
        end()
        page.wait_for_selector("header")
        assert page.is_visible("#details")


def test_each_step_of_a_presentation_is_fitted_into_the_window(page, explore):
    page.click("#present")
    page.keyboard.press("+")
    other = find_other(explore)
    explore.navigate(f"?start={other}")
    page.wait_for_selector(f'#lineage[data-start="{other}"]')
    explore.settle()
    explore.await_motion()
    assert count_cards_in_view(explore) == len(explore.nodes())


def test_details_and_search_lie_over_a_presentation_and_close_by_escape(page):
    page.click("#present")
    for key, panel in (("d", "#details"), ("/", "#question")):
        page.keyboard.press(key)
        assert page.is_visible(panel)
        page.keyboard.press("Escape")
        assert page.is_hidden(panel)
    assert page.is_hidden("header")


def test_edge_of_an_answer_moves_by_keys_and_stays_there(page, explore, production):
    explore.open(start=production, question="model-datasets")
    before = page.locator("#answer").bounding_box()["height"]
    page.focus(".answer-handle")
    page.keyboard.press("ArrowUp")
    assert page.locator("#answer").bounding_box()["height"] == before - 32
    page.reload()
    explore.settle()
    page.wait_for_selector("#answer tbody")
    assert page.locator("#answer").bounding_box()["height"] == before - 32

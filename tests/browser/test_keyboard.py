"""Keyboard navigation from card to card, with announcements."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def window_with_graph_focused(explore: Explorer, production: str) -> Explorer:
    """Return a window upstream of an endpoint, its graph focused."""
    explore.open(start=production, direction="Ascendants")
    explore.page.focus("#graph")
    return explore


def current_card(explore: Explorer) -> str:
    (arn,) = explore.find_by_class("current")
    return arn


def press_keys(explore: Explorer, *keys: str) -> str:
    """Press keys one by one; return the card they lead to."""
    for key in keys:
        explore.page.keyboard.press(key)
    return current_card(explore)


def test_tab_moves_to_the_graph_and_past_it(explore, production):
    explore.open(start=production, direction="Ascendants")
    explore.page.focus("#lineage")
    for _ in range(12):
        explore.page.keyboard.press("Tab")
        if explore.page.evaluate("document.activeElement.id") == "graph":
            break
    assert current_card(explore) == production
    explore.page.keyboard.press("Tab")
    assert explore.page.evaluate("document.activeElement.id") != "graph"
    assert explore.find_by_class("current") == explore.find_by_class("lit") == set()


def test_keyboard_starts_at_the_focus_outlined_highlighted_and_announced(
    window_with_graph_focused, production
):
    assert current_card(window_with_graph_focused) == production
    assert window_with_graph_focused.find_by_class("start") == {production}
    assert window_with_graph_focused.nodes()[production]["title"] in window_with_graph_focused.text(
        ".tooltip"
    )


def test_horizontal_arrows_follow_associations_and_stop_at_the_last(window_with_graph_focused, production):
    edges = window_with_graph_focused.edges()
    before = press_keys(window_with_graph_focused, "ArrowLeft")
    assert (before, production) in edges
    further = press_keys(window_with_graph_focused, "ArrowLeft")
    assert (further, before) in edges
    assert press_keys(window_with_graph_focused, "ArrowRight", "ArrowRight") == production
    assert press_keys(window_with_graph_focused, "ArrowRight") == production


def test_arrows_prefer_the_nearest_neighbor_and_move_within_the_column(window_with_graph_focused):
    card = press_keys(window_with_graph_focused, "ArrowLeft", "ArrowLeft")
    nodes = window_with_graph_focused.nodes()
    reached = press_keys(window_with_graph_focused, "ArrowLeft")

    def far(arn: str) -> float:
        here, there = nodes[card]["position"], nodes[arn]["position"]
        return (here["x"] - there["x"]) ** 2 + (here["y"] - there["y"]) ** 2

    upstream = [source for source, target in window_with_graph_focused.edges() if target == card]
    assert len(upstream) > 1
    assert reached == min(upstream, key=far)
    after = next(
        other
        for key in ("ArrowDown", "ArrowUp")
        if (other := press_keys(window_with_graph_focused, key)) != reached
    )
    assert nodes[after]["position"]["x"] == pytest.approx(nodes[reached]["position"]["x"], abs=40)


def test_each_step_is_announced_once_and_politely(window_with_graph_focused):
    arn = press_keys(window_with_graph_focused, "ArrowLeft")
    node = window_with_graph_focused.nodes()[arn]
    edges = window_with_graph_focused.edges()
    came_in = sum(target == arn for _, target in edges)
    assert window_with_graph_focused.page.inner_text("#spoken") == (
        f"Associated with: {node['type_title']} {node['title']}, {node['subtitle']}, {came_in} upstream, {sum(source == arn for source, _ in edges)} downstream"
    )
    assert window_with_graph_focused.page.get_attribute("#spoken", "role") == "status"


def test_enter_makes_the_card_the_focus(window_with_graph_focused):
    arn = press_keys(window_with_graph_focused, "ArrowLeft", "ArrowLeft")
    key = window_with_graph_focused.attribute("key")
    window_with_graph_focused.page.keyboard.press("Enter")
    window_with_graph_focused.await_new(key)
    window_with_graph_focused.await_motion()
    assert window_with_graph_focused.attribute("start") == arn
    assert current_card(window_with_graph_focused) == arn
    assert window_with_graph_focused.page.evaluate("document.activeElement.id") == "graph"


def test_escape_removes_the_highlight_and_keeps_the_current_card(window_with_graph_focused, production):
    before = press_keys(window_with_graph_focused, "ArrowLeft")
    window_with_graph_focused.page.keyboard.press("Escape")
    assert (
        window_with_graph_focused.find_by_class("current")
        == window_with_graph_focused.find_by_class("faded")
        == set()
    )
    assert window_with_graph_focused.page.is_hidden(".tooltip")
    assert before != press_keys(window_with_graph_focused, "ArrowLeft") == production


def test_arrows_continue_from_a_find_match(window_with_graph_focused):
    window_with_graph_focused.page.keyboard.press("Control+f")
    window_with_graph_focused.page.keyboard.type("trainingjob")
    found = current_card(window_with_graph_focused)
    window_with_graph_focused.page.keyboard.press("Escape")
    assert current_card(window_with_graph_focused) == found
    assert press_keys(window_with_graph_focused, "ArrowLeft") in {
        source for source, target in window_with_graph_focused.edges() if target == found
    }


def test_distant_current_card_is_brought_into_view(window_with_graph_focused):
    for _ in range(8):
        window_with_graph_focused.page.keyboard.press("+")
    arn = press_keys(window_with_graph_focused, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    x, y = window_with_graph_focused.place(arn)
    canvas = window_with_graph_focused.page.locator("#graph").bounding_box()
    assert canvas["x"] < x < canvas["x"] + canvas["width"]
    assert canvas["y"] < y < canvas["y"] + canvas["height"]


def test_arrows_continue_from_a_clicked_card(explore, production):
    explore.open(start=production, direction="Ascendants")
    job = max(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob")
    explore.click(job)
    explore.await_motion()
    assert press_keys(explore, "ArrowLeft") == job


def test_question_mark_or_button_lists_shortcuts_and_escape_or_click_closes(window_with_graph_focused):
    window_with_graph_focused.page.keyboard.press("?")
    assert window_with_graph_focused.page.get_by_role(
        "dialog", name="Help and keyboard shortcuts"
    ).is_visible()
    assert "Focus on the card" in window_with_graph_focused.text("#keys")
    window_with_graph_focused.page.keyboard.press("Escape")
    assert window_with_graph_focused.page.is_hidden("#keys")
    assert window_with_graph_focused.page.evaluate("document.activeElement.id") == "graph"

    window_with_graph_focused.page.click("#show-keys")
    assert window_with_graph_focused.page.is_visible("#keys")
    window_with_graph_focused.page.click("#keys button")
    assert window_with_graph_focused.page.is_hidden("#keys")

    window_with_graph_focused.show_form()
    window_with_graph_focused.page.fill("#start", "")
    window_with_graph_focused.page.keyboard.type("?")
    assert window_with_graph_focused.page.input_value("#start") == "?"
    assert window_with_graph_focused.page.is_hidden("#keys")

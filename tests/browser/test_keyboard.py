"""The picture by keyboard alone: walk from card to card, hear what each is, make one the focus."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def walking(explore: Explorer, production: str) -> Explorer:
    """Return a window on what lies upstream of an endpoint; the keyboard is on the picture."""
    explore.open(start=production, direction="Ascendants")
    explore.page.focus("#graph")
    return explore


def current(explore: Explorer) -> str:
    (arn,) = explore.having("current")
    return arn


def press(explore: Explorer, *keys: str) -> str:
    """Press keys one by one, and return the card they lead to."""
    for key in keys:
        explore.page.keyboard.press(key)
    return current(explore)


def test_tab_leads_to_the_picture_and_past_it(explore, production):
    explore.open(start=production, direction="Ascendants")
    explore.page.focus("#lineage")
    for _ in range(12):
        explore.page.keyboard.press("Tab")
        if explore.page.evaluate("document.activeElement.id") == "graph":
            break
    assert current(explore) == production
    explore.page.keyboard.press("Tab")
    assert explore.page.evaluate("document.activeElement.id") != "graph"
    assert explore.having("current") == explore.having("lit") == set()


def test_the_walk_begins_at_the_focus_outlined_lit_and_told(walking, production):
    assert current(walking) == production
    assert walking.having("start") == {production}
    assert walking.nodes()[production]["name"] in walking.text(".tooltip")


def test_arrows_to_the_sides_follow_associations_and_stay_where_none_leads_on(walking, production):
    edges = walking.edges()
    before = press(walking, "ArrowLeft")
    assert (before, production) in edges
    further = press(walking, "ArrowLeft")
    assert (further, before) in edges
    assert press(walking, "ArrowRight", "ArrowRight") == production
    assert press(walking, "ArrowRight") == production


def test_an_arrow_leads_to_the_nearest_neighbour_first_or_up_and_down_in_the_column(walking):
    card = press(walking, "ArrowLeft", "ArrowLeft")
    nodes = walking.nodes()
    reached = press(walking, "ArrowLeft")

    def far(arn: str) -> float:
        here, there = nodes[card]["position"], nodes[arn]["position"]
        return (here["x"] - there["x"]) ** 2 + (here["y"] - there["y"]) ** 2

    upstream = [source for source, target in walking.edges() if target == card]
    assert len(upstream) > 1
    assert reached == min(upstream, key=far)
    after = next(other for key in ("ArrowDown", "ArrowUp") if (other := press(walking, key)) != reached)
    assert nodes[after]["position"]["x"] == pytest.approx(nodes[reached]["position"]["x"], abs=40)


def test_each_step_is_said_once_and_politely(walking):
    arn = press(walking, "ArrowLeft")
    node = walking.nodes()[arn]
    edges = walking.edges()
    came_in = sum(target == arn for _, target in edges)
    assert walking.page.inner_text("#spoken") == (
        f"AssociatedWith: {node['title']} {node['name']}, {came_in} in, {sum(source == arn for source, _ in edges)} out"
    )
    assert walking.page.get_attribute("#spoken", "role") == "status"


def test_enter_makes_the_card_the_focus(walking):
    arn = press(walking, "ArrowLeft", "ArrowLeft")
    key = walking.told("key")
    walking.page.keyboard.press("Enter")
    walking.await_new(key)
    walking.glided()
    assert walking.told("start") == arn
    assert current(walking) == arn
    assert walking.page.evaluate("document.activeElement.id") == "graph"


def test_escape_puts_the_light_out_and_the_walk_can_go_on(walking, production):
    before = press(walking, "ArrowLeft")
    walking.page.keyboard.press("Escape")
    assert walking.having("current") == walking.having("faded") == set()
    assert walking.page.is_hidden(".tooltip")
    assert before != press(walking, "ArrowLeft") == production


def test_from_a_match_the_walk_goes_on(walking):
    walking.page.keyboard.press("Control+f")
    walking.page.keyboard.type("trainingjob")
    found = current(walking)
    walking.page.keyboard.press("Escape")
    assert current(walking) == found
    assert press(walking, "ArrowLeft") in {source for source, target in walking.edges() if target == found}


def test_a_card_far_away_comes_into_view(walking):
    for _ in range(8):
        walking.page.keyboard.press("+")
    arn = press(walking, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    x, y = walking.place(arn)
    canvas = walking.page.locator("#graph").bounding_box()
    assert canvas["x"] < x < canvas["x"] + canvas["width"]
    assert canvas["y"] < y < canvas["y"] + canvas["height"]


def test_after_a_click_the_keys_lead_on_from_there(explore, production):
    explore.open(start=production, direction="Ascendants")
    job = max(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob")
    explore.click(job)
    explore.glided()
    assert press(explore, "ArrowLeft") == job


def test_a_question_mark_or_a_button_lists_the_keys_and_escape_or_the_mouse_closes_the_list(walking):
    walking.page.keyboard.press("?")
    assert walking.page.get_by_role("dialog", name="Keys").is_visible()
    assert "Make the card the focus" in walking.text("#keys")
    walking.page.keyboard.press("Escape")
    assert walking.page.is_hidden("#keys")
    assert walking.page.evaluate("document.activeElement.id") == "graph"

    walking.page.click("#show-keys")
    assert walking.page.is_visible("#keys")
    walking.page.click("#keys button")
    assert walking.page.is_hidden("#keys")

    walking.page.focus("#start")
    walking.page.keyboard.type("?")
    assert walking.page.is_hidden("#keys")

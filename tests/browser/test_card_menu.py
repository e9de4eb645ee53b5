"""The menu of a card by mouse, long press and keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints

from tests.support.explorer_page import Explorer


@pytest.fixture
def explore(explore: Explorer, production: str) -> Explorer:
    explore.open(start=production, direction="Ascendants", depth="3")
    return explore


def find_job(explore: Explorer) -> str:
    return max(arn for arn, node in explore.nodes().items() if node["type"] == "Model")


def menu_items(explore: Explorer) -> list[str]:
    return [item.strip() for item in explore.page.locator(".menu [role=menuitem]").all_inner_texts()]


def focused_text(explore: Explorer) -> str:
    text: str = explore.page.evaluate(
        "document.activeElement.firstChild?.textContent ?? document.activeElement.id"
    )
    return text


def test_a_right_click_opens_the_menu_of_a_card(explore):
    explore.page.mouse.click(*explore.place(find_job(explore)), button="right")
    menu = explore.page.get_by_role("menu", name=explore.nodes()[find_job(explore)]["title"])
    assert menu.is_visible()
    assert focused_text(explore) == "Focus here"
    offered = " ".join(menu_items(explore))
    for words in (
        "Open in new tab",
        "Expand upstream",
        "Expand downstream",
        "Collapse",
        "Copy ARN",
        "Copy link",
    ):
        assert words in offered


def test_menu_counts_the_neighbors_of_each_direction(explore, client):
    card = find_job(explore)
    explore.page.mouse.click(*explore.place(card), button="right")
    explore.page.wait_for_selector(".menu .count >> nth=1")
    outgoing = client.list_associations(SourceArn=card, MaxResults=100)["AssociationSummaries"]
    unseen = {end["DestinationArn"] for end in outgoing} - explore.nodes().keys()
    assert explore.text(".menu [data-side=down] .count") == (f"{len(unseen)} more" if unseen else "none")


def test_keyboard_opens_the_menu_at_the_current_card_and_returns_to_it(explore):
    explore.page.focus("#graph")
    explore.page.keyboard.press("ArrowLeft")
    (card,) = explore.find_by_class("current")
    for key in ("ContextMenu", "Shift+F10"):
        explore.page.keyboard.press(key)
        assert explore.page.get_by_role("menu", name=explore.nodes()[card]["title"]).is_visible()
        explore.page.keyboard.press("Escape")
        assert explore.page.is_hidden(".menu")
        assert explore.page.evaluate("document.activeElement.id") == "graph"
        assert explore.find_by_class("current") == {card}


def test_arrows_home_end_and_letters_move_within_the_menu(explore):
    explore.page.mouse.click(*explore.place(find_job(explore)), button="right")
    steps = {
        "ArrowDown": "Details",
        "End": "Copy link",
        "ArrowDown ": "Focus here",
        "ArrowUp": "Copy link",
    }
    for key, name in steps.items():
        explore.page.keyboard.press(key.strip())
        assert focused_text(explore) == name
    explore.page.keyboard.press("Home")
    explore.page.keyboard.press("e")
    assert focused_text(explore) == "Expand upstream"


def test_click_outside_closes_the_menu_and_changes_nothing(explore):
    address = explore.page.url
    explore.page.mouse.click(*explore.place(find_job(explore)), button="right")
    explore.page.click("#details .name")
    assert explore.page.is_hidden(".menu")
    assert explore.page.url == address


def test_menu_stays_inside_the_window(explore, production):
    explore.page.set_viewport_size({"width": 1100, "height": 620})
    explore.await_motion()
    explore.page.mouse.click(*explore.place(production), button="right")
    box = explore.page.locator(".menu").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1100
    assert box["y"] + box["height"] <= 620


def test_make_focus_does_what_a_click_does(explore):
    card, key = find_job(explore), explore.attribute("key")
    explore.page.mouse.click(*explore.place(card), button="right")
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert explore.attribute("start") == card


def test_long_press_opens_the_menu_and_is_no_click(explore):
    card, start = find_job(explore), explore.attribute("start")
    explore.page.mouse.move(*explore.place(card))
    explore.page.mouse.down()
    explore.page.wait_for_selector(".menu:not([hidden])")
    explore.page.mouse.up()
    explore.page.wait_for_timeout(300)
    assert explore.page.is_visible(".menu")
    assert focused_text(explore) == "Focus here"
    assert explore.attribute("start") == start


def test_menu_copies_the_arn_and_a_link(explore):
    card = find_job(explore)
    for name in ("Copy ARN", "Copy link"):
        explore.page.mouse.click(*explore.place(card), button="right")
        explore.page.get_by_role("menuitem", name=name).click()
        text = explore.page.evaluate("navigator.clipboard.readText()")
        assert text == card if name == "Copy ARN" else f"start={card}" in text


def test_the_canvas_has_a_menu_of_its_own(explore):
    box = explore.page.locator("#graph").bounding_box()
    explore.page.mouse.click(box["x"] + 12, box["y"] + box["height"] - 12, button="right")
    assert menu_items(explore)[0].startswith("Fit to screen")
    explore.page.get_by_role("menuitem", name="Find in the graph").click()
    assert explore.page.evaluate("document.activeElement.id") == "find"


def test_axe_finds_no_violation_in_the_open_menu(explore):
    explore.page.mouse.click(*explore.place(find_job(explore)), button="right")
    explore.page.wait_for_selector(".menu .count >> nth=1")
    for scheme in ("light", "dark"):
        explore.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        explore.page.wait_for_selector(f"html[data-color-scheme={scheme}]", state="attached")
        assert explore.page.is_visible(".menu")
        found = Axe().run(explore.page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], scheme

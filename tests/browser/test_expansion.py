"""Expanding, collapsing and deepening keep cards in place."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer

SETTLED_MS = 900
"""Until all has come to its place, and the badges stand."""


@pytest.fixture
def window_upstream(explore: Explorer, production: str) -> Explorer:
    """Return a window on two levels upstream of an endpoint."""
    explore.open(start=production, direction="Ascendants", depth="2")
    return explore


def find_package(explore: Explorer) -> str:
    return max(arn for arn, node in explore.nodes().items() if node["type"] == "Model")


def focus_on(explore: Explorer, card: str) -> None:
    explore.page.focus("#graph")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        if explore.find_by_class("current") == {card}:
            return
        explore.page.keyboard.press(key)
    assert explore.find_by_class("current") == {card}


def choose_from_menu(explore: Explorer, card: str, entry: str) -> None:
    """Choose an entry of a card's menu."""
    key = explore.attribute("key")
    explore.page.mouse.click(*explore.place(card), button="right")
    explore.page.get_by_role("menuitem", name=entry).click()
    explore.await_new(key)
    explore.page.wait_for_timeout(SETTLED_MS)


def press(explore: Explorer, key: str) -> None:
    before = explore.attribute("key")
    explore.page.keyboard.press(key)
    explore.await_new(before)
    explore.page.wait_for_timeout(SETTLED_MS)


def await_announcement(explore: Explorer, words: str) -> str:
    """Wait for an announcement with these words; return all announcements."""
    explore.page.wait_for_function(
        "words => document.getElementById('spoken').textContent.includes(words)", arg=words
    )
    return explore.text("#spoken")


def zoom_and_origin(explore: Explorer) -> list[float]:
    found: list[float] = explore.page.evaluate(
        "() => { const cy = document.getElementById('graph')._cyreg.cy; return [cy.zoom(), cy.pan().x, cy.pan().y]; }"
    )
    return found


def test_e_expands_the_current_card_and_shift_e_undoes_it(window_upstream):
    card, before = find_package(window_upstream), window_upstream.nodes()
    focus_on(window_upstream, card)
    press(window_upstream, "e")
    assert window_upstream.asked["grow"] == [f"both:{card}"]
    came = window_upstream.nodes().keys() - before.keys()
    assert came
    assert len(came) == int(window_upstream.attribute("vertices")) - len(before)
    assert await_announcement(window_upstream, "more, around").startswith(f"{len(came)} ")
    window_upstream.page.wait_for_function(
        "id => document.getElementById('graph')._cyreg.cy.$id(id).hasClass('current')", arg=card
    )

    press(window_upstream, "Shift+E")
    assert "grow" not in window_upstream.asked
    assert window_upstream.nodes().keys() == before.keys()
    await_announcement(window_upstream, "fewer, beyond")


def test_expanding_moves_no_card_and_shows_the_new_ones(window_upstream):
    card, before, looked = (
        find_package(window_upstream),
        window_upstream.nodes(),
        zoom_and_origin(window_upstream),
    )
    choose_from_menu(window_upstream, card, "Expand upstream")
    assert [
        arn for arn, node in before.items() if window_upstream.nodes()[arn]["position"] != node["position"]
    ] == []
    came = window_upstream.nodes().keys() - before.keys()
    assert came
    canvas = window_upstream.page.locator("#graph").bounding_box()
    for arn in came:
        x, y = window_upstream.place(arn)
        assert canvas["x"] < x < canvas["x"] + canvas["width"]
        assert canvas["y"] < y < canvas["y"] + canvas["height"]
    assert zoom_and_origin(window_upstream)[0] <= looked[0]


def test_expanding_without_further_neighbors_is_announced_and_moves_nothing(window_upstream):
    window_upstream.page.focus("#graph")
    looked = zoom_and_origin(window_upstream)
    press(window_upstream, "e")
    await_announcement(window_upstream, "Nothing more to show around")
    assert "Nothing more to show around" in window_upstream.text(".tooltip")
    assert zoom_and_origin(window_upstream) == looked


def test_card_without_expansion_collapses_and_expands_again(explore, production):
    explore.open(start=production, direction="Ascendants")
    before, card = explore.nodes(), find_package(explore)
    choose_from_menu(explore, card, "Collapse")
    assert explore.asked["fold"] == [card]
    assert len(explore.nodes()) < len(before)
    assert "collapsed: show" in explore.text("#completeness")

    explore.page.wait_for_selector(".badges button")
    key = explore.attribute("key")
    explore.page.locator(".badges button", has_text="+").first.click()
    explore.await_new(key)
    assert explore.nodes().keys() == before.keys()


def test_expansion_is_restored_by_the_address_and_undone_by_back(window_upstream):
    card = find_package(window_upstream)
    focus_on(window_upstream, card)
    press(window_upstream, "e")
    grown = window_upstream.nodes().keys()
    key = window_upstream.attribute("key")
    window_upstream.page.go_back()
    window_upstream.await_new(key)
    assert window_upstream.nodes().keys() < grown
    window_upstream.open(
        start=window_upstream.attribute("start"), direction="Ascendants", depth="2", grow=f"both:{card}"
    )
    assert window_upstream.nodes().keys() == grown


def test_new_focus_starts_without_expansion(window_upstream):
    card = find_package(window_upstream)
    focus_on(window_upstream, card)
    press(window_upstream, "e")
    press(window_upstream, "Enter")
    assert window_upstream.attribute("start") == card
    assert "grow" not in window_upstream.asked


def test_depth_limit_is_marked_and_the_status_line_deepens(window_upstream):
    assert "may continue" in window_upstream.text("#completeness")
    window_upstream.page.wait_for_selector('.badges button:has-text("…")')
    key = window_upstream.attribute("key")
    window_upstream.page.get_by_role("link", name="show more").click()
    window_upstream.await_new(key)
    assert window_upstream.asked["depth"] == ["3"]


def test_deepening_rounds_equal_a_deeper_query(explore, production):
    explore.open(start=production, direction="Ascendants", depth="6")
    deep = explore.nodes().keys()
    explore.go(start=production, direction="Ascendants", depth="2", further="2")
    assert explore.nodes().keys() == deep


def test_invalid_expansion_is_reported_and_the_page_stays_usable(explore, production):
    explore.open(f"?start={production}&grow=sideways:x")
    assert explore.attribute("state") == "error"
    assert "sideways" in explore.text("#notice")
    for part, named in (("further=12", "12"), ("fold=train.csv", "train.csv")):
        explore.navigate(f"?start={production}")
        explore.await_state("complete")
        explore.navigate(f"?start={production}&{part}")
        explore.await_state("error")
        assert named in explore.text("#notice")
    explore.navigate(f"?start={production}")
    explore.await_state("complete")

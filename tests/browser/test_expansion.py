"""Growing the picture: cards stay where they are, what comes is said, and the address restores it all."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer

SETTLED_MS = 900
"""Until all has come to its place, and the badges stand."""


@pytest.fixture
def near(explore: Explorer, production: str) -> Explorer:
    """Return a window on what lies up to two associations upstream of an endpoint."""
    explore.open(start=production, direction="Ascendants", depth="2")
    return explore


def package(explore: Explorer) -> str:
    return max(arn for arn, node in explore.nodes().items() if node["type"] == "Model")


def walk_to(explore: Explorer, card: str) -> None:
    explore.page.focus("#graph")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        if explore.having("current") == {card}:
            return
        explore.page.keyboard.press(key)
    assert explore.having("current") == {card}


def choose(explore: Explorer, card: str, entry: str) -> None:
    """Choose an entry of a card's menu."""
    key = explore.told("key")
    explore.page.mouse.click(*explore.place(card), button="right")
    explore.page.get_by_role("menuitem", name=entry).click()
    explore.await_new(key)
    explore.page.wait_for_timeout(SETTLED_MS)


def press(explore: Explorer, key: str) -> None:
    before = explore.told("key")
    explore.page.keyboard.press(key)
    explore.await_new(before)
    explore.page.wait_for_timeout(SETTLED_MS)


def await_spoken(explore: Explorer, words: str) -> str:
    """Wait until a screen reader is told something with these words; return all of it."""
    explore.page.wait_for_function(
        "words => document.getElementById('spoken').textContent.includes(words)", arg=words
    )
    return explore.text("#spoken")


def view(explore: Explorer) -> list[float]:
    found: list[float] = explore.page.evaluate(
        "() => { const cy = document.getElementById('graph')._cyreg.cy; return [cy.zoom(), cy.pan().x, cy.pan().y]; }"
    )
    return found


def test_e_expands_the_card_one_is_at_and_shift_e_takes_it_back(near):
    card, before = package(near), near.nodes()
    walk_to(near, card)
    press(near, "e")
    assert near.asked["grow"] == [f"both:{card}"]
    came = near.nodes().keys() - before.keys()
    assert came
    assert len(came) == int(near.told("vertices")) - len(before)
    assert await_spoken(near, "more, around").startswith(f"{len(came)} ")
    near.page.wait_for_function(
        "id => document.getElementById('graph')._cyreg.cy.$id(id).hasClass('current')", arg=card
    )

    press(near, "Shift+E")
    assert "grow" not in near.asked
    assert near.nodes().keys() == before.keys()
    await_spoken(near, "fewer, beyond")


def test_what_stays_is_not_moved_and_what_comes_is_in_view(near):
    card, before, looked = package(near), near.nodes(), view(near)
    choose(near, card, "Expand upstream")
    assert [arn for arn, node in before.items() if near.nodes()[arn]["position"] != node["position"]] == []
    came = near.nodes().keys() - before.keys()
    assert came
    canvas = near.page.locator("#graph").bounding_box()
    for arn in came:
        x, y = near.place(arn)
        assert canvas["x"] < x < canvas["x"] + canvas["width"]
        assert canvas["y"] < y < canvas["y"] + canvas["height"]
    assert view(near)[0] <= looked[0]


def test_where_there_is_nothing_more_it_is_said_and_the_picture_stands_still(near):
    near.page.focus("#graph")
    looked = view(near)
    press(near, "e")
    await_spoken(near, "Nothing more around")
    assert "Nothing more around" in near.text(".tooltip")
    assert view(near) == looked


def test_a_card_that_never_grew_is_contracted_and_expanded_again(explore, production):
    explore.open(start=production, direction="Ascendants")
    before, card = explore.nodes(), package(explore)
    choose(explore, card, "Contract")
    assert explore.asked["fold"] == [card]
    assert len(explore.nodes()) < len(before)
    assert "contracted: show" in explore.text("#completeness")

    explore.page.wait_for_selector(".badges button")
    key = explore.told("key")
    explore.page.locator(".badges button", has_text="+").first.click()
    explore.await_new(key)
    assert explore.nodes().keys() == before.keys()


def test_the_address_alone_restores_it_and_back_takes_it_away(near):
    card = package(near)
    walk_to(near, card)
    press(near, "e")
    grown = near.nodes().keys()
    key = near.told("key")
    near.page.go_back()
    near.await_new(key)
    assert near.nodes().keys() < grown
    near.open(start=near.told("start"), direction="Ascendants", depth="2", grow=f"both:{card}")
    assert near.nodes().keys() == grown


def test_another_focus_begins_as_it_is_asked(near):
    card = package(near)
    walk_to(near, card)
    press(near, "e")
    press(near, "Enter")
    assert near.told("start") == card
    assert "grow" not in near.asked


def test_the_edge_of_the_depth_is_marked_and_the_line_leads_deeper(near):
    assert "depth 2 reached at" in near.text("#completeness")
    near.page.wait_for_selector('.badges button:has-text("…")')
    key = near.told("key")
    near.page.get_by_role("link", name="go deeper").click()
    near.await_new(key)
    assert near.asked["depth"] == ["3"]


def test_rounds_lead_beyond_the_depth_as_a_deeper_query_would(explore, production):
    explore.open(start=production, direction="Ascendants", depth="6")
    deep = explore.nodes().keys()
    explore.go(start=production, direction="Ascendants", depth="2", further="2")
    assert explore.nodes().keys() == deep


def test_what_cannot_be_grown_is_named_and_the_page_stays_usable(explore, production):
    explore.open(f"?start={production}&grow=sideways:x")
    assert explore.told("state") == "error"
    assert "sideways" in explore.text("#notice")
    for part, named in (("further=12", "12"), ("fold=train.csv", "train.csv")):
        explore.lead(f"?start={production}")
        explore.await_state("complete")
        explore.lead(f"?start={production}&{part}")
        explore.await_state("error")
        assert named in explore.text("#notice")
    explore.lead(f"?start={production}")
    explore.await_state("complete")

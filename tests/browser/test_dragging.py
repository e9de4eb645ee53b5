"""Dragging cards: the address keeps where they are, and puts them back."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def moved(explore, production) -> str:
    """Drag the production endpoint's model by 60 and 40 pixels, and return its ARN."""
    explore.open(start=production)
    explore.await_motion()
    arn = next(arn for arn, node in explore.nodes().items() if node["title"] == "customer-churn v8")
    drag(explore, arn, 60, 40)
    return arn


def drag(explore: Explorer, arn: str, right: float, down: float) -> None:
    x, y = explore.place(arn)
    key = explore.attribute("key")
    mouse = explore.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + right, y + down, steps=5)
    mouse.up()
    explore.await_new(key)
    explore.await_motion()


def count_moved_lines(explore: Explorer) -> int:
    return explore.page.evaluate("document.getElementById('graph')._cyreg.cy.edges('.moved').length")


def test_a_dragged_card_stays_where_it_was_put_also_after_reload(explore, moved):
    position = explore.nodes()[moved]["position"]
    assert explore.asked["moved"][0].endswith(moved)
    assert count_moved_lines(explore) > 0
    explore.page.reload()
    explore.settle()
    assert explore.nodes()[moved]["position"] == pytest.approx(position, abs=1)


def test_dragging_makes_no_card_the_focus_and_moves_no_other(explore, moved):
    start = explore.asked["start"]
    others = {arn: node["position"] for arn, node in explore.nodes().items() if arn != moved}
    drag(explore, moved, -30, 20)
    assert explore.asked["start"] == start
    assert {arn: node["position"] for arn, node in explore.nodes().items() if arn != moved} == others
    assert len(explore.asked["moved"]) == 1


def test_back_undoes_a_move_and_a_button_puts_all_back(explore, moved):
    first = explore.nodes()[moved]["position"]
    drag(explore, moved, 40, 0)
    key = explore.attribute("key")
    explore.page.go_back()
    explore.await_new(key)
    explore.await_motion()
    assert explore.nodes()[moved]["position"] == pytest.approx(first, abs=1)

    key = explore.attribute("key")
    explore.page.click("#reset-moves")
    explore.await_new(key)
    explore.await_motion()
    assert "moved" not in explore.asked
    assert explore.nodes()[moved]["position"] != pytest.approx(first, abs=1)
    assert count_moved_lines(explore) == 0
    assert explore.page.locator("#reset-moves").is_hidden()


def test_a_new_focus_has_its_own_arrangement(explore, moved):
    explore.click(moved)
    assert "moved" not in explore.asked

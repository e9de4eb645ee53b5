"""Where one looks: the card that is made the focus stays under the pointer, and Back leads to what was seen."""

from __future__ import annotations

from math import dist

import pytest

NEARLY = 2.0
"""Pixels that rounding may move a card by."""


@pytest.fixture
def explore(explore, production):
    """The picture around the demo's production endpoint."""
    explore.open(start=production)
    explore.glided()
    return explore


def one(explore, type_: str) -> str:
    """Return a card of a type that is not the focus."""
    return next(
        arn for arn, node in explore.nodes().items() if node["type"] == type_ and node["role"] == "match"
    )


def click(explore, arn: str) -> None:
    """Click a card where it stands, and wait until the new picture is still."""
    key = explore.told("key")
    explore.page.mouse.click(*explore.place(arn))
    explore.await_new(key)
    explore.glided()


def view(explore) -> dict:
    """Return the zoom of the picture, and where its origin lies in the window."""
    return explore.page.evaluate(
        """() => {
            const cy = document.getElementById('graph')._cyreg.cy, { x, y } = cy.container().getBoundingClientRect();
            return { zoom: cy.zoom(), x: cy.pan().x + x, y: cy.pan().y + y };
        }"""
    )


def look(explore, zoom: float, x: float, y: float) -> None:
    """Bring the focus to a point of the canvas, at a zoom."""
    explore.page.evaluate(
        """([arn, zoom, x, y]) => {
            const cy = document.getElementById('graph')._cyreg.cy, at = cy.getElementById(arn).position();
            window.lineage.touch();
            cy.viewport({ zoom, pan: { x: x - at.x * zoom, y: y - at.y * zoom } });
        }""",
        [explore.told("start"), zoom, x, y],
    )


def in_view(explore) -> int:
    """Return how many cards have their middle in view."""
    box = explore.page.locator("#graph").bounding_box()
    return sum(
        0 <= x - box["x"] <= box["width"] and 0 <= y - box["y"] <= box["height"]
        for x, y in map(explore.place, explore.nodes())
    )


def test_a_clicked_card_stays_under_the_pointer_at_the_same_zoom(explore):
    for type_ in ("TrainingJob", "DataSet", "Model", "Approval"):
        arn, zoom = one(explore, type_), view(explore)["zoom"]
        before = explore.place(arn)
        click(explore, arn)
        assert explore.told("start") == arn
        assert dist(before, explore.place(arn)) <= NEARLY, type_
        assert view(explore)["zoom"] == pytest.approx(zoom), type_
        key = explore.told("key")
        explore.page.go_back()
        explore.await_new(key)
        explore.glided()


def test_it_stays_while_one_walks_and_after_the_picture_was_moved(explore):
    explore.page.click("#zoom-in")
    for type_ in ("ModelDeployment", "Model", "TrainingJob"):
        arn = one(explore, type_)
        before = explore.place(arn)
        click(explore, arn)
        assert dist(before, explore.place(arn)) <= NEARLY


def test_a_card_that_the_keyboard_chose_stays_where_it_is(explore):
    explore.page.focus("#graph")
    explore.page.keyboard.press("ArrowLeft")
    explore.page.wait_for_timeout(100)
    arn = explore.page.evaluate("document.getElementById('graph')._cyreg.cy.nodes('.current').id()")
    before, key = explore.place(arn), explore.told("key")
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert explore.told("start") == arn
    assert dist(before, explore.place(arn)) <= NEARLY


def test_a_picture_too_small_to_read_grows_around_the_clicked_card(explore):
    look(explore, 0.15, 600, 300)
    arn = one(explore, "ModelDeployment")
    before = explore.place(arn)
    click(explore, arn)
    assert view(explore)["zoom"] >= 0.4
    assert dist(before, explore.place(arn)) <= NEARLY


def test_a_card_at_the_very_edge_gives_way_to_its_picture(explore):
    """The endpoint is the last of all: at the left edge, all that it came of would be out of view."""
    width = explore.page.locator("#graph").bounding_box()["width"]
    look(explore, 0.5, width - 40, 300)
    arn = one(explore, "ModelDeployment")
    look(explore, 0.5, 110, 300)
    assert in_view(explore) < 5
    click(explore, arn)
    assert 2 * in_view(explore) > len(explore.nodes())


def test_another_lens_or_panel_leaves_a_moved_picture_where_it_is_in_the_window(explore):
    look(explore, 0.8, 300, 400)
    explore.glided()
    before, key = view(explore), explore.told("key")
    explore.page.click("#lens")
    explore.page.get_by_role("option", name="Age").click()
    explore.await_new(key)
    explore.glided()
    assert view(explore) == before
    explore.page.click("#toggle-question")
    explore.glided()
    assert view(explore) == pytest.approx(before, abs=NEARLY)


def test_back_and_forward_lead_to_what_was_seen(explore):
    explore.page.click("#zoom-in")
    explore.page.wait_for_timeout(300)
    before = view(explore)
    click(explore, one(explore, "ModelDeployment"))
    look(explore, 1.3, 200, 500)
    explore.page.wait_for_timeout(300)
    there = view(explore)
    for step, seen in ((explore.page.go_back, before), (explore.page.go_forward, there)):
        key = explore.told("key")
        step()
        explore.await_new(key)
        explore.glided()
        assert view(explore) == pytest.approx(seen, abs=NEARLY)


def test_a_reload_leads_to_what_was_seen(explore):
    look(explore, 1.1, 300, 400)
    explore.page.wait_for_timeout(300)
    before = view(explore)
    explore.page.reload()
    explore.settle()
    explore.glided()
    assert view(explore) == pytest.approx(before, abs=NEARLY)


def test_a_focus_that_was_not_in_the_picture_is_shown_with_as_much_around_it_as_fits(explore, client):
    trial = client.list_trial_components(MaxResults=1)["TrialComponentSummaries"][0]["TrialComponentArn"]
    look(explore, 1.5, -900, -900)
    explore.open(start=trial)
    explore.glided()
    assert 2 * in_view(explore) > len(explore.nodes())

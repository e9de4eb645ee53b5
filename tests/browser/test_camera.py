"""The camera keeps the clicked card in place, and Back restores it."""

from __future__ import annotations

from math import dist

import pytest

NEARLY = 2.0
"""Pixels that rounding may move a card by."""


@pytest.fixture
def explore(explore, production):
    """Return a page that shows the demo's production endpoint."""
    explore.open(start=production)
    explore.await_names()
    explore.await_motion()
    return explore


def card_of_type(explore, type_: str) -> str:
    """Return a card of a type that is not the focus."""
    return next(
        arn for arn, node in explore.nodes().items() if node["type"] == type_ and node["role"] == "match"
    )


def click_and_wait(explore, arn: str) -> None:
    """Click a card and wait until the new graph is still."""
    key = explore.attribute("key")
    explore.page.mouse.click(*explore.place(arn))
    explore.await_new(key)
    explore.await_motion()


def zoom_and_origin(explore) -> dict:
    """Return the graph's zoom, and its origin in the window."""
    return explore.page.evaluate(
        """() => {
            const cy = document.getElementById('graph')._cyreg.cy, { x, y } = cy.container().getBoundingClientRect();
            return { zoom: cy.zoom(), x: cy.pan().x + x, y: cy.pan().y + y };
        }"""
    )


def move_focus_to(explore, zoom: float, x: float, y: float) -> None:
    """Move the focus to a point of the canvas at a zoom."""
    explore.page.evaluate(
        """([arn, zoom, x, y]) => {
            const cy = document.getElementById('graph')._cyreg.cy, at = cy.getElementById(arn).position();
            cy.emit('dragpan'); // as a hand would: else the picture stays fitted
            cy.viewport({ zoom, pan: { x: x - at.x * zoom, y: y - at.y * zoom } });
        }""",
        [explore.attribute("start"), zoom, x, y],
    )


def await_kept_view(explore) -> None:
    """Wait until the entry of the history has the view that is seen."""
    explore.page.wait_for_function(
        """() => {
            const cy = document.getElementById('graph')._cyreg.cy, { x, y } = cy.container().getBoundingClientRect();
            const { zoom, pan } = history.state?.camera ?? {}, at = cy.pan(), near = (a, b) => Math.abs(a - b) < 0.01;
            return pan && near(zoom, cy.zoom()) && near(pan.x, at.x + x) && near(pan.y, at.y + y);
        }"""
    )


def zoom_in_around(explore, x: float, y: float) -> None:
    """Zoom in by the button, then move the focus to a point of the canvas."""
    explore.page.click("#zoom-in")
    explore.await_motion()
    move_focus_to(explore, zoom_and_origin(explore)["zoom"], x, y)


def count_cards_in_view(explore) -> int:
    """Return how many cards have their center in view."""
    box = explore.page.locator("#graph").bounding_box()
    return sum(
        0 <= x - box["x"] <= box["width"] and 0 <= y - box["y"] <= box["height"]
        for x, y in map(explore.place, explore.nodes())
    )


def test_a_clicked_card_stays_under_the_pointer_at_the_same_zoom(explore):
    for type_ in ("TrainingJob", "DataSet", "Model", "Approval"):
        arn, zoom = card_of_type(explore, type_), zoom_and_origin(explore)["zoom"]
        before = explore.place(arn)
        click_and_wait(explore, arn)
        assert explore.attribute("start") == arn
        assert dist(before, explore.place(arn)) <= NEARLY, type_
        assert zoom_and_origin(explore)["zoom"] == pytest.approx(zoom), type_
        key = explore.attribute("key")
        explore.page.go_back()
        explore.await_new(key)
        explore.await_motion()


def test_clicked_card_stays_during_navigation_and_after_panning(explore):
    zoom_in_around(explore, 800, 250)
    for type_ in ("ModelDeployment", "Model", "TrainingJob"):
        arn = card_of_type(explore, type_)
        before = explore.place(arn)
        click_and_wait(explore, arn)
        assert dist(before, explore.place(arn)) <= NEARLY


def test_card_selected_by_keyboard_stays_in_place(explore):
    explore.page.focus("#graph")
    explore.page.keyboard.press("ArrowLeft")
    explore.page.wait_for_function("document.getElementById('graph')._cyreg.cy.nodes('.current').nonempty()")
    arn = explore.page.evaluate("document.getElementById('graph')._cyreg.cy.nodes('.current').id()")
    before, key = explore.place(arn), explore.attribute("key")
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert explore.attribute("start") == arn
    assert dist(before, explore.place(arn)) <= NEARLY


def test_unreadably_small_graph_is_enlarged_around_the_clicked_card(explore):
    move_focus_to(explore, 0.15, 600, 300)
    arn = card_of_type(explore, "ModelDeployment")
    before = explore.place(arn)
    click_and_wait(explore, arn)
    assert zoom_and_origin(explore)["zoom"] >= 0.4
    assert dist(before, explore.place(arn)) <= NEARLY


def test_clicked_card_at_the_edge_moves_to_show_its_graph(explore):
    """Left of the endpoint its ancestors would be out of view."""
    width = explore.page.locator("#graph").bounding_box()["width"]
    move_focus_to(explore, 0.5, width - 40, 300)
    arn = card_of_type(explore, "ModelDeployment")
    move_focus_to(explore, 0.5, 110, 300)
    assert count_cards_in_view(explore) < 5
    click_and_wait(explore, arn)
    assert 2 * count_cards_in_view(explore) > len(explore.nodes())


def test_changing_color_mode_or_panel_keeps_a_panned_graph_in_place(explore):
    move_focus_to(explore, 0.8, 300, 400)
    explore.await_motion()
    before, key = zoom_and_origin(explore), explore.attribute("key")
    explore.page.select_option("#lens", label="Age")
    explore.await_new(key)
    explore.await_motion()
    assert zoom_and_origin(explore) == before
    explore.page.click("#toggle-question")
    explore.await_motion()
    assert zoom_and_origin(explore) == pytest.approx(before, abs=NEARLY)


def test_back_and_forward_restore_the_camera(explore):
    zoom_in_around(explore, 800, 250)
    await_kept_view(explore)
    before = zoom_and_origin(explore)
    click_and_wait(explore, card_of_type(explore, "ModelDeployment"))
    move_focus_to(explore, 1.3, 200, 500)
    await_kept_view(explore)
    there = zoom_and_origin(explore)
    for step, seen in ((explore.page.go_back, before), (explore.page.go_forward, there)):
        key = explore.attribute("key")
        step()
        explore.await_new(key)
        explore.await_motion()
        assert zoom_and_origin(explore) == pytest.approx(seen, abs=NEARLY)


def test_reload_restores_the_camera(explore):
    move_focus_to(explore, 1.1, 300, 400)
    await_kept_view(explore)
    before = zoom_and_origin(explore)
    explore.page.reload()
    explore.settle()
    explore.await_motion()
    assert zoom_and_origin(explore) == pytest.approx(before, abs=NEARLY)


def test_new_focus_outside_the_graph_is_shown_with_its_surroundings(explore, client):
    trial = client.list_trial_components(MaxResults=1)["TrialComponentSummaries"][0]["TrialComponentArn"]
    move_focus_to(explore, 1.5, -900, -900)
    explore.open(start=trial)
    explore.await_motion()
    assert 2 * count_cards_in_view(explore) > len(explore.nodes())

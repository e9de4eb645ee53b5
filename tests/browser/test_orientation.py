"""Orientation from top to bottom, by a switch and in the address."""

from __future__ import annotations

from math import dist

import pytest

from tests.browser.test_camera import card_of_type, click_and_wait
from tests.support.explorer_page import press_export


@pytest.fixture
def explore(explore, production):
    """Return a page upstream of the production endpoint, from top to bottom."""
    explore.open(start=production, direction="Ascendants", flow="down")
    explore.await_motion()
    return explore


def flows_down(explore) -> bool:
    nodes = explore.nodes()
    return all(
        nodes[source]["position"]["y"] < nodes[target]["position"]["y"] for source, target in explore.edges()
    )


def test_switch_changes_the_orientation_and_back(explore, production):
    explore.open(start=production, direction="Ascendants")
    assert not flows_down(explore)
    for pressed in ("true", "false"):
        key = explore.attribute("key")
        explore.page.click("#flow")
        explore.await_new(key)
        explore.await_motion()
        assert explore.page.get_attribute("#flow", "aria-pressed") == pressed
        assert flows_down(explore) == (pressed == "true")
    assert "flow" not in explore.asked


def test_orientation_is_restored_by_the_address_and_stays_during_navigation(explore):
    assert flows_down(explore)
    click_and_wait(explore, card_of_type(explore, "TrainingJob"))
    assert explore.asked["flow"] == ["down"]
    assert flows_down(explore)


def test_a_clicked_card_stays_under_the_pointer(explore):
    arn = card_of_type(explore, "Model")
    before = explore.place(arn)
    click_and_wait(explore, arn)
    assert dist(before, explore.place(arn)) <= 2


def test_headings_are_beside_the_rows(explore):
    boxes = [head.bounding_box() for head in explore.page.locator(".lanes span").all()]
    assert len(boxes) > 4
    assert len({round(box["x"]) for box in boxes}) == 1
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)


def test_arrow_keys_follow_the_orientation(explore, production):
    before = {source for source, target in explore.edges() if target == production}
    explore.page.focus("#graph")
    explore.page.keyboard.press("Home")
    explore.page.keyboard.press("ArrowUp")
    explore.page.wait_for_timeout(100)
    current = "document.getElementById('graph')._cyreg.cy.nodes('.current').id()"
    assert explore.page.evaluate(current) in before
    explore.page.keyboard.press("ArrowDown")
    explore.page.wait_for_timeout(100)
    assert explore.page.evaluate(current) == production


def test_the_outline_lists_rows_from_the_top(explore):
    explore.page.click("#show-outline")
    listed = explore.page.eval_on_selector_all(
        ".outline [data-arn]", "rows => rows.map(row => row.dataset.arn)"
    )
    nodes = explore.nodes()
    heights = [nodes[arn]["position"]["y"] for arn in listed]
    assert heights == sorted(heights)


def test_unknown_orientation_is_reported(explore, production):
    explore.navigate(f"?start={production}&flow=sideways")
    explore.page.wait_for_selector("#notice :text('sideways')")


def test_saved_page_keeps_the_orientation(explore, tmp_path):
    drawn = {arn: node["position"] for arn, node in explore.nodes().items()}
    with explore.page.expect_download() as download:
        press_export(explore.page)
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    explore.page.goto(file.as_uri())
    explore.await_state("complete")
    saved = {arn: node["position"] for arn, node in explore.nodes().items()}
    assert all(saved[arn] == place for arn, place in drawn.items() if arn in saved)
    assert flows_down(explore)

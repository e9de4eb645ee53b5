"""Finding cards in the graph by text."""

from __future__ import annotations

import re

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def window_with_graph(explore: Explorer, production: str) -> Explorer:
    """Return a window on everything upstream of an endpoint."""
    explore.open(start=production, direction="Ascendants")
    return explore


def of_type(explore: Explorer, type_: str) -> set[str]:
    return {arn for arn, node in explore.nodes().items() if node["type"] == type_}


def find(explore: Explorer, text: str) -> str:
    """Type into the box above the list, and return its status."""
    explore.page.keyboard.press("Control+f")
    explore.page.keyboard.type(text)
    return explore.text("#found")


def test_ctrl_f_outlines_cards_with_every_word_and_escape_clears(window_with_graph):
    said = find(window_with_graph, "trainingjob")
    jobs = of_type(window_with_graph, "TrainingJob")
    assert window_with_graph.find_by_class("found") == jobs
    assert said.startswith(f"1 of {len(jobs)}")

    window_with_graph.page.keyboard.press("Escape")
    assert window_with_graph.page.input_value("#find") == ""
    assert window_with_graph.find_by_class("found") == set()

    assert find(window_with_graph, "trainingjob nowhere") == "None"
    assert window_with_graph.find_by_class("found") == set()


def test_enter_and_shift_enter_move_through_the_matches_cyclically(window_with_graph):
    find(window_with_graph, "dataset")
    count = len(of_type(window_with_graph, "DataSet"))
    (first,) = window_with_graph.find_by_class("current")
    window_with_graph.page.keyboard.press("Enter")
    assert window_with_graph.find_by_class("current") != {first}
    assert window_with_graph.text("#found").startswith(f"2 of {count}")
    window_with_graph.page.keyboard.press("Shift+Enter")
    assert window_with_graph.find_by_class("current") == {first}
    window_with_graph.page.keyboard.press("Shift+Enter")
    assert window_with_graph.text("#found").startswith(f"{count} of {count}")


def test_find_buttons_work_like_the_keys(window_with_graph):
    window_with_graph.page.click("#look-for")
    window_with_graph.page.keyboard.type("dataset")
    (first,) = window_with_graph.find_by_class("current")
    window_with_graph.page.click("#next")
    assert window_with_graph.find_by_class("current") != {first}
    window_with_graph.page.click("#previous")
    assert window_with_graph.find_by_class("current") == {first}


def test_match_outside_the_view_is_scrolled_into_view(window_with_graph):
    for _ in range(6):
        window_with_graph.page.click("#zoom-in")
    find(window_with_graph, "dataset")
    (found,) = window_with_graph.find_by_class("current")
    x, y = window_with_graph.place(found)
    canvas = window_with_graph.page.locator("#graph").bounding_box()
    assert canvas["x"] < x < canvas["x"] + canvas["width"]
    assert canvas["y"] < y < canvas["y"] + canvas["height"]


def test_new_graph_is_searched_for_the_same_words(window_with_graph):
    find(window_with_graph, "dataset")
    window_with_graph.click(max(of_type(window_with_graph, "TrainingJob")))
    window_with_graph.await_motion()
    assert window_with_graph.find_by_class("found") == of_type(window_with_graph, "DataSet") != set()
    assert window_with_graph.page.input_value("#find") == "dataset"
    assert re.match(
        rf"(\d+ of )?{len(window_with_graph.find_by_class('found'))}\b", window_with_graph.text("#found")
    )


def test_ctrl_f_without_a_graph_is_the_browsers_own(window_with_graph):
    window_with_graph.page.click("text=Table")
    window_with_graph.page.wait_for_selector("#table a")
    window_with_graph.page.keyboard.press("Control+f")
    assert window_with_graph.page.is_hidden(".find")
